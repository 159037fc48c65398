/// A hash of a resource's or a type's content, printed as 16 hexadecimal digits.
///
/// The same content gives the same version on every replica and after every restart.
public struct ContentVersion: Hashable, Sendable {
  /// The 64 bits.
  public var bits: UInt64

  /// The version of those bits.
  public init(bits: UInt64) { self.bits = bits }

  /// The version of content that is encoded as `bytes`: their XXH64.
  public init(hashing bytes: borrowing RawSpan) { bits = XXHash64.hash(bytes) }

  /// The version of content that is encoded as `bytes`: their XXH64.
  public init(hashing bytes: [UInt8]) { bits = unsafe XXHash64.hash(bytes.span.bytes) }

  /// The version that those 16 hexadecimal digits print; nil for any other text.
  public init?(_ hexadecimal: some StringProtocol) {
    guard hexadecimal.utf8.count == 16, hexadecimal.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let bits = UInt64(hexadecimal, radix: 16)
    else { return nil }
    self.bits = bits
  }

  /// 16 hexadecimal digits, lower-case.
  public var hexadecimal: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

extension ContentVersion {
  /// Whether the bytes are the 16 digits.
  func isWritten(_ text: RawSpan) -> Bool {
    guard text.byteCount == 16 else { return false }
    // "Unsafe" is only that any eight bytes are taken for a number, which they are.
    let first = unsafe text.unsafeLoadUnaligned(as: UInt64.self)
    let second = unsafe text.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    return UInt64(littleEndian: first) == Self.digits(of: bits >> 32)
      && UInt64(littleEndian: second) == Self.digits(of: bits & 0xFFFF_FFFF)
  }

  /// The eight digits of a number of 32 bits as text, the first one in the lowest byte.
  private static func digits(of number: UInt64) -> UInt64 {
    // Each digit into a byte of its own, all eight at once.
    var digits = (number | number << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    // A digit above 9 has this bit once 6 is added to it.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let toLetter = UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10)
    return (digits &+ 0x3030_3030_3030_3030 &+ letters &* toLetter).byteSwapped
  }
}

extension ContentVersion: CustomStringConvertible {
  /// The 16 digits.
  public var description: String { hexadecimal }
}

/// The content of a set of named resources, summed up in 64 bits so that taking one resource out
/// or exchanging it costs two additions, however many there are.
///
/// A sum of well-mixed hashes does not depend on the order, so two replicas that came to the same
/// set by different ways say the same version.
struct ContentSum: Hashable, Sendable {
  private var bits: UInt64 = 0

  /// The empty set.
  init() {}

  /// The set of those resources.
  init(_ resources: some Sequence<Resource>) {
    for resource in resources { insert(resource.fingerprint) }
  }

  /// Adds a resource that is not in the set.
  mutating func insert(_ resource: Resource.Fingerprint) { bits &+= resource.bits }

  /// Takes out a resource that is in the set.
  mutating func remove(_ resource: Resource.Fingerprint) { bits &-= resource.bits }

  /// The version of the set: what a response says as `version_info`.
  var version: ContentVersion { ContentVersion(bits: XXHash64.avalanche(bits ^ Self.salt)) }

  /// Sets the versions of sets apart from those of single resources; any constant does.
  private static let salt: UInt64 = 0x6361_7573_6577_6179
}
