internal import Glibc

/// What is said to the person at the terminal, beside the data on stdout.
enum StandardError {
  /// Writes `line` and a newline to stderr in one piece, so that lines of two threads do not mix.
  static func write(line: String) { write(line + "\n") }

  /// Writes `text` to stderr in one piece.
  static func write(_ text: String) {
    // `stderr` itself is a global variable of C, which Swift 6 does not let several threads name.
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}
