internal import Glibc

/// A call of the system that failed.
struct SystemFailure: Error {
  /// Its name.
  var call: String
  /// `errno`.
  var number: Int32

  /// The call failed just now: nothing may come between it and this.
  init(_ call: String) {
    number = errno
    self.call = call
  }

  /// What the system says about it.
  var reason: String { unsafe String(cString: strerror(number)) }
}
