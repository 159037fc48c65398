internal import Dispatch
internal import Platform

/// The event loops did not answer in time.
public struct LoopsBusy: Error, Hashable, CustomStringConvertible {
  /// How long they were waited for.
  public var waited: Duration

  /// What happened, and what to do.
  public var description: String {
    """
    The xDS event loops had no time to answer within \(waited): they are busy with clients. Ask \
    again.
    """
  }
}

/// A question to every stream of every loop, and the thread that waits for the answers.
///
/// A loop is asked about some streams at a time and serves its clients in between.
final class Survey<Answer: Sendable>: Sendable {
  /// What is asked about a stream; called on the thread of its loop.
  ///
  /// Nil is no answer.
  typealias Question = @Sendable (ServedStream) -> Answer?

  /// Tells the survey that a loop is done, even if the loop stops and drops what it was asked.
  private final class Turn: Sendable {
    let survey: Survey
    init(_ survey: Survey) { self.survey = survey }
    deinit { survey.done.signal() }
  }

  private let question: Question
  private let answers = Lock<[Answer]>([])
  private let isOver = Lock(false)
  private let done = DispatchSemaphore(value: 0)

  private init(_ question: @escaping Question) { self.question = question }

  /// How many streams a loop is asked about at a time: some tens of microseconds.
  private static var streamsPerTurn: Int { 64 }

  /// Asks all loops, and blocks the thread until all have answered; the answers come in no
  /// particular order.
  ///
  /// - Throws: `LoopsBusy` when they have not after `limit`.
  static func ask(
    _ loops: [LoopHandle<DiscoveryService>], within limit: Duration,
    _ question: @escaping Question
  ) throws(LoopsBusy) -> [Answer] {
    let survey = Survey(question)
    for loop in loops {
      let turn = Turn(survey)
      loop.submit { service in
        survey.run(service.streams.ids[...], service, loop, turn)
      }
    }
    let deadline = DispatchTime.now() + limit / .seconds(1)
    for _ in loops where survey.done.wait(timeout: deadline) == .timedOut {
      survey.isOver.withLock { $0 = true }
      throw LoopsBusy(waited: limit)
    }
    return survey.answers.withLock { $0 }
  }

  private func run(
    _ streams: ArraySlice<StreamID>, _ service: DiscoveryService,
    _ loop: LoopHandle<DiscoveryService>, _ turn: Turn
  ) {
    if isOver.withLock({ $0 }) { return }
    let found = streams.prefix(Self.streamsPerTurn).compactMap { id in
      service.streams[id].flatMap(question)
    }
    answers.withLock { $0 += found }
    let rest = streams.dropFirst(Self.streamsPerTurn)
    guard !rest.isEmpty else { return }
    loop.submit { service in self.run(rest, service, loop, turn) }
  }
}
