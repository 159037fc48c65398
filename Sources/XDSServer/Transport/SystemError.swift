internal import Glibc

/// A call of the system that failed.
struct SystemError: Error, Hashable {
  /// The name of the call.
  var call: String
  /// Its error number.
  var number: Int32

  /// An error; without a number it is that of the call that this thread made last.
  init(_ call: String, _ number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  /// What the system says to that number.
  var text: String { Self.text(number) }

  static func text(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
