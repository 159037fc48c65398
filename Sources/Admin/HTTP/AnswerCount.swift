internal import Platform

/// How many requests the admin API has answered, by status code.
public final class AnswerCount: Sendable {
  private let counts = Lock<[Int: Int]>([:])

  /// None yet.
  public init() {}

  /// The numbers so far; a code that was never answered has no entry.
  public var byCode: [Int: Int] { counts.withLock { $0 } }

  /// Counts an answer.
  func count(_ status: AdminResponse.Status) {
    counts.withLock { $0[status.rawValue, default: 0] += 1 }
  }
}
