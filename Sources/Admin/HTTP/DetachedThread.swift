internal import CLinux
internal import Glibc

/// Runs `body` on a thread of its own, which nobody joins; false when the system gives no more
/// threads.
///
/// Threads of our own, because they block: on those of Swift's concurrency they would hold up
/// everything else.
func startDetachedThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  var attributes = pthread_attr_t()
  unsafe pthread_attr_init(&attributes)
  defer { unsafe pthread_attr_destroy(&attributes) }
  unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  let context = unsafe Unmanaged.passRetained(ThreadBody(run: body))
  var thread = pthread_t()
  let code = unsafe pthread_create(
    &thread, &attributes,
    { context in
      // The reference that was passed on; there is no call without it.
      guard let context = unsafe context else { return nil }
      unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }, context.toOpaque())
  if code != 0 { unsafe context.release() }
  return code == 0
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) { self.run = run }
}
