internal import CListHash

/// A hash of long lists of names, for recognising within this process one that was seen before.
///
/// A client of SotW repeats all its names in every ACK, and hashing them is most of what the ACK of
/// a thousand names costs. The words of a kilobyte are added to keys and multiplied in pairs (NH,
/// RFC 4418 §5.2.2), which takes a sixth of the instructions of ``XXHash64``. The keys are drawn
/// when the process starts, so that nobody outside can look for two lists that are taken for one.
enum ListHash {
  private static let blockSize = Int(CAUSEWAY_LIST_BLOCK)
  private static let keys: [UInt64] = (0..<blockSize / 8).map { _ in .random(in: 0 ... .max) }
  private static let multiplier = UInt64.random(in: 0 ... .max) | 1

  /// The hash of `bytes`: another one in another process.
  ///
  /// - Complexity: O(n), about 64 bytes per dozen instructions.
  static func hash(_ bytes: RawSpan) -> UInt64 {
    var hash = UInt64(bytes.byteCount)
    let (keys, multiplier) = (keys, multiplier)
    for offset in stride(from: 0, to: bytes.byteCount, by: blockSize) {
      let end = min(offset + blockSize, bytes.byteCount)
      let sums = sums(bytes.extracting(offset..<end), keys)
      hash = fold(fold(hash ^ sums.first, multiplier) ^ sums.second, multiplier)
    }
    return hash
  }

  private static func sums(_ block: RawSpan, _ keys: [UInt64]) -> causeway_list_sums {
    unsafe block.withUnsafeBytes { block in
      // Of the keys it reads as many bytes as a block can have, which is how many there are.
      unsafe keys.withUnsafeBytes { keys in
        unsafe causeway_list_sum(block.baseAddress, block.count, keys.baseAddress)
      }
    }
  }

  private static func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }
}
