import CLinux
import Glibc
import Platform
import TestCertificates

@testable import XDSServer

/// A gRPC client on a blocking socket of 127.0.0.1, for tests of the whole server.
///
/// Every wait ends after `timeout` by throwing, so that a test fails rather than hangs.
final class TestClient {
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  let session: ClientSession
  private let descriptor: Int32
  private let tls: TLSSession?
  private let tlsContext: TestTLSContext?
  /// What is to be encrypted as soon as the handshake is over.
  private var unsealed = OutputList()
  /// Whether the server has closed the connection.
  private(set) var isClosedByServer = false
  /// The bytes that came from the server.
  private(set) var bytesReceived = 0
  /// The first of them.
  private(set) var firstBytes: [UInt8] = []

  /// The last of them.
  private(set) var lastBytes: [UInt8] = []

  private let address: SocketAddress
  private var isOpen = true
  /// Whether only the test sends, and the session does not.
  var isSessionMute = false

  /// Connects, and says nothing yet, but what TLS says if there is a context for it.
  init(
    _ address: SocketAddress, session: ClientSession = ClientSession(),
    tls context: TestTLSContext? = nil, receiveBufferBytes: Int32? = nil,
    connectsAtOnce: Bool = true
  ) throws {
    self.session = session
    tlsContext = context
    tls = context.flatMap { TLSSession(context: $0.raw, buffers: TLSBuffers()) }
    self.address = address
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    if connectsAtOnce { try connect() }
  }

  deinit { disconnect() }

  /// Connects, if `init` was told not to.
  func connect() throws {
    let code = address.withSystemAddress { Glibc.connect(descriptor, $0, $1) }
    guard code == 0 else { throw Problem(description: "connect: \(SystemError.text(errno))") }
    try openSealed([])
  }

  /// Closes the connection.
  func disconnect() {
    if isOpen { close(descriptor) }
    isOpen = false
  }

  /// Opens a call; the request leaves at once.
  func open(_ path: String, _ fields: [(String, String)] = []) throws -> Int32 {
    let number = session.open(path, fields)
    try flush()
    return number
  }

  /// Sends a message on a call.
  func send(_ message: [UInt8], on number: Int32) throws {
    session.send(message, on: number)
    try flush()
  }

  /// Says that no more messages come.
  func finish(_ number: Int32) throws {
    session.finish(number)
    try flush()
  }

  func reset(_ number: Int32) throws {
    session.reset(number)
    try flush()
  }

  /// The message of that index on a call, counted from 0 from the call's beginning.
  func message(_ index: Int, on number: Int32, timeout: Duration = .seconds(20)) throws -> [UInt8] {
    try wait("message \(index)", timeout: timeout) {
      (session.streams[number]?.messages.count ?? 0) > index || isOver(number)
    }
    guard let messages = session.streams[number]?.messages, messages.count > index else {
      throw Problem(
        description: "The call ended before message \(index), with status \(statusText(number)).")
    }
    return messages[index]
  }

  /// Waits until the call is over and gives its `grpc-status`; nil if there was none.
  func status(of number: Int32, timeout: Duration = .seconds(20)) throws -> Int? {
    try wait("the end of the call", timeout: timeout) { isOver(number) }
    return session.streams[number]?.status
  }

  /// Reads for that long, to see that nothing comes.
  func listen(for duration: Duration) throws {
    let end = Moment.now + duration
    while !isClosedByServer, Moment.now < end {
      _ = try readSome(until: end)
      try flush()
    }
  }

  /// Reads until `condition` holds.
  func wait(
    _ what: String, timeout: Duration = .seconds(20), until condition: () -> Bool
  ) throws {
    let end = Moment.now + timeout
    try flush()
    while !condition() {
      guard !isClosedByServer else {
        throw Problem(description: "The server closed the connection instead of \(what).")
      }
      guard try readSome(until: end) else {
        throw Problem(description: "\(what) did not come within \(timeout).")
      }
      try flush()
    }
  }

  /// Reads what has come already, whatever it is.
  func discard() throws {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while !isClosedByServer, poll(&wanted, 1, 0) > 0 { try receive() }
  }

  /// Reads until the server closes the connection.
  func waitForClose(timeout: Duration = .seconds(20)) throws {
    let end = Moment.now + timeout
    while !isClosedByServer {
      guard try readSome(until: end) else {
        throw Problem(description: "The server did not close within \(timeout).")
      }
      try? flush()
    }
  }

  /// Sends what the session wants to send.
  func flush() throws {
    guard !isSessionMute else { return }
    try write(session.takeOutput())
  }

  /// Sends bytes: over TLS if that is what is spoken.
  func write(_ bytes: [UInt8]) throws {
    guard let tls else { return try writeAsIs(bytes) }
    unsealed.append(copying: bytes)
    while tls.phase == .open, !unsealed.isEmpty, tls.seal(&unsealed) {
      try writeAsIs(tls.buffers.sealed.take())
    }
  }

  /// Says over TLS that no more comes.
  func finishTLS() throws {
    tls?.finishWriting()
    try writeAsIs(tls?.buffers.sealed.take() ?? [])
  }

  /// Takes bytes as they came from the socket.
  private func openSealed(_ bytes: [UInt8]) throws {
    guard let tls else { return received(bytes) }
    tls.receive(bytes.span.bytes) { plaintext in
      received(plaintext.withUnsafeBytes { Array($0) })
      return true
    }
    try writeAsIs(tls.buffers.sealed.take())
    try write([])
  }

  private func received(_ bytes: [UInt8]) {
    if firstBytes.count < 64 { firstBytes += bytes }
    lastBytes = Array((lastBytes + bytes.suffix(17)).suffix(17))
    session.receive(bytes)
  }

  /// What is wrong with TLS, as far as the client knows.
  var tlsComplaint: String? { tls?.complaint }

  /// Sends bytes as they are.
  func writeAsIs(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        // The server may have said why before it closed: that is found by reading.
        if isClosedByServer || errno == EPIPE || errno == ECONNRESET { return }
        throw Problem(description: "send: \(SystemError.text(errno))")
      }
      sent += count
    }
  }

  private func isOver(_ number: Int32) -> Bool {
    guard let stream = session.streams[number] else { return true }
    return stream.isFinished || stream.closed != nil
  }

  private func statusText(_ number: Int32) -> String {
    let stream = session.streams[number]
    return "\(stream?.status.map(String.init) ?? "none") (\(stream?.statusMessage ?? ""))"
  }

  /// Reads once; false if nothing came in time.
  private func readSome(until end: Moment) throws -> Bool {
    let left = max(Duration.zero, end - .now)
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, Int32(left / .milliseconds(1)) + 1) > 0 else { return false }
    try receive()
    return true
  }

  private func receive() throws {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else {
      isClosedByServer = true
      return
    }
    bytesReceived += count
    try openSealed(Array(buffer.prefix(count)))
  }
}
