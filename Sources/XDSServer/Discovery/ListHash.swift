/// A hash of long lists of names, for recognising within this process one that was seen before.
///
/// A client of SotW repeats all its names in every ACK, and hashing them is most of what the ACK of
/// a thousand names costs. Sixteen bytes at a time are added to keys and multiplied in pairs (NH,
/// RFC 4418 §5.2.2), which takes a third of the instructions of ``XXHash64``. The keys are drawn
/// when the process starts, so that nobody outside can look for two lists that are taken for one.
enum ListHash {
  private typealias Words = SIMD4<UInt32>
  private typealias Sums = SIMD2<UInt64>

  private static let wordsSize = 16
  private static let blockSize = wordsSize * 64
  private static let keys: [Words] = (0..<64).map { _ in
    Words(
      .random(in: 0 ... .max), .random(in: 0 ... .max), .random(in: 0 ... .max),
      .random(in: 0 ... .max))
  }
  private static let multiplier = UInt64.random(in: 0 ... .max) | 1

  /// The hash of `bytes`: another one in another process.
  ///
  /// - Complexity: O(n), about 16 bytes per half a dozen instructions.
  static func hash(_ bytes: RawSpan) -> UInt64 {
    var hash = UInt64(bytes.byteCount)
    var rest = bytes
    let (keys, multiplier) = (keys, multiplier)
    while rest.byteCount > 0 {
      let count = min(blockSize, rest.byteCount)
      let sums = sums(rest.extracting(first: count), keys.span)
      hash = fold(fold(hash ^ sums.x, multiplier) ^ sums.y, multiplier)
      rest = rest.extracting(droppingFirst: count)
    }
    return hash
  }

  /// The sums of a block of at most ``blockSize`` bytes.
  private static func sums(_ block: RawSpan, _ keys: Span<Words>) -> Sums {
    var (even, odd) = (Sums.zero, Sums.zero)
    let wholeCount = block.byteCount / wordsSize
    var index = 0
    // Not checked for each of so many: this loop ends with the block, and a block has no more words
    // than there are keys. Any bits can be taken for integers.
    while index &+ 4 <= wholeCount {
      unsafe even &+= product(words(block, index), keys[unchecked: index])
      unsafe odd &+= product(words(block, index &+ 1), keys[unchecked: index &+ 1])
      unsafe even &+= product(words(block, index &+ 2), keys[unchecked: index &+ 2])
      unsafe odd &+= product(words(block, index &+ 3), keys[unchecked: index &+ 3])
      index &+= 4
    }
    while index < wholeCount {
      unsafe even &+= product(words(block, index), keys[unchecked: index])
      index &+= 1
    }
    let tail = block.extracting(droppingFirst: index * wordsSize)
    if tail.byteCount > 0 {
      var last = Words.zero
      for place in 0..<tail.byteCount {
        let byte = unsafe tail.unsafeLoad(fromByteOffset: place, as: UInt8.self)
        last[place / 4] |= UInt32(byte) << UInt32(place % 4 * 8)
      }
      odd &+= product(last, keys[index])
    }
    return even &+ odd
  }

  private static func words(_ block: RawSpan, _ index: Int) -> Words {
    unsafe block.unsafeLoadUnaligned(fromUncheckedByteOffset: index &* wordsSize, as: Words.self)
  }

  /// The products of the first two and of the last two words, each added to its key.
  private static func product(_ words: Words, _ key: Words) -> Sums {
    let sum = words &+ key
    let (even, odd) = (sum.evenHalf, sum.oddHalf)
    return Sums(UInt64(even.x), UInt64(even.y)) &* Sums(UInt64(odd.x), UInt64(odd.y))
  }

  private static func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }
}
