import ArgumentParser
internal import LoadTest
internal import XDSServer

/// `causeway load`.
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Test any xDS server with thousands of simulated Envoys.",
    discussion: """
      Each behaves as a real Envoy: it asks for clusters, then for the endpoints of each, then for \
      listeners and their routes, and acknowledges every response. The table at the end says how \
      long that took, how long changes took from the moment they were planned, and what it cost \
      the server. Exit code 1 means that the server could not be tested, or a --max bound was \
      exceeded.

      Example:
        causeway load --clients 5000 --steady 10s --pid $(pgrep -x causeway)
        causeway load 127.0.0.1:18000 --clients 1000 --delta --node-size full \\
          --changes 20 --change-interval 500ms --change-command './change {n}' \\
          --max-p99 50ms --max-configured 2s --max-errors 0 --max-superfluous 0
        causeway load --changes 10 --change-request 'POST http://127.0.0.1:8080/scale {"n": {n}}' \\
          --change-marker 'replica-{n}' --html report.html
      """)

  @Argument(help: .init("The server.", valueName: "host:port"))
  var target = "127.0.0.1:15010"

  @Option(help: .init("How many Envoys are simulated.", valueName: "n"))
  var clients = 100

  @Flag(help: "The variant of the protocol.")
  var variant = LoadVariant.sotw

  @Flag(help: "One stream for all types, or one for each.")
  var streams = LoadStreams.ads

  @Option(help: .init("Event loops, each a thread.", valueName: "n"))
  var loops = 1

  @OptionGroup(title: "Who they are") var identity: LoadIdentityOptions
  @OptionGroup(title: "How they connect") var connecting: LoadConnectionOptions
  @OptionGroup(title: "How they behave") var behaviour: LoadBehaviourOptions
  @OptionGroup(title: "What happens") var phases: LoadPhaseOptions
  @OptionGroup(title: "What is reported") var reporting: LoadReportOptions

  func run() throws {
    let bounds = try reporting.bounds()
    let plan = try plan()
    let progress = reporting.showsProgress ? ProgressLine() : nil
    let test = LoadTest(plan) { line in progress?.show(line) }
    // The first signal ends the test with what was measured, a second one the process. A terminal
    // that is closed ends it, too.
    let signals = SignalSource { _ in test.stop() }
    let report: LoadReport
    do throws(LoadTest.Problem) {
      report = try withExtendedLifetime(signals) { () throws(LoadTest.Problem) in try test.run() }
    } catch {
      progress?.clear()
      throw CommandFailure(error.description)
    }
    progress?.clear()
    let exceeded = bounds.exceeded(by: report)
    try reporting.write(report, exceeded: exceeded)
    for sentence in exceeded { StandardError.write(line: "causeway: \(sentence)".printable) }
    if !exceeded.isEmpty { throw ExitCode.failure }
  }

  /// What is to be done, put together from all options.
  func plan() throws -> LoadPlan {
    let host = try HostAndPort(parsing: target)
    guard host.port != 0 else {
      throw UsageError("'\(target)': port 0 is nowhere; name the real port.")
    }
    guard (1...1_000_000).contains(clients) else {
      throw UsageError("--clients: '\(clients)' is not a number from 1 to 1000000.")
    }
    guard (1...256).contains(loops) else {
      throw UsageError("--loops: '\(loops)' is not a number from 1 to 256.")
    }
    var plan = LoadPlan(target: .anyLoopbackPort, authority: host.description)
    plan.clients = clients
    plan.loops = min(loops, clients)
    plan.isDelta = variant == .delta
    plan.isAggregated = streams == .ads
    try behaviour.fill(&plan)
    try phases.fill(&plan)
    try identity.fill(&plan)
    try connecting.fill(&plan, host)
    return plan
  }
}

/// `--sotw` or `--delta`.
enum LoadVariant: String, EnumerableFlag {
  case sotw
  case delta
}

/// `--ads` or `--separate`.
enum LoadStreams: String, EnumerableFlag {
  case ads
  case separate
}
