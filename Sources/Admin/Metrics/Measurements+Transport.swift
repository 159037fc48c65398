internal import XDSServer

extension Measurements {
  /// What is pushed to clients, and how they take it.
  var pushFamilies: [MetricFamily] {
    [
      perType(
        "causeway_pushes_total", "Responses that were sent to clients, by type.", \.responses),
      perType(
        "causeway_pushed_resources_total", "Resources in these responses, by type.", \.resources),
      perType(
        "causeway_pushed_bytes_total", "Bytes of these responses, by type.", \.bytes),
      perType(
        "causeway_acks_total", "Responses that clients have accepted, by type.", \.acceptances),
      perType("causeway_nacks_total", "Responses that clients have refused, by type.", \.refusals),
      perType(
        "causeway_redundant_pushes_total",
        "Responses with nothing new to their clients, by type: there should be none.", \.redundant),
      MetricFamily(
        "causeway_answers_missed_total", .counter,
        "How often the order of a change was given up because a client did not answer in time.",
        discovery.answersMissed),
      MetricFamily(
        "causeway_admissions_total", .counter,
        "Streams that have come, by what became of them: refused ones are told to come back.",
        samples: [
          .init(labels: ["outcome": "admitted"], value: Double(discovery.admission.admitted)),
          .init(labels: ["outcome": "waited"], value: Double(discovery.admission.waited)),
          .init(labels: ["outcome": "refused"], value: Double(discovery.admission.refused)),
        ]),
      histogram(
        "causeway_push_duration_seconds",
        "From a change to the last byte of a response that brings it.", discovery.push),
      histogram(
        "causeway_convergence_duration_seconds",
        "From a change to the last acknowledgement of the clients that it concerns.",
        discovery.convergence),
    ]
  }

  private func perType(
    _ name: String, _ help: String, _ count: KeyPath<DiscoveryStatistics.Traffic, UInt64>
  ) -> MetricFamily {
    MetricFamily(
      name, .counter, help,
      samples: ResourceType.allCases.map { type in
        .init(labels: ["type": type.shortName], value: Double(discovery[type][keyPath: count]))
      })
  }

  private func histogram(
    _ name: String, _ help: String, _ histogram: DurationHistogram
  ) -> MetricFamily {
    var sum = 0.0
    let bounds = DurationHistogram.bounds.map { "\($0 / .seconds(1))" } + ["+Inf"]
    // Each bucket of Prometheus has what those before it have.
    let buckets = zip(bounds, histogram.buckets).map { bound, count in
      sum += Double(count)
      return MetricFamily.Sample(suffix: "_bucket", labels: ["le": bound], value: sum)
    }
    return MetricFamily(
      name, .histogram, help,
      samples: buckets + [
        .init(suffix: "_sum", value: histogram.sum / .seconds(1)),
        .init(suffix: "_count", value: sum),
      ])
  }

  /// What connections and calls have come to.
  var connectionFamilies: [MetricFamily] {
    [
      MetricFamily(
        "causeway_connections", .gauge, "Open connections to the xDS port.",
        transport.connectionsOpen),
      MetricFamily(
        "causeway_connections_accepted_total", .counter, "Connections to the xDS port.",
        transport.connectionsAccepted),
      MetricFamily(
        "causeway_connections_ended_total", .counter, "Connections that have ended, by reason.",
        samples: ConnectionEnd.allCases.map { end in
          .init(
            labels: ["reason": end.label], value: Double(transport.connectionsEnded[end] ?? 0))
        }),
      MetricFamily(
        "causeway_connections_refused_total", .counter,
        "Connections that were closed at once because there were as many as there may be.",
        transport.connectionsRefused),
      MetricFamily(
        "causeway_accept_failures_total", .counter,
        "How often a connection could not be accepted for lack of file descriptors or memory.",
        transport.acceptFailures),
      MetricFamily(
        "causeway_streams", .gauge, "Open gRPC calls, health checks among them.",
        transport.streamsStarted - transport.streamsEnded),
      MetricFamily(
        "causeway_streams_started_total", .counter, "gRPC calls, refused ones among them.",
        transport.streamsStarted),
      MetricFamily(
        "causeway_streams_timed_out_total", .counter,
        "gRPC calls that were ended because they kept the server waiting, or by their own timeout.",
        transport.streamsTimedOut),
      MetricFamily(
        "causeway_streams_over_budget_total", .counter,
        "gRPC calls that were ended because clients had begun to send too much at a time.",
        transport.streamsOverBudget),
      MetricFamily(
        "causeway_received_messages_total", .counter, "Messages of clients.",
        transport.messagesReceived),
      MetricFamily(
        "causeway_sent_messages_total", .counter, "Messages to clients.", transport.messagesSent),
      MetricFamily(
        "causeway_received_bytes_total", .counter, "Bytes read from connections to the xDS port.",
        transport.bytesReceived),
      MetricFamily(
        "causeway_sent_bytes_total", .counter, "Bytes written to connections to the xDS port.",
        transport.bytesSent),
      MetricFamily(
        "causeway_held_bytes", .gauge,
        "Bytes that wait because connections do not take them; what they share counts for each.",
        transport.bytesHeld),
    ]
  }
}

extension ConnectionEnd {
  /// The value of the label `reason`.
  var label: String {
    switch self {
    case .closedByClient: "closed_by_client"
    case .socketError: "socket_error"
    case .protocolError: "protocol_error"
    case .notHTTP2: "not_http2"
    case .tlsFailed: "tls_failed"
    case .flooded: "flooded"
    case .resetFlood: "reset_flood"
    case .provokedResetFlood: "provoked_reset_flood"
    case .pingFlood: "ping_flood"
    case .settingsFlood: "settings_flood"
    case .frameFlood: "frame_flood"
    case .continuationFlood: "continuation_flood"
    case .headerFlood: "header_flood"
    case .handshakeTimeout: "handshake_timeout"
    case .dead: "dead"
    case .idle: "idle"
    case .aged: "aged"
    case .shutdown: "shutdown"
    case .outOfMemory: "out_of_memory"
    }
  }
}
