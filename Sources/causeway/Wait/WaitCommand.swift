import ArgumentParser
internal import EnvoyAPI

/// `causeway wait`.
struct WaitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until every Envoy has acknowledged a revision.",
    discussion: """
      Returns when every connected Envoy that the revision concerns has accepted it; then none of \
      them is at work with what it replaced. Without --revision it is the one that is current when \
      the wait begins. After the timeout it lists who lags and why, and exits 1.

      A change of a file is no revision before the server has read it, which takes a moment: \
      register and deregister say which revision they have made.

      Example:
        causeway wait --timeout 1m30s
        causeway register reviews 10.128.0.14 9080 && causeway wait
      """)

  @Option(help: "The revision; one that is not made yet is waited for.")
  var revision: Int64?

  @Option(help: .init("How long to wait: 500ms, 30s, 1m30s, …", valueName: "duration"))
  var timeout: String = "30s"

  @Option(
    name: .shortAndLong, help: "How the revision is printed at the end: text or json.")
  var output: OutputFormat = .text

  @OptionGroup var server: AdminOptions

  func run() throws {
    if let revision, revision < 1 { throw UsageError("--revision: revisions count from 1.") }
    let timeout: Duration
    do {
      timeout = try Duration(parsing: self.timeout)
    } catch {
      throw UsageError("--timeout: \(error)")
    }
    var wait = RevisionWait(try server.client(), for: revision, timeout: timeout)
    let result = try wait.run()
    let report = WaitReport(result, timeout: timeout, at: .now)
    if output == .json, let push = result.push { print(push.rendered(), terminator: "") }
    guard !result.isComplete else {
      if output == .text { print(report.success) }
      return
    }
    for (index, line) in report.failure.enumerated() {
      StandardError.write(line: index == 0 ? "causeway: \(line)" : line)
    }
    throw ExitCode.failure
  }
}
