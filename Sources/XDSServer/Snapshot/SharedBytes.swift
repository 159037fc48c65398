/// Immutable bytes that many streams send without copying them.
///
/// A reference: passing it on costs a retain. Safe to use from every thread.
public final class SharedBytes: Sendable {
  /// No bytes.
  static let empty = SharedBytes([])

  /// The bytes.
  public let bytes: [UInt8]

  /// Takes over `bytes`.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The number of bytes.
  public var count: Int { bytes.count }
}
