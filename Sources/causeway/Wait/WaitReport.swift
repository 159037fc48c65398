internal import EnvoyAPI

/// What a wait has come to, for people.
struct WaitReport {
  private let result: RevisionWait.Result
  private let timeout: Duration
  private let clock: Clock

  /// The report on a wait that ended at that time.
  init(_ result: RevisionWait.Result, timeout: Duration, at clock: Clock) {
    self.result = result
    self.timeout = timeout
    self.clock = clock
  }

  /// The line for a revision that everybody has acknowledged.
  var success: String {
    let revision = result.revision ?? 0
    let acknowledged = result.push?["acknowledged"]?.integerValue ?? 0
    let gone = result.push?["gone"]?.integerValue ?? 0
    let rest = gone > 0 ? "; \(gone) gone since" : ""
    return acknowledged == 0
      ? "revision \(revision) concerns no connected proxy\(rest)"
      : "revision \(revision) acknowledged by every connected proxy that it concerns: "
        + "\(acknowledged)\(rest)"
  }

  /// A sentence that says what is missing after the timeout, and a line for each proxy that lags.
  var failure: [String] {
    let revision = result.revision.map { "Revision \($0)" } ?? "The current revision"
    guard let push = result.push else {
      return ["\(revision) is not known to be acknowledged after \(timeout.text). \(trouble)"]
    }
    let lagging = push["lagging"]?.elements ?? []
    let missing = Self.count(push, "pending") + Self.count(push, "rejected")
    var sentence =
      "\(revision) is not acknowledged after \(timeout.text) by \(missing) of "
      + "\(Self.count(push, "proxies")) proxies."
    if missing == 0 { sentence = "\(revision) is not yet taken up after \(timeout.text)." }
    if result.trouble != nil { sentence += " That is what was known last. \(trouble)" }
    return [sentence] + lagging.map { line($0) }
  }

  private var trouble: String { (result.trouble ?? "The server says nothing of it.").printable }

  private func line(_ proxy: JSONValue) -> String {
    let types = proxy.texts("types").joined(separator: ", ")
    let age = clock.age(since: proxy["sinceMs"]?.integerValue).map { " for \($0)" } ?? ""
    let state = [proxy.text("state"), types].filter { !$0.isEmpty }.joined(separator: " ")
    let name = ProxyName.short(of: proxy.text("id"))
    return "  \(name) (\(proxy.text("peer"))), \(state)\(age): \(proxy.text("reason"))".printable
  }

  private static func count(_ push: JSONValue, _ name: String) -> Int64 {
    push[name]?.integerValue ?? 0
  }
}
