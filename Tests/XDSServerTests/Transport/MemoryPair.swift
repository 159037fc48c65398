@testable import XDSServer

/// A server's connection and a client in memory, and a socket between them that takes as much as
/// the test says.
final class MemoryPair {
  let client: ClientSession
  let service = TestService()
  let buffers: SessionBuffers
  let server: GRPCConnection
  /// What the socket has not taken.
  private(set) var backlog = OutputList()
  /// The most bytes that were ever waiting for the socket.
  private(set) var backlogMax = 0
  /// All that the server has sent.
  private(set) var serverBytes: [UInt8] = []

  /// The frames in them.
  var serverFrames: [(type: UInt32, flags: UInt8, stream: Int32, payload: [UInt8])] {
    var frames: [(type: UInt32, flags: UInt8, stream: Int32, payload: [UInt8])] = []
    var rest = serverBytes[...]
    while rest.count >= FrameHeader.byteCount {
      let header = FrameHeader(rest.span.bytes, at: 0)
      rest = rest.dropFirst(FrameHeader.byteCount)
      frames.append(
        (UInt32(header.type), header.flags, header.stream, Array(rest.prefix(header.length))))
      rest = rest.dropFirst(header.length)
    }
    return frames
  }

  init(
    client: ClientSession = ClientSession(),
    configuration: TransportConfiguration = TransportConfiguration()
  ) throws {
    self.client = client
    buffers = SessionBuffers(configuration)
    server = try GRPCConnection(
      id: ConnectionID(slot: 0, generation: 0), peer: .anyLoopbackPort, buffers: buffers)
  }

  func id(_ number: Int32) -> StreamID { StreamID(connection: server.id, number: number) }

  /// Hands bytes to the server, so many at a time.
  func receive(_ bytes: [UInt8], pieces: Int = .max) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieces))
      rest = rest.dropFirst(piece.count)
      try server.receive(piece.span.bytes, service: service)
    }
  }

  /// Lets the socket take at most so many of the server's bytes, and gives them to the client.
  ///
  /// - Returns: the number of bytes.
  @discardableResult
  func flush(room: Int = .max) throws -> Int {
    var room = room
    var moved = 0
    while true {
      let count = min(room, backlog.byteCount)
      let bytes = backlog.take(count)
      serverBytes += bytes
      client.receive(bytes)
      moved += count
      room -= count
      guard backlog.isEmpty else { return moved }
      try server.produce(service: service)
      backlog = buffers.output.detached()
      buffers.output.removeAll()
      backlogMax = max(backlogMax, backlog.byteCount)
      if backlog.isEmpty {
        precondition(!server.session.isHoldingBack, "nothing is sent, and more is held back")
        break
      }
    }
    server.outputWritten(service: service)
    return moved
  }

  /// Lets bytes go both ways until nothing moves any more.
  func settle(pieces: Int = .max) throws {
    while true {
      let output = client.takeOutput()
      try receive(output, pieces: pieces)
      let count = try flush()
      if output.isEmpty, count == 0 { return }
    }
  }
}
