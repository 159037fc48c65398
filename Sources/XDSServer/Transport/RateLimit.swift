internal import Platform

/// How often something may happen: so many times at once, and so many per second for ever.
public struct RateLimit: Hashable, Sendable {
  /// How many times at once.
  public var burst: Int
  /// How many times per second in the long run.
  public var perSecond: Int

  /// A limit.
  public init(burst: Int, perSecond: Int) {
    self.burst = burst
    self.perSecond = perSecond
  }
}

/// What is left of a ``RateLimit``: a token bucket that looks at the time only when it is empty.
///
/// Over a time in which not all was used it lets through up to twice the burst.
struct Allowance {
  private var left: Int
  private var filledAt: Moment

  /// A full one.
  init(_ limit: RateLimit, now: Moment) {
    left = limit.burst
    filledAt = now
  }

  /// Takes `cost`; false if there is not as much.
  mutating func take(_ cost: Int, of limit: RateLimit, now: Moment) -> Bool {
    left -= cost
    guard left < 0 else { return true }
    // An hour fills any bucket, and keeps the product small.
    let seconds = min(.seconds(3600), now - filledAt) / .seconds(1)
    left += min(limit.burst, Int(seconds * Double(limit.perSecond)))
    filledAt = now
    return left >= 0
  }

  /// Gives back, up to a full bucket.
  mutating func give(_ count: Int, of limit: RateLimit) { left = min(limit.burst, left + count) }
}
