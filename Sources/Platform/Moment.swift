public import Glibc

/// A moment of the clock that goes on while the system sleeps, which nobody sets: as
/// `ContinuousClock.Instant`, in eight bytes and without calls into the standard library, because
/// every connection and stream keeps some of them and looks at them for every frame.
@frozen
public struct Moment: Hashable, Comparable, Sendable {
  /// Nanoseconds since the system has started.
  public let nanoseconds: Int64

  /// So many nanoseconds after the system has started.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

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
    let (distance, isFarther) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    let (sum, isTooFar) = left.nanoseconds.addingReportingOverflow(distance)
    if isFar || isFarther || isTooFar { return Moment(nanoseconds: seconds < 0 ? .min : .max) }
    return Moment(nanoseconds: sum)
  }

  /// The moment so much earlier.
  public static func - (left: Moment, right: Duration) -> Moment { left + (.zero - right) }

  /// Makes it so much later.
  public static func += (left: inout Moment, right: Duration) { left = left + right }

  /// Waits until then, or longer if the machine is busy; blocks its thread.
  public func wait() {
    while case let left = Moment.now.nanoseconds(to: self), left > 0 {
      var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      _ = unsafe nanosleep(&time, nil)
    }
  }
}
