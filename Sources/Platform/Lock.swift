#if TSAN
  internal import Glibc

  /// A value that one thread at a time may touch.
  ///
  /// ThreadSanitizer understands pthread's mutexes and not those of `Synchronization`, so that a
  /// build with `-DTSAN` uses the former; the two halves behave the same.
  @safe package final class Lock<Value: ~Copyable>: @unchecked Sendable {
    // @unchecked: `value` is touched by the holder of `mutex` only.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// A lock around `value`.
    package init(_ value: consuming sending Value) {
      unsafe mutex = .allocate(capacity: 1)
      unsafe mutex.initialize(to: pthread_mutex_t())
      unsafe pthread_mutex_init(mutex, nil)
      self.value = value
    }

    deinit {
      unsafe pthread_mutex_destroy(mutex)
      unsafe mutex.deallocate()
    }

    /// Runs `body` while no other thread runs one on this lock.
    package func withLock<Result: ~Copyable>(_ body: (inout Value) -> Result) -> Result {
      unsafe pthread_mutex_lock(mutex)
      defer { unsafe pthread_mutex_unlock(mutex) }
      return body(&value)
    }
  }
#else
  package import Synchronization

  /// A value that one thread at a time may touch.
  package final class Lock<Value: ~Copyable>: Sendable {
    @usableFromInline package let mutex: Mutex<Value>

    /// A lock around `value`.
    @inlinable
    package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Runs `body` while no other thread runs one on this lock.
    @inlinable
    package func withLock<Result: ~Copyable>(
      _ body: (inout sending Value) -> sending Result
    ) -> sending Result {
      mutex.withLock(body)
    }
  }
#endif
