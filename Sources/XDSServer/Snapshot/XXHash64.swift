/// XXH64, the 64-bit hash of the xxHash family with its published constants
/// (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md).
///
/// Chosen because versions must be the same on every replica, machine and release, which Swift's
/// own seeded `Hasher` is not, and because `xxhsum -H64` can check them. It is not cryptographic:
/// whoever can choose a resource's content can make two of them collide, to his own damage only.
package enum XXHash64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// The hash of `bytes`.
  ///
  /// - Complexity: O(n), about 32 bytes per dozen instructions.
  package static func hash(_ bytes: borrowing RawSpan, seed: UInt64 = 0) -> UInt64 {
    let count = bytes.byteCount
    var offset = 0
    var hash: UInt64
    if count >= 32 {
      hash = stripes(bytes, seed: seed)
      offset = count & ~31
    } else {
      hash = seed &+ prime5
    }
    hash &+= UInt64(count)
    while offset + 8 <= count {
      hash ^= round(0, load64(bytes, offset))
      hash = rotate(hash, 27) &* prime1 &+ prime4
      offset += 8
    }
    if offset + 4 <= count {
      hash ^= UInt64(load32(bytes, offset)) &* prime1
      hash = rotate(hash, 23) &* prime2 &+ prime3
      offset += 4
    }
    while offset < count {
      hash ^= UInt64(load8(bytes, offset)) &* prime5
      hash = rotate(hash, 11) &* prime1
      offset += 1
    }
    return avalanche(hash)
  }

  /// The hash of a string's UTF-8.
  static func hash(_ string: String, seed: UInt64 = 0) -> UInt64 {
    let fast = unsafe string.utf8.withContiguousStorageIfAvailable {
      unsafe hash(RawSpan(_unsafeBytes: UnsafeRawBufferPointer($0)), seed: seed)
    }
    if let fast { return fast }
    let copy = Array(string.utf8)
    return unsafe hash(copy.span.bytes, seed: seed)
  }

  /// Spreads every bit of `hash` over all 64.
  static func avalanche(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash ^= hash >> 33
    hash &*= prime2
    hash ^= hash >> 29
    hash &*= prime3
    hash ^= hash >> 32
    return hash
  }

  /// The four lanes over all whole stripes of 32 bytes.
  private static func stripes(_ bytes: borrowing RawSpan, seed: UInt64) -> UInt64 {
    var lane1 = seed &+ prime1 &+ prime2
    var lane2 = seed &+ prime2
    var lane3 = seed
    var lane4 = seed &- prime1
    var offset = 0
    while offset + 32 <= bytes.byteCount {
      lane1 = round(lane1, load64(bytes, offset))
      lane2 = round(lane2, load64(bytes, offset + 8))
      lane3 = round(lane3, load64(bytes, offset + 16))
      lane4 = round(lane4, load64(bytes, offset + 24))
      offset += 32
    }
    var hash = rotate(lane1, 1) &+ rotate(lane2, 7) &+ rotate(lane3, 12) &+ rotate(lane4, 18)
    hash = merge(hash, lane1)
    hash = merge(hash, lane2)
    hash = merge(hash, lane3)
    return merge(hash, lane4)
  }

  private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotate(lane &+ input &* prime2, 31) &* prime1
  }

  private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
    (hash ^ round(0, lane)) &* prime1 &+ prime4
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
  }

  // The loads are checked by RawSpan itself; "unsafe" is only that any bit pattern is taken for
  // an integer, which every bit pattern is.

  private static func load64(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private static func load32(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt32 {
    UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private static func load8(_ bytes: borrowing RawSpan, _ offset: Int) -> UInt8 {
    unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
