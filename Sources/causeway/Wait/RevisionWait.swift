internal import EnvoyAPI
internal import Glibc

/// Asks a server again and again until everybody has acknowledged a revision.
struct RevisionWait {
  /// What the wait has come to.
  struct Result {
    /// The revision; nil when it could not be learned which is the current one.
    var revision: Int64?
    /// What the server has said of it last; nil when it has said nothing.
    var push: JSONValue?
    /// Why nothing newer is known; nil when the last question was answered.
    var trouble: String?

    /// Whether every proxy that the revision concerns has acknowledged it.
    var isComplete: Bool { trouble == nil && push?["complete"]?.boolValue == true }
  }

  private let client: AdminClient
  private let deadline: ContinuousClock.Instant
  private var result: Result

  /// A wait for a revision, nil for the one that is current when the server first answers.
  init(_ client: AdminClient, for revision: Int64?, timeout: Duration) {
    self.client = client
    deadline = .now.advanced(by: timeout)
    result = Result(revision: revision)
  }

  /// Blocks until the revision is acknowledged or the time is over.
  ///
  /// A server that does not answer may be starting again: it is asked until the end.
  /// - Throws: `CommandFailure` when waiting longer cannot help.
  mutating func run() throws(CommandFailure) -> Result {
    var pause = Duration.milliseconds(20)
    while true {
      do throws(AdminClient.Failure) {
        try ask()
      } catch {
        result.trouble = try transient(error)
      }
      let rest = ContinuousClock.now.duration(to: deadline)
      if result.isComplete || rest <= .zero { return result }
      usleep(UInt32(min(pause, rest) / .microseconds(1)) + 1)
      pause = min(pause * 1.5, .milliseconds(250))
    }
  }

  private mutating func ask() throws(AdminClient.Failure) {
    if result.revision == nil { result.revision = try current() }
    guard let revision = result.revision else {
      result.trouble = "The server has not read its sources yet."
      return
    }
    let push = try get(AdminPath("pushes", String(revision)))
    // A server counts from 1 whenever it starts, so that the number may mean something else now.
    if let seen = result.push, seen["timeMs"] != push["timeMs"] {
      throw .refused(
        status: 410,
        message: """
          Revision \(revision) is not the one that it was: the server has been started again. \
          Look at causeway proxies, and wait again.
          """)
    }
    result.push = push
    result.trouble = nil
  }

  /// The current revision; nil before the first one.
  private func current() throws(AdminClient.Failure) -> Int64? {
    let answer = try get(AdminPath("pushes", query: ["limit": "1"]))
    return answer["revision"]?.integerValue.flatMap { $0 > 0 ? $0 : nil }
  }

  private func get(_ path: AdminPath) throws(AdminClient.Failure) -> JSONValue {
    var client = client
    let rest = ContinuousClock.now.duration(to: deadline)
    // Not less than a second: the last question may be the one that is answered well. Not for ever:
    // a new connection may reach what this one does not.
    client.timeout = min(max(rest, .seconds(1)), .seconds(10))
    return try client.get(path)
  }

  /// What to say if it stays so, when that may pass; else the end of the wait.
  private func transient(_ failure: AdminClient.Failure) throws(CommandFailure) -> String {
    guard case .refused(let status, let message) = failure, status < 500 else {
      return failure.description
    }
    // Not made yet, or forgotten: only the first gets better.
    if status == 404, let revision = result.revision, result.push == nil,
      let answer = try? get(AdminPath("pushes", query: ["limit": "1"])),
      let current = answer["revision"]?.integerValue, current < revision
    {
      return message
    }
    throw CommandFailure(message)
  }
}
