internal import CLinux
internal import Glibc
package import Platform

/// A thread of the system that runs one function and ends.
package struct LoopThread: Sendable {
  private final class Start: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  private let thread: pthread_t

  /// Starts the thread; `ps -L` shows the first 15 bytes of its name.
  package init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var thread = pthread_t()
    let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
    let code = unsafe pthread_create(
      &thread, nil, { unsafe LoopThread.run($0) }, start.toOpaque())
    guard code == 0 else {
      unsafe start.release()
      throw SystemError("pthread_create", code)
    }
    self.thread = thread
  }

  private static func run(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start = unsafe start else { return nil }
    // Signals belong to the main thread: here they would only interrupt calls.
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    let body = unsafe Unmanaged<Start>.fromOpaque(start).takeRetainedValue()
    unsafe causeway_name_thread(body.name)
    body.body()
    return nil
  }

  /// Waits until the thread has ended.
  ///
  /// To be called once.
  package func join() { _ = pthread_join(thread, nil) }
}
