internal import Glibc
package import Platform

/// Why a server could not start.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence that says what happened, to which address, and what to do.
  public let description: String
  /// The address that was asked for.
  public let address: SocketAddress
  /// The system's error number.
  public let errorNumber: Int32

  package init(_ error: SystemError, listeningOn address: SocketAddress) {
    self.address = address
    errorNumber = error.number
    let advice =
      switch error.number {
      case EADDRINUSE:
        "another process listens there. Stop it, or choose another port."
      case EADDRNOTAVAIL:
        "this host has no such address. Choose one that it has, or 0.0.0.0 for all of them."
      case EACCES:
        "this user may not. Choose a port above 1023."
      case EMFILE, ENFILE:
        "there are too many open files. Raise the limit (ulimit -n)."
      default:
        "\(error.call) failed: \(error.text)."
      }
    description = "Cannot listen on \(address): \(advice)"
  }
}
