/// A CIDR block: all addresses that share a prefix.
public struct AddressBlock: Hashable, Sendable {
  /// The first address; the bits beyond the prefix are 0.
  public let base: IPAddress
  /// The length of the prefix: 0…32 for IPv4, 0…128 for IPv6.
  public let prefixLength: UInt8

  /// The block around `base` with the given prefix; bits of `base` beyond it are cleared.
  ///
  /// - Precondition: `prefixLength` is no more than the family has bits.
  public init(base: IPAddress, prefixLength: UInt8) {
    precondition(prefixLength <= base.family.bitCount, "prefix longer than the address")
    self.base = base.masked(toPrefix: prefixLength)
    self.prefixLength = prefixLength
  }

  /// Reads `ADDRESS/LENGTH`; nil when it is anything else.
  ///
  /// `10.1.2.3/8` is read as `10.0.0.0/8`, as Istio reads it.
  public init?(_ text: some StringProtocol) {
    guard let slash = text.lastIndex(of: "/"), let base = IPAddress(text[..<slash]) else {
      return nil
    }
    let digits = Array(text[text.index(after: slash)...].utf8.prefix(4))
    guard
      let length = IPAddress.decimal(digits[...], atMost: UInt32(base.family.bitCount))
    else { return nil }
    self.init(base: base, prefixLength: UInt8(length))
  }

  /// Whether it holds one address only (`/32`, `/128`).
  public var isSingleAddress: Bool { prefixLength == base.family.bitCount }

  /// Whether `address` lies in it; never for an address of the other family.
  public func contains(_ address: IPAddress) -> Bool {
    address.family == base.family && address.masked(toPrefix: prefixLength) == base
  }
}

extension AddressBlock: Comparable, CustomStringConvertible {
  /// Orders by first address, then the wider block first.
  public static func < (left: Self, right: Self) -> Bool {
    (left.base, left.prefixLength) < (right.base, right.prefixLength)
  }

  /// `ADDRESS/LENGTH`.
  public var description: String { "\(base)/\(prefixLength)" }
}

extension IPAddress {
  /// The address with all bits after the first `length` cleared.
  fileprivate func masked(toPrefix length: UInt8) -> IPAddress {
    switch family {
    case .v4:
      // A shift by the full width or more gives 0 in Swift, so /0 needs no case of its own.
      let mask = UInt32.max << (32 - UInt32(length))
      return IPAddress(v4: UInt32(truncatingIfNeeded: low) & mask)
    case .v6:
      let highMask = UInt64.max << (64 - Int(min(length, 64)))
      let lowMask = UInt64.max << (length > 64 ? 128 - Int(length) : 64)
      return IPAddress(v6: high & highMask, low & lowMask)
    }
  }
}
