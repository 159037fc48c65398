/// Cuts the DATA of one stream into gRPC messages.
///
/// Holds at most one message that has not arrived completely, and of it only what has arrived.
struct MessageDecoder {
  /// Compressed-Flag and Message-Length.
  static let prefixByteCount = 5

  /// How many times as much memory as has arrived is asked for when a message begins.
  ///
  /// So the 54 kB of an ACK in frames of 16 kB have their place at once, and who only announces
  /// much takes nothing. ``MessageMemory`` gives at most twice that.
  private static let reservationRatio = 4

  /// Why the rest of the stream cannot be read.
  enum Problem: Error, Hashable {
    /// The compressed flag is set, and no compression was agreed on.
    case compressed
    /// The flag is neither 0 nor 1.
    case reservedFlag(UInt8)
    /// The message is longer than allowed.
    case tooLong(byteCount: Int)
  }

  /// Prefix and content of the message that has begun; empty between messages.
  private var partial: [UInt8] = []
  /// Prefix and content together; 0 until the prefix has arrived.
  private var partialByteCountExpected = 0

  /// The memory that waits for the rest of a message; 0 between messages.
  var bufferedByteCount: Int { partial.count }

  /// The message that `chunk` is, from its beginning to its end; nil when it is anything else.
  @_lifetime(copy chunk)
  static func onlyMessage(in chunk: RawSpan, bytesMax: Int) -> RawSpan? {
    guard chunk.byteCount >= prefixByteCount,
      let end = try? messageEnd(of: chunk, bytesMax: bytesMax), end == chunk.byteCount
    else { return nil }
    return chunk.extracting(droppingFirst: prefixByteCount)
  }

  /// Takes the next bytes and hands every message that is complete to `deliver`, until that returns
  /// false.
  ///
  /// A message that lies in `chunk` entirely is not copied; others are put together in `memory`.
  mutating func receive(
    _ chunk: RawSpan, bytesMax: Int, in memory: MessageMemory, deliver: (RawSpan) -> Bool
  ) throws(Problem) {
    var rest = chunk
    while rest.byteCount > 0 {
      if partial.isEmpty, rest.byteCount >= Self.prefixByteCount {
        let end = try Self.messageEnd(of: rest, bytesMax: bytesMax)
        guard end > rest.byteCount else {
          let message = rest.extracting(Self.prefixByteCount..<end)
          rest = rest.extracting(droppingFirst: end)
          guard deliver(message) else { return }
          continue
        }
        partialByteCountExpected = end
        // All of it at once, unless that is far more than the client has sent.
        partial = memory.take(min(end, rest.byteCount * Self.reservationRatio))
      }
      let wanted =
        partialByteCountExpected == 0 ? Self.prefixByteCount : partialByteCountExpected
      let piece = rest.extracting(first: wanted - partial.count)
      rest = rest.extracting(droppingFirst: piece.byteCount)
      unsafe piece.withUnsafeBytes { unsafe partial.append(contentsOf: $0) }
      if partialByteCountExpected == 0, partial.count == Self.prefixByteCount {
        partialByteCountExpected = try unsafe Self.messageEnd(
          of: partial.span.bytes, bytesMax: bytesMax)
      }
      guard partial.count == partialByteCountExpected else { continue }
      var message = exchange(&partial, with: [])
      partialByteCountExpected = 0
      let goesOn = unsafe deliver(
        message.span.bytes.extracting(droppingFirst: Self.prefixByteCount))
      memory.give(&message)
      guard goesOn else { return }
    }
  }

  /// Where the message that begins with that prefix ends.
  private static func messageEnd(of bytes: RawSpan, bytesMax: Int) throws(Problem) -> Int {
    let flag = unsafe bytes.unsafeLoad(as: UInt8.self)
    let length = unsafe Int(
      UInt32(
        bigEndian: bytes.unsafeLoadUnaligned(
          fromByteOffset: 1, as: UInt32.self)))
    guard flag <= 1 else { throw .reservedFlag(flag) }
    guard flag == 0 else { throw .compressed }
    guard length <= bytesMax else { throw .tooLong(byteCount: length) }
    return prefixByteCount + length
  }
}
