/// The memory that all connections of a loop are read into, one after the other.
@safe final class ReadBuffer {
  private static let capacity = 64 << 10

  /// Owned; freed by `deinit`.
  private let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ReadBuffer.capacity, alignment: 16)

  deinit { unsafe memory.deallocate() }

  var capacity: Int { Self.capacity }

  /// Reads what a socket has.
  func fill(from socket: Socket) -> Socket.Outcome { unsafe socket.read(into: memory) }

  /// Calls `body` with the first bytes.
  func withBytes(_ count: Int, _ body: (RawSpan) -> Void) {
    body(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(memory).prefix(count)))
  }
}
