internal import Dispatch
internal import Platform
internal import XDSServer

/// The loops of a test and their threads.
final class LoopCrew: Sendable {
  private struct Member: Sendable {
    let mailbox: LoopMailbox
    let status: LoopStatus
    let thread: LoopThread
  }

  private let members: [Member]

  /// Starts the loops, with the clients spread over them.
  init(_ plan: LoadPlan) throws(SystemError) {
    var members: [Member] = []
    for number in 0..<plan.loops {
      let mailbox = try LoopMailbox()
      let status = LoopStatus()
      let indices = Array(stride(from: number, to: plan.clients, by: plan.loops))
      let thread = try LoopThread(name: "load-\(number)") {
        LoadLoop(plan, indices: indices, mailbox, status).run()
      }
      members.append(Member(mailbox: mailbox, status: status, thread: thread))
    }
    self.members = members
  }

  /// What all of them have counted.
  var counters: LoopCounters {
    members.reduce(LoopCounters()) { $0 + $1.status.report.counters }
  }

  /// Whether a change has come to everyone whom it is to come to.
  func isComplete(_ change: Int) -> Bool {
    members.allSatisfy { $0.status.report.changes[change]?.isComplete ?? false }
  }

  /// To how many a change has come, and is to come.
  func progress(of change: Int) -> (arrived: Int, expected: Int) {
    members.reduce((0, 0)) { sum, member in
      guard let open = member.status.report.changes[change] else { return sum }
      return (sum.0 + open.arrived, sum.1 + open.expected)
    }
  }

  /// Has every loop do something, and returns what each says, in their order, when all have
  /// done it.
  @discardableResult
  func each<Answer: Sendable>(_ body: @escaping @Sendable (LoadLoop) -> Answer) -> [Answer] {
    let answers = Lock<[Answer?]>(Array(repeating: nil, count: members.count))
    let all = DispatchGroup()
    for (place, member) in members.enumerated() {
      all.enter()
      member.mailbox.post { loop in
        let answer = body(loop)
        answers.withLock { $0[place] = answer }
        all.leave()
      }
    }
    all.wait()
    return answers.withLock { $0.compactMap(\.self) }
  }

  /// Ends all loops and their connections.
  func end() {
    for member in members { member.mailbox.post { $0.stop() } }
    for member in members { member.thread.join() }
  }
}
