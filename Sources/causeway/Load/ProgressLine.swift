internal import Glibc
internal import Platform

/// A line on stderr that is written again and again; where that is no terminal, a line each time.
final class ProgressLine: Sendable {
  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private let isShown = Lock(false)

  /// Shows a line in place of the last one.
  func show(_ line: String) {
    guard Self.isTerminal else { return StandardError.write(line: line) }
    isShown.withLock { $0 = true }
    StandardError.write("\r\u{1B}[K\(line)")
  }

  /// Takes the line away.
  func clear() {
    isShown.withLock { isShown in
      if isShown { StandardError.write("\r\u{1B}[K") }
      isShown = false
    }
  }
}
