internal import Glibc

/// The time that something has spent on CPUs, in nanoseconds.
public enum CPUTime {
  /// Of the calling thread.
  public static var ofThread: Int64 { read(CLOCK_THREAD_CPUTIME_ID) ?? 0 }

  /// Of all threads of a process; nil if there is none of that number.
  public static func ofProcess(_ process: Int32) -> Int64? {
    var clock = clockid_t()
    guard unsafe clock_getcpuclockid(process, &clock) == 0 else { return nil }
    return read(clock)
  }

  private static func read(_ clock: clockid_t) -> Int64? {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
