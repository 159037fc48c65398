extension IPAddress {
  /// Reads the text of an IPv4 or IPv6 address, strictly.
  ///
  /// Nil for everything that programs read in different ways: leading zeros in IPv4 (`010.1.1.1` is
  /// octal to some), fewer than four parts, zone identifiers (`fe80::1%eth0`), brackets, spaces
  /// around it.
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8.prefix(Self.longestText + 1))
    guard bytes.count <= Self.longestText, !bytes.isEmpty else { return nil }
    if bytes.contains(UInt8(ascii: ":")) {
      guard let halves = Self.parseV6(&bytes) else { return nil }
      self.init(v6: halves.high, halves.low)
    } else {
      guard let bits = Self.parseV4(bytes[...]) else { return nil }
      self.init(v4: bits)
    }
  }

  /// The length of `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255`.
  private static let longestText = 45

  private static func parseV4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let value = decimal(part, atMost: 255) else { return nil }
      bits = bits << 8 | value
    }
    return bits
  }

  /// A decimal number without sign and without leading zeros.
  static func decimal(_ digits: ArraySlice<UInt8>, atMost limit: UInt32) -> UInt32? {
    guard (1...5).contains(digits.count) else { return nil }
    guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    var value: UInt32 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
    }
    return value <= limit ? value : nil
  }

  /// RFC 4291 §2.2: eight groups; one `::` for any number of zero groups; the last two may be
  /// dotted.
  private static func parseV6(_ bytes: inout [UInt8]) -> (high: UInt64, low: UInt64)? {
    var tail: [UInt16] = []
    if bytes.contains(UInt8(ascii: ".")) {
      guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
        let bits = parseV4(bytes[(colon + 1)...])
      else { return nil }
      tail = [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
      // What stays must read as if two more groups followed: `1:2:` → `1:2`, but `::` stays.
      let keepsColon = colon > 0 && bytes[colon - 1] == UInt8(ascii: ":")
      bytes.removeSubrange((keepsColon ? colon + 1 : colon)...)
      if bytes.isEmpty { return nil }
    }
    var groups: [UInt16]
    if let gap = firstGap(in: bytes) {
      guard let before = parseGroups(bytes[..<gap]), let after = parseGroups(bytes[(gap + 2)...])
      else { return nil }
      let missing = 8 - before.count - after.count - tail.count
      guard missing >= 1 else { return nil }
      groups = before + Array(repeating: 0, count: missing) + after + tail
    } else {
      guard let all = parseGroups(bytes[...]) else { return nil }
      groups = all + tail
    }
    guard groups.count == 8 else { return nil }
    let high = groups[..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    let low = groups[4...].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    return (high, low)
  }

  private static func firstGap(in bytes: [UInt8]) -> Int? {
    bytes.indices.dropLast().first {
      bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
    }
  }

  private static func parseGroups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard (1...4).contains(part.count) else { return nil }
      var value: UInt16 = 0
      for digit in part {
        guard let bits = hexadecimalValue(digit) else { return nil }
        value = value << 4 | bits
      }
      groups.append(value)
    }
    return groups
  }

  private static func hexadecimalValue(_ digit: UInt8) -> UInt16? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(digit - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(digit - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
