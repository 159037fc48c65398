import ArgumentParser
internal import EnvoyAPI
internal import LoadTest
internal import ManifestSource
internal import XDSServer

/// Who the simulated Envoys say they are.
struct LoadIdentityOptions: ParsableArguments {
  @Option(
    help: .init(
      """
      A node in YAML or JSON, with placeholders {index}, {number}, {ip}, {name} and {namespace} in \
      its texts; by default a sidecar as Istio names it.
      """, valueName: "file"))
  var node: String?

  @Option(help: "What they say: small, or full with the 516 extensions (60 kB) of a real Envoy.")
  var nodeSize = "small"

  @Option(help: .init("Their namespaces, in turn, separated by ','.", valueName: "names"))
  var namespaces = "default"

  @Flag(help: "Say the node in every request (Envoy's default), not in the first of a stream only.")
  var nodeAlways = false

  func fill(_ plan: inout LoadPlan) throws {
    guard let size = NodeTemplate.Size(rawValue: nodeSize) else {
      throw UsageError("--node-size: '\(nodeSize)' is not a size: choose small or full.")
    }
    let names = namespaces.split(separator: ",").map(String.init)
    guard !names.isEmpty else { throw UsageError("--namespaces: there is no name in it.") }
    plan.node = NodeTemplate(namespaces: names, size: size)
    plan.saysNodeAlways = nodeAlways
    if let node {
      let bytes = try LoadFile.read(node, "--node")
      plan.node.node = try NodeFile.node(bytes, file: node)
    }
  }
}

/// How the simulated Envoys connect.
struct LoadConnectionOptions: ParsableArguments {
  @Option(
    help: .init(
      "Speak TLS, and trust this CA, in PEM; 'system' for the system's.", valueName: "file")
  )
  var tlsCa: String?

  @Option(help: .init("The Envoys' certificate, in PEM.", valueName: "file"))
  var tlsCert: String?

  @Option(help: .init("The key of that certificate, in PEM.", valueName: "file"))
  var tlsKey: String?

  @Option(help: .init("What the server's certificate must name.", valueName: "host"))
  var serverName: String?

  @Option(
    help: .init(
      """
      Addresses to connect from, in turn: 10.0.0.7,10.0.1.1-10.0.1.9; by default as many of \
      127.0.0.0/8 as are needed if the server is on loopback.
      """, valueName: "addresses"))
  var sourceAddress: String?

  @Option(
    help: .init("Connect so many per second (500/s); by default all at once.", valueName: "rate"))
  var connectRate: String?

  @Option(help: .init("How long it may take until all are configured.", valueName: "duration"))
  var connectTimeout = "60s"

  func fill(_ plan: inout LoadPlan, _ host: HostAndPort) throws {
    plan.connectRate = try connectRate.map { try LoadText.rate($0, "--connect-rate") }
    plan.connectTimeout = try LoadText.duration(connectTimeout, "--connect-timeout")
    do throws(ExchangeError) {
      let addresses = try BlockingExchange.addresses(of: host)
      guard let first = addresses.first else { throw .unknownHost(reason: "it has no address") }
      plan.target = first
    } catch {
      throw CommandFailure("\(host.host) is not known: \(error).")
    }
    plan.sources =
      try sourceAddress.map { try LoadText.addresses($0, "--source-address") }
      ?? SourceAddresses.loopback(for: plan.clients, target: plan.target)
    plan.tls = try credentials(host)
  }

  private func credentials(_ host: HostAndPort) throws -> TLSClientCredentials? {
    guard let tlsCa else {
      let useless = [("--tls-cert", tlsCert), ("--tls-key", tlsKey), ("--server-name", serverName)]
      guard let given = useless.first(where: { $0.1 != nil }) else { return nil }
      throw UsageError("\(given.0) is for TLS: name the server's CA with --tls-ca FILE.")
    }
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw UsageError("--tls-cert and --tls-key belong together: one of them is missing.")
    }
    let authority = tlsCa == "system" ? nil : try LoadFile.read(tlsCa, "--tls-ca")
    var certificate: (chain: [UInt8], key: [UInt8])?
    if let tlsCert, let tlsKey {
      certificate = (
        try LoadFile.read(tlsCert, "--tls-cert"), try LoadFile.read(tlsKey, "--tls-key")
      )
    }
    do throws(TLSMaterialError) {
      return try TLSClientCredentials(
        authority: authority, certificate: certificate, serverName: serverName ?? host.host)
    } catch {
      let option =
        switch error.part {
        case .certificate: "--tls-cert \(tlsCert ?? "")"
        case .key: "--tls-key \(tlsKey ?? "")"
        case .clientCA: "--tls-ca \(tlsCa)"
        }
      throw CommandFailure("\(option): \(error.sentence)")
    }
  }
}

/// How the simulated Envoys behave.
struct LoadBehaviourOptions: ParsableArguments {
  @Option(help: .init("The share that refuses every change.", valueName: "share"))
  var nack = "0%"

  @Option(help: .init("The share that reads nothing any more once configured.", valueName: "share"))
  var stall = "0%"

  @Option(
    help: .init("The share that loses its connection in each second.", valueName: "share"))
  var reconnect = "0%"

  @Option(
    help: .init(
      "The share that leaves in each second, to come back as new ones.", valueName: "share"))
  var churn = "0%"

  @Option(help: .init("How long those stay away.", valueName: "duration"))
  var away = "1s"

