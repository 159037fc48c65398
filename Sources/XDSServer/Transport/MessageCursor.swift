/// How far one message of a stream has been put into DATA frames.
struct MessageCursor {
  private let message: OutgoingMessage
  /// The parts of the message: the lead, the header, and the elements of the body.
  private var part: Int32 = 0
  /// The bytes of that part that are gone.
  private var offset = 0
  /// The bytes that are left, gRPC's prefix included.
  private(set) var remaining: Int

  init(_ message: OutgoingMessage) {
    self.message = message
    remaining = message.lead.count + message.shared.count
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
      case 0:
        let range = next(of: message.lead.count, left)
        unsafe message.lead.withBytes(range) { unsafe output.append(copying: $0) }
        finish(range, of: message.lead.count, &left)
      case 1:
        let range = next(of: message.shared.header.count, left)
        output.append(copying: message.shared.header, range)
        finish(range, of: message.shared.header.count, &left)
      default:
        let shared = message.shared.body[Int(part) - 2]
        let range = next(of: shared.count, left)
        output.append(shared, range)
        finish(range, of: shared.count, &left)
      }
    }
  }

  private func next(of count: Int, _ left: Int) -> Range<Int> {
    offset..<min(offset + left, count)
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
