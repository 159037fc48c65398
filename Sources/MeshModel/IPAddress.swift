/// An IPv4 or IPv6 address, kept as its bits so that two spellings of one address are equal.
public struct IPAddress: Hashable, Sendable {
  /// Which of the two protocols the address belongs to.
  public enum Family: UInt8, Hashable, Sendable {
    /// IPv4, 32 bits.
    case v4
    /// IPv6, 128 bits.
    case v6
  }

  /// The address family.
  public let family: Family
  /// The upper 64 bits of an IPv6 address; 0 for IPv4.
  public let high: UInt64
  /// The lower 64 bits of an IPv6 address; the 32 bits of an IPv4 address.
  public let low: UInt64

  /// An IPv4 address of its 32 bits in host order (`10.0.0.1` is `0x0A00_0001`).
  public init(v4 bits: UInt32) {
    family = .v4
    high = 0
    low = UInt64(bits)
  }

  /// An IPv6 address of its two halves in host order.
  public init(v6 high: UInt64, _ low: UInt64) {
    family = .v6
    self.high = high
    self.low = low
  }
}
