internal import FoundationEssentials

/// The time of day, as the admin API tells it.
struct Clock: Sendable {
  /// Milliseconds since 1970, in UTC.
  let milliseconds: Int64

  /// The present moment.
  static var now: Clock { Clock(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }

  /// How long ago that was, as people read it; nil for nil.
  func age(since moment: Int64?) -> String? {
    moment.map { Duration.milliseconds(milliseconds - $0).age }
  }
}
