internal import CLinux
internal import Glibc
internal import Platform
internal import XDSServer

/// A pipe that carries no bytes: closing its writing end wakes everyone who waits for its reading
/// end.
///
/// Used both ways: the server closes one to stop its threads, and the last thread to end closes the
/// other.
struct Pipe: ~Copyable {
  /// One end; closed with the last reference to it.
  final class End: Sendable {
    /// The file descriptor; owned, closed exactly once.
    let descriptor: Int32

    fileprivate init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  /// Becomes readable (it hangs up) when the writing end is closed.
  let reading: End
  /// To be closed.
  let writing: End

  /// A new pipe.
  init() throws(SystemError) {
    var ends: (Int32, Int32) = (-1, -1)
    let code = unsafe withUnsafeMutablePointer(to: &ends) {
      unsafe $0.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe pipe($0) }
    }
    guard code == 0 else { throw SystemError("pipe") }
    reading = End(owning: ends.0)
    writing = End(owning: ends.1)
    for end in [ends.0, ends.1] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
}

/// Why a wait is over.
enum Wakeup {
  /// The descriptor is ready.
  case ready
  /// The pipe hung up.
  case stopped
  /// The deadline has passed.
  case deadlineReached
}

/// Waits until `descriptor` is ready for `events`, `stop` hangs up, or `deadline` (if any) has
/// passed.
func wait(
  for descriptor: Int32, events: Int32, stop: Pipe.End, deadline: ContinuousClock.Instant?
) -> Wakeup {
  var descriptors = [
    pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
    pollfd(fd: descriptor, events: Int16(events), revents: 0),
  ]
  while true {
    var timeoutMs: Int32 = -1
    if let deadline {
      let rest = ContinuousClock.now.duration(to: deadline)
      guard rest > .zero else { return .deadlineReached }
      // Rounded up: with 0 the last millisecond would be spent spinning.
      timeoutMs = Int32(clamping: Int64(rest / .milliseconds(1)) + 1)
    }
    let count = unsafe poll(&descriptors, nfds_t(descriptors.count), timeoutMs)
    if count > 0 { return descriptors[0].revents != 0 ? .stopped : .ready }
    precondition(count == 0 || errno == EINTR, "poll failed: \(errno)")
  }
}