  func fill(_ plan: inout LoadPlan) throws {
    plan.refusing = try LoadText.share(nack, "--nack")
    plan.stalling = try LoadText.share(stall, "--stall")
    plan.reconnecting = try LoadText.share(reconnect, "--reconnect")
    plan.leaving = try LoadText.share(churn, "--churn")
    plan.absence = try LoadText.duration(away, "--away")
  }
}

/// The parts of the test after all are configured.
struct LoadPhaseOptions: ParsableArguments {
  @Option(
    help: .init("Watch so long that nothing is sent while nothing changes.", valueName: "duration"))
  var steady = "0s"

  @Option(help: .init("Make so many changes, and measure when each comes.", valueName: "n"))
  var changes: Int?

  @Option(help: .init("The time from one change to the next.", valueName: "duration"))
  var changeInterval = "1s"

  @Option(
    help: .init(
      "What makes a change: a shell command, in which {n} is its number.", valueName: "command"))
  var changeCommand: String?

  @Option(
    help: .init(
      "What makes a change: an HTTP request; {n} in it is its number.", valueName: "method url body"
    )
  )
  var changeRequest: String?

  @Option(
    help: .init(
      """
      A text with {n} that is in the bytes of a response with change n. Then changes are made when \
      they are due, whatever has become of those before; without it, one after the other, each \
      known by whatever is new.
      """, valueName: "text"))
  var changeMarker: String?

  @Option(help: .init("How long a change may take to come everywhere.", valueName: "duration"))
  var changeTimeout = "10s"

  @Flag(help: "Cut all connections at the end, and see everyone come back with what it has.")
  var storm = false

  @Option(
    help: .init("End the test after this time, whatever is under way.", valueName: "duration"))
  var duration: String?

  @Option(help: .init("The server's process, whose CPU and memory are measured.", valueName: "pid"))
  var pid: Int32?

  func fill(_ plan: inout LoadPlan) throws {
    plan.steady = try LoadText.duration(steady, "--steady")
    plan.storms = storm
    plan.duration = try duration.map { try LoadText.duration($0, "--duration") }
    plan.process = pid
    guard changeCommand == nil || changeRequest == nil else {
      throw UsageError("--change-command and --change-request: one change has one cause.")
    }
    guard changeCommand != nil || changeRequest != nil else {
      guard changes == nil, changeMarker == nil else {
        throw UsageError(
          "--changes needs to know how to make one: name --change-command or --change-request.")
      }
      return
    }
    let count = changes ?? 10
    guard (1...1_000_000).contains(count) else {
      throw UsageError("--changes: '\(count)' is not a number from 1 to 1000000.")
    }
    if let changeMarker, !changeMarker.contains("{n}") {
      throw UsageError("--change-marker: without {n} one change looks like the other.")
    }
    let timeout = try LoadText.duration(changeTimeout, "--change-timeout")
    let make: @Sendable (Int) throws(ChangeFailure) -> Void
    if let changeRequest {
      let request = try ChangeRequest(parsing: changeRequest, timeout: timeout)
      make = { (number) throws(ChangeFailure) in try request.make(number) }
    } else {
      let command = ChangeCommand(text: changeCommand ?? "", timeout: timeout)
      make = { (number) throws(ChangeFailure) in try command.make(number) }
    }
    plan.changes = LoadPlan.Changes(
      count: count, interval: try LoadText.duration(changeInterval, "--change-interval"),
      recognition: changeMarker.map { .marker($0) } ?? .anyNews, timeout: timeout, make: make)
  }
}

/// What is said at the end.
struct LoadReportOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "How the report is printed: text or json.")
  var output: OutputFormat = .text

  @Option(help: .init("Write a report with charts as one HTML file, besides.", valueName: "file"))
  var html: String?

  @Flag(help: "Show the progress on stderr even if that is no terminal.")
  var progress = false

  @Option(help: .init("Fail when p99 of the pushes is longer.", valueName: "duration"))
  var maxP99: String?

  @Option(help: .init("Fail when it takes longer until all are configured.", valueName: "duration"))
  var maxConfigured: String?

  @Option(help: .init("Fail when more goes wrong.", valueName: "n"))
  var maxErrors: Int?

  @Option(help: .init("Fail when more responses are superfluous.", valueName: "n"))
  var maxSuperfluous: Int?

  var showsProgress: Bool { progress || ProgressLine.isTerminal }

  func bounds() throws -> LoadBounds {
    var bounds = LoadBounds()
    bounds.p99 = try maxP99.map { try LoadText.duration($0, "--max-p99") }
    bounds.configured = try maxConfigured.map { try LoadText.duration($0, "--max-configured") }
    bounds.failures = maxErrors
    bounds.superfluous = maxSuperfluous
    for (option, value) in [("--max-errors", maxErrors), ("--max-superfluous", maxSuperfluous)] {
      if let value, value < 0 { throw UsageError("\(option): '\(value)' is less than nothing.") }
    }
    return bounds
  }

  /// Writes the report to stdout, and to the file that is named.
  func write(_ report: LoadReport, exceeded: [String]) throws {
    switch output {
    case .text:
      // A server's own words are in it.
      let lines = report.text.split(separator: "\n", omittingEmptySubsequences: false)
      print(lines.map { String($0).printable }.joined(separator: "\n"), terminator: "")
    case .json: print(report.json(exceeded: exceeded).rendered(), terminator: "")
    }
    guard let html else { return }
    try LoadFile.write(report.html(exceeded: exceeded), html, "--html")
  }
}
