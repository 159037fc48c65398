internal import XDSServer

/// What all connections of a loop use in turn, so that none of them has it for itself.
@safe final class LoopBuffers {
  /// How much is read at a time.
  private static let readBytes = 256 << 10
  /// The gathering places that are kept for the next message.
  private static let sparesMax = 4

  /// What the connection in use wants to send; empty between connections.
  var output: [UInt8] = []
  /// The request that is being put together; empty between requests.
  var request: [UInt8] = []
  let headers = HeaderDecoder()
  let tls = TLSClientBuffers()
  /// Places in which messages are gathered, that are free.
  private var spares: [[UInt8]] = []
  /// Owned; freed by `deinit`.
  private let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: LoopBuffers.readBytes, alignment: 16)

  deinit { unsafe memory.deallocate() }

  /// Reads what a socket has, and calls `body` with it.
  func read(_ socket: Socket, _ body: (RawSpan) -> Void) -> Socket.Outcome {
    let outcome = unsafe socket.read(into: memory)
    if case .bytes(let count) = outcome {
      body(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(memory).prefix(count)))
    }
    return outcome
  }

  /// Whether a socket that gave so many bytes is likely to have more.
  static func isFull(_ count: Int) -> Bool { count == readBytes }

  /// How large a place is made, and kept, for what a server has only announced.
  private static let spareBytesMax = 4 << 20

  /// An empty place for a message of that many bytes.
  func takeSpare(_ byteCount: Int) -> [UInt8] {
    var spare = spares.popLast() ?? []
    spare.reserveCapacity(min(byteCount, Self.spareBytesMax))
    return spare
  }

  /// Gives a place back.
  func giveBack(_ place: consuming [UInt8]) {
    guard spares.count < Self.sparesMax, place.capacity <= 2 * Self.spareBytesMax else { return }
    place.removeAll(keepingCapacity: true)
    spares.append(place)
  }
}
