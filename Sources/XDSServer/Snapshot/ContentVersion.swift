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
    for index in 0..<16 {
      let value = UInt8(truncatingIfNeeded: bits >> UInt64(60 - 4 * index)) & 0xF
      let digit = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
      if unsafe text.unsafeLoad(fromByteOffset: index, as: UInt8.self) != digit { return false }
    }
    return true
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
