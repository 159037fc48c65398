internal import Glibc
package import Platform

/// Why something could not be kept.
public struct StorageError: Error, Hashable, Sendable {
  /// The file or folder that was to be written.
  public var path: String
  /// The call that failed.
  package var cause: SystemError

  /// Whether there is no room, so that the same may succeed when there is.
  public var isFull: Bool { cause.number == ENOSPC || cause.number == EDQUOT }
}

extension StorageError: CustomStringConvertible {
  /// A sentence for people.
  public var description: String { "\(path) cannot be written (\(cause.call)): \(cause.text)." }
}
