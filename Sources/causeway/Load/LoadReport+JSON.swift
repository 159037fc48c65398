internal import EnvoyAPI
internal import LoadTest

extension LoadReport {
  /// The report for programs: times in microseconds, memory in bytes.
  func json(exceeded: [String]) -> JSONValue {
    .object([
      .init("test", .string(description)),
      .init("clients", .integer(Int64(clients))),
      .init("configured", .integer(Int64(configured))),
      .init("configuredTime", Self.json(configuredTime)),
      .init("pushLatency", pushLatency.map(Self.json) ?? .null),
      .init("configuredAgainTime", rejoinTime.map(Self.json) ?? .null),
      .init("stormTime", stormTime.map(Self.json) ?? .null),
      .init("ownDelay", ownDelay.map(Self.json) ?? .null),
      .init("acknowledged", .integer(Int64(acknowledgements))),
      .init("refused", .integer(Int64(refusals))),
      .init("superfluous", .integer(Int64(superfluous))),
      .init("stalled", .integer(Int64(stalled))),
      .init("reconnects", .integer(Int64(reconnects))),
      .init("departures", .integer(Int64(departures))),
      .init("phases", .array(phases.map(Self.json))),
      .init("changes", .array(changes.map(Self.json))),
      .init(
        "server",
        .object([
          .init("memoryPerEnvoyBytes", Self.json(memoryPerClient)),
          .init("configureCPUMicroseconds", Self.json(configureCPU)),
          .init("pushCPUMicroseconds", Self.json(pushCPU)),
          .init("memoryBeforeBytes", serverBytesBefore.map { .integer(Int64($0)) } ?? .null),
        ])),
      .init("errors", .integer(Int64(failureCount))),
      .init(
        "errorsByKind",
        .array(
          failures.map {
            .object([
              .init("kind", .string($0.kind)), .init("count", .integer(Int64($0.count))),
              .init("detail", $0.detail.map { .string($0) } ?? .null),
            ])
          })),
      .init("warnings", .array(warnings.map { .string($0) })),
      .init("exceeded", .array(exceeded.map { .string($0) })),
      .init("isInterrupted", .bool(isInterrupted)),
    ])
  }

  private static func json(_ summary: LatencySummary) -> JSONValue {
    .object([
      .init("count", .integer(Int64(summary.count))),
      .init("mean", json(summary.mean)),
      .init("p50", .integer(Int64(clamping: summary.p50))),
      .init("p90", .integer(Int64(clamping: summary.p90))),
      .init("p99", .integer(Int64(clamping: summary.p99))),
      .init("p999", .integer(Int64(clamping: summary.p999))),
      .init("max", .integer(Int64(clamping: summary.max))),
      .init(
        "histogram",
        .array(
          summary.bars.map {
            .object([
              .init("upTo", .integer(Int64(clamping: $0.upTo))),
              .init("count", .integer(Int64($0.count))),
            ])
          })),
    ])
  }

  private static func json(_ phase: Phase) -> JSONValue {
    let names = ["cds", "eds", "lds", "rds"]
    return .object([
      .init("name", .string(phase.name)),
      .init("seconds", json(phase.seconds)),
      .init(
        "responses",
        .object(zip(names, phase.responses).map { .init($0, .integer(Int64($1))) })),
      .init("superfluous", .integer(Int64(phase.superfluous))),
      .init("resources", .integer(Int64(phase.resources))),
      .init("repeatedResources", .integer(Int64(phase.repeatedResources))),
      .init("bytesReceived", .integer(Int64(phase.bytesReceived))),
      .init("bytesSent", .integer(Int64(phase.bytesSent))),
      .init("loopsBusy", .array(phase.loopsBusy.map { json($0) })),
      .init("serverCPUSeconds", json(phase.serverCPUSeconds)),
      .init(
        "serverResidentBytes", phase.serverResidentBytes.map { .integer(Int64($0)) } ?? .null),
      .init("serverPeakBytes", phase.serverPeakBytes.map { .integer(Int64($0)) } ?? .null),
    ])
  }

  private static func json(_ change: Change) -> JSONValue {
    .object([
      .init("number", .integer(Int64(change.number))),
      .init("plannedSeconds", json(change.plannedSeconds)),
      .init("lateness", .integer(Int64(clamping: change.lateness))),
      .init("made", .integer(Int64(clamping: change.made))),
      .init("expected", .integer(Int64(change.expected))),
      .init("arrived", .integer(Int64(change.arrived))),
      .init("p50", .integer(Int64(clamping: change.latency.p50))),
      .init("p99", .integer(Int64(clamping: change.latency.p99))),
      .init("max", .integer(Int64(clamping: change.latency.max))),
    ])
  }

  /// To three digits behind the point.
  private static func json(_ number: Double?) -> JSONValue {
    guard let number, number.isFinite else { return .null }
    return .number(String((number * 1000).rounded() / 1000))
  }
}
