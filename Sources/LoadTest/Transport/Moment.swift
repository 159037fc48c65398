internal import Glibc

/// A moment of the monotonic clock, in nanoseconds: cheaper than an `Instant`, and one is needed
/// for every response.
package struct Moment: Comparable, Hashable, Sendable {
  /// Nanoseconds since the machine was started.
  package var nanoseconds: Int64

  /// The present.
  package static var now: Moment { Moment(nanoseconds: read(CLOCK_MONOTONIC)) }

  /// The time that the calling thread has spent on a CPU, in nanoseconds.
  static var threadCPU: Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

  /// The time that a process has spent on CPUs, in nanoseconds; nil if there is none of that
  /// number.
  static func processCPU(_ process: Int32) -> Int64? {
    var clock = clockid_t()
    guard unsafe clock_getcpuclockid(process, &clock) == 0 else { return nil }
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
    return nanoseconds(time)
  }

  /// Waits until then; longer than that if the machine is busy.
  package func wait() {
    var left = nanoseconds - Moment.now.nanoseconds
    while left > 0 {
      var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
      _ = unsafe nanosleep(&time, nil)
      left = nanoseconds - Moment.now.nanoseconds
    }
  }

  package static func < (one: Moment, other: Moment) -> Bool {
    one.nanoseconds < other.nanoseconds
  }

  static func + (moment: Moment, duration: Duration) -> Moment {
    Moment(nanoseconds: moment.nanoseconds + duration.nanoseconds)
  }

  /// The nanoseconds between two moments.
  static func - (one: Moment, other: Moment) -> Int64 { one.nanoseconds - other.nanoseconds }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension Duration {
  /// In nanoseconds; what is longer than three hundred years is that.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return isTooLong ? .max / 2 : whole + attoseconds / 1_000_000_000
  }
}
