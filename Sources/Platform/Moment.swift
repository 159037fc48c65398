public import Glibc

/// A moment of the clock that goes on while the system sleeps, which nobody sets: as
/// `ContinuousClock.Instant`, in eight bytes and without calls into the standard library, because
/// every connection and stream keeps some of them and looks at them for every frame.
@frozen
public struct Moment: Hashable, Comparable, Sendable {
  /// Nanoseconds since the system has started.
  @usableFromInline let nanoseconds: Int64

  @inlinable
  init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// What the clock says.
  @inlinable
  public static var now: Moment {
    var time = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Whether one comes before the other.
  @inlinable
  public static func < (left: Moment, right: Moment) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The time from `right` to `left`.
  @inlinable
  public static func - (left: Moment, right: Moment) -> Duration {
    .nanoseconds(left.nanoseconds - right.nanoseconds)
  }

  /// The nanoseconds from this one to another one.
  @inlinable
  public func nanoseconds(to other: Moment) -> Int64 { other.nanoseconds - nanoseconds }

  /// The moment so much later; the last one there is if that is 300 years away.
  public static func + (left: Moment, right: Duration) -> Moment {
    let (seconds, attoseconds) = right.components
    let (product, isFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isTooFar) = product.addingReportingOverflow(
      left.nanoseconds + attoseconds / 1_000_000_000)
    if isFar || isTooFar { return Moment(nanoseconds: seconds < 0 ? .min : .max) }
    return Moment(nanoseconds: sum)
  }

  /// The moment so much earlier.
  public static func - (left: Moment, right: Duration) -> Moment { left + (.zero - right) }

  /// Makes it so much later.
  public static func += (left: inout Moment, right: Duration) { left = left + right }

  /// The moment so much later.
  public func advanced(by duration: Duration) -> Moment { self + duration }

  /// The time from this one to another one.
  public func duration(to other: Moment) -> Duration { other - self }
}
