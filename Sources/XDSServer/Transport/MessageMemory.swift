/// Memory in which a loop's streams put messages together that come in pieces.
///
/// A stream has some only while a message comes in: what the last one needed is lent to the next
/// one, whoever's that is. So the ACKs of thousands of clients that repeat a thousand names, one
/// after the other, allocate nothing. Used on the loop's thread.
final class MessageMemory {
  /// Memory that is larger is not kept.
  static let byteCountMax = 128 << 10

  @safe @exclusivity(unchecked) private var spare: [UInt8] = []

  /// Empty memory for so many bytes.
  ///
  /// The spare one only if it is not more than twice as large: a client that sends little must not
  /// get hold of much.
  func take(_ byteCount: Int) -> [UInt8] {
    var memory = spare.capacity <= 2 * byteCount ? exchange(&spare, with: []) : []
    memory.reserveCapacity(byteCount)
    return memory
  }

  /// Takes back memory that nobody needs any more.
  func give(_ memory: inout [UInt8]) {
    guard memory.capacity > spare.capacity, memory.capacity <= Self.byteCountMax else { return }
    memory.removeAll(keepingCapacity: true)
    swap(&spare, &memory)
  }
}
