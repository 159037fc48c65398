internal import Glibc

/// A call of the system that failed.
package struct SystemError: Error, Hashable {
  /// The name of the call.
  package var call: String
  /// Its error number.
  package var number: Int32

  /// An error; without a number it is that of the call that this thread made last.
  package init(_ call: String, _ number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  /// What the system says to that number.
  package var text: String { Self.text(number) }

  static func text(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
