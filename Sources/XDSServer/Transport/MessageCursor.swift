/// How far one message of a stream has been put into DATA frames.
struct MessageCursor {
  private let message: OutgoingMessage
  /// The parts of the message: prefix, header, and the elements of the body.
  private var part = 0
  /// The bytes of that part that are gone.
  private var offset = 0
  /// The bytes that are left, gRPC's prefix included.
  private(set) var remaining: Int

  init(_ message: OutgoingMessage) {
    self.message = message
    remaining = message.count + MessageDecoder.prefixByteCount
  }

  /// Moves the next `count` bytes into `output`.
  ///
  /// - Precondition: as many are left.
  mutating func take(_ count: Int, into output: inout OutputList) {
    precondition(count <= remaining, "a message was asked for more bytes than it has")
    remaining -= count
    var left = count
    while left > 0 {
      switch part {
      case 0: advance(message.prefix, &left, into: &output)
      case 1: advance(message.header, &left, into: &output)
      default:
        let shared = message.body[part - 2]
        let range = offset..<min(offset + left, shared.count)
        output.append(shared, range)
        finish(range, of: shared.count, &left)
      }
    }
  }

  private mutating func advance(
    _ bytes: [UInt8], _ left: inout Int, into output: inout OutputList
  ) {
    let range = offset..<min(offset + left, bytes.count)
    output.append(copying: bytes[range])
    finish(range, of: bytes.count, &left)
  }

  private mutating func finish(_ range: Range<Int>, of count: Int, _ left: inout Int) {
    left -= range.count
    offset = range.upperBound
    if offset == count {
      part += 1
      offset = 0
    }
  }
}

extension OutgoingMessage {
  /// "Length-Prefixed-Message → Compressed-Flag Message-Length Message" (gRPC over HTTP2): never
  /// compressed, length in big endian.
  var prefix: [UInt8] {
    let length = UInt32(count)
    return [
      0, UInt8(truncatingIfNeeded: length >> 24), UInt8(truncatingIfNeeded: length >> 16),
      UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
    ]
  }
}
