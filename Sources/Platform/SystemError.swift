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

  /// What the system says to that number, for the middle of a sentence.
  package var text: String { Self.text(number) }

  /// What the system says to an error number, for the middle of a sentence.
  package static func text(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    let words = unsafe String(cString: text)
    // An abbreviation at the beginning stays as it is.
    guard words.dropFirst().first?.isUppercase != true else { return words }
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
