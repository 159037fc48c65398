internal import Glibc

/// The time of day of what was measured by the monotonic clock.
package enum WallClock {
  /// What must be added to the milliseconds since this process knows time, to get those since 1970.
  private static let anchor = Moment.now
  private static let offset = Lock<Int64?>(nil)

  /// Milliseconds since 1970, in UTC.
  ///
  /// The same for the same moment as long as nobody sets the system's clock.
  package static func milliseconds(of moment: Moment) -> Int64 {
    let now = sinceAnchor(.now)
    let measured = systemMilliseconds() - now
    let offset = offset.withLock { known -> Int64 in
      // Two clocks are never read at the same time; what differs by less is the same.
      if let known, abs(known - measured) < 100 { return known }
      known = measured
      return measured
    }
    return offset + sinceAnchor(moment)
  }

  private static func sinceAnchor(_ moment: Moment) -> Int64 {
    let (seconds, attoseconds) = (moment - anchor).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }

  private static func systemMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
