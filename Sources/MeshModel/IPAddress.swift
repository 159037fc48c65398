/// An IPv4 or IPv6 address, kept as its bits so that two spellings of one address are equal.
public struct IPAddress: Hashable, Sendable {
  /// Which of the two protocols the address belongs to.
  public enum Family: UInt8, Hashable, Sendable {
    /// IPv4, 32 bits.
    case v4
    /// IPv6, 128 bits.
    case v6

    /// How many bits an address has.
    public var bitCount: UInt8 { self == .v4 ? 32 : 128 }
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

extension IPAddress: Comparable {
  /// Orders IPv4 before IPv6, and each by its bits.
  public static func < (left: Self, right: Self) -> Bool {
    (left.family.rawValue, left.high, left.low) < (right.family.rawValue, right.high, right.low)
  }
}

// What an address is for.
extension IPAddress {
  /// Whether it is the address that means "any" (`0.0.0.0`, `::`).
  public var isUnspecified: Bool { high == 0 && low == 0 }

  /// Whether it is one of the host's own (`127.0.0.0/8`, `::1`, and the former mapped into IPv6).
  public var isLoopback: Bool {
    switch family {
    case .v4: low >> 24 == 127
    case .v6: high == 0 && (low == 1 || (isMappedV4 && (low >> 24) & 0xFF == 127))
    }
  }

  /// Whether it is an IPv4 address written as IPv6 (`::ffff:10.0.0.1`).
  public var isMappedV4: Bool { family == .v6 && high == 0 && low >> 32 == 0xFFFF }
}

extension IPAddress: CustomStringConvertible {
  /// The one canonical spelling: dotted for IPv4, RFC 5952 for IPv6.
  public var description: String {
    family == .v4 ? Self.dotted(UInt32(truncatingIfNeeded: low)) : describedAsV6
  }

  private static func dotted(_ bits: UInt32) -> String {
    // At most 15 bytes, which a string holds without an allocation: there is one of these for each
    // endpoint.
    unsafe String(unsafeUninitializedCapacity: 15) { digits in
      var count = 0
      func append(_ byte: UInt32) {
        unsafe digits[count] = UInt8(truncatingIfNeeded: byte)
        count += 1
      }
      for shift: UInt32 in [24, 16, 8, 0] {
        let byte = (bits >> shift) & 0xFF
        if byte >= 100 { append(0x30 + byte / 100) }
        if byte >= 10 { append(0x30 + byte / 10 % 10) }
        append(0x30 + byte % 10)
        if shift > 0 { append(UInt32(UInt8(ascii: "."))) }
      }
      return count
    }
  }

  private var describedAsV6: String {
    // RFC 5952 §5 recommends the mixed form where the prefix is known to hold IPv4 addresses.
    if isMappedV4 { return "::ffff:" + Self.dotted(UInt32(truncatingIfNeeded: low)) }
    let groups = (0..<8).map { index -> UInt64 in
      let half = index < 4 ? high : low
      return (half >> UInt64(48 - 16 * (index % 4))) & 0xFFFF
    }
    guard let zeros = Self.longestZeroRun(groups) else {
      return groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let before = groups[..<zeros.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
    let after = groups[zeros.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    return before + "::" + after
  }

  /// RFC 5952 §4.2: the longest run of two or more zero groups, the first of equals.
  private static func longestZeroRun(_ groups: [UInt64]) -> Range<Int>? {
    var best = 0..<0
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > best.count { best = start..<index }
      start = index + 1
    }
    return best.count >= 2 ? best : nil
  }
}
