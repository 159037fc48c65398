import CLinux
import Glibc
import Platform

internal import struct XDSProto.DeltaDiscoveryRequest
internal import struct XDSProto.DiscoveryRequest
internal import struct XDSProto.Node

@testable import XDSServer

/// A connection with a fuzzer at its other end, and a socket that takes what the fuzzer wants.
///
/// The first byte decides what the others are: bytes that follow the client's preface as they are,
/// or things that a client does, written as well-formed frames. Whatever comes, nothing traps, and
/// every call that has begun ends once.
package struct FuzzedConnection: ~Copyable {
  private var input: FuzzInput
  private let buffers = SessionBuffers()
  private let connection: GRPCConnection
  private let service: FuzzedService
  private var backlog = OutputList()
  private var streamCount = 0

  /// What went wrong with that input; nil if nothing did.
  package static func problem(with bytes: [UInt8]) -> String? {
    do throws(HTTP2Error) {
      return try run(bytes).problem
    } catch {
      return "The connection cannot even begin: \(error)"
    }
  }

  /// What went wrong with that input, and what was counted.
  static func run(
    _ bytes: [UInt8]
  ) throws(HTTP2Error) -> (problem: String?, counters: TransportCounters) {
    var run = try FuzzedConnection(FuzzInput(bytes))
    do throws(HTTP2Error) {
      try run.play()
    } catch {
      // The loop would close the connection now.
    }
    run.connection.connectionClosed(service: run.service)
    return (run.problemAtEnd, run.buffers.counters)
  }

  private var problemAtEnd: String? {
    if let problem = service.problem { return problem }
    guard service.streams.isEmpty else { return "A call never ends" }
    guard buffers.unfinishedBytes == 0 else { return "Messages of no call are counted" }
    let counters = buffers.counters
    return counters.streamsStarted == counters.streamsEnded
      ? nil : "\(counters.streamsStarted) streams began, \(counters.streamsEnded) ended"
  }

  private init(_ input: FuzzInput) throws(HTTP2Error) {
    self.input = input
    connection = try GRPCConnection(
      id: ConnectionID(slot: 0, generation: 0), peer: .anyLoopbackPort, buffers: buffers)
    service = FuzzedService(connection)
    service.snapshot = Self.snapshot(0)
  }

  private mutating func play() throws(HTTP2Error) {
    let choice = input.byte()
    try receive(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8))
    if choice == 0 {
      try playBytes()
    } else {
      try receive(Self.frame(.settings, stream: 0, []))
      while !input.isEmpty { try playAction() }
    }
    try flush(room: .max)
  }

  /// What real clients have sent fits in here as it is.
  private mutating func playBytes() throws(HTTP2Error) {
    while !input.isEmpty {
      try receive(input.take(1000))
      try flush(room: .max)
    }
  }

  private mutating func playAction() throws(HTTP2Error) {
    switch input.number(below: 16) {
    case 0: try receive(headers(path: DiscoveryMethod.all[input.number(below: 10)].path))
    case 1...3: try receive(data(Self.framed(request())))
    case 4: try receive(data(Self.framed(input.bytes())))
    case 5: try receive(data(input.bytes()))
    case 6: try receive(Self.frame(.data, flags: 1, stream: stream(), []))
    case 7: try receive(Self.frame(.resetStream, stream: stream(), input.take(4)))
    case 8: try receive(Self.frame(.settings, stream: 0, input.take(6)))
    case 9: try receive(Self.frame(.windowUpdate, stream: stream(), input.take(4)))
    case 10: try receive(Self.frame(.ping, flags: input.byte() & 1, stream: 0, input.take(8)))
    case 11: try flush(room: input.number(below: 256) * input.number(below: 256))
    case 12: change()
    case 13:
      let (kind, flags) = (input.byte(), input.byte())
      try receive(
        Self.frame(
          Frame(rawValue: kind % 11) ?? .data, flags: flags, stream: stream(), input.bytes()))
    case 14: try receive(input.bytes())
    default: shutDown()
    }
  }

  /// The mesh changes, or time passes.
  private mutating func change() {
    service.now += .milliseconds(100 * input.number(below: 256))
    buffers.now = service.now
    connection.serveDeadlines(now: service.now)
    service.snapshot = Self.snapshot(input.byte())
    service.push()
  }

  private mutating func shutDown() {
    if input.byte() & 1 == 0 {
      connection.shutDown(GRPCStatus(.unavailable))
    } else {
      connection.finishShutdownNotice()
    }
  }

  private mutating func receive(_ bytes: [UInt8]) throws(HTTP2Error) {
    try connection.receive(bytes.span.bytes, service: service)
  }

  /// Lets the socket take so many bytes, as the loop does.
  private mutating func flush(room: Int) throws(HTTP2Error) {
    var room = room
    while true {
      let count = min(room, backlog.byteCount)
      backlog.removeFirst(count)
      room -= count
      guard backlog.isEmpty else { return }
      try connection.produce(service: service)
      backlog = buffers.output.detached()
      buffers.output.removeAll()
      guard !backlog.isEmpty else {
        precondition(!connection.session.isHoldingBack, "nothing is sent, and more is held back")
        break
      }
    }
    connection.outputWritten(service: service)
  }
}

// MARK: What a client says

extension FuzzedConnection {
  private enum Frame: UInt8 {
    case data, headers, priority, resetStream, settings, pushPromise, ping, goAway, windowUpdate
    case continuation, unknown
  }

  private static func frame(
    _ kind: Frame, flags: UInt8 = 0, stream: Int, _ payload: [UInt8]
  ) -> [UInt8] {
    let count = payload.count
    return [UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
      + [kind.rawValue, flags, 0, 0, UInt8(stream >> 8 & 0xFF), UInt8(stream & 0xFF)] + payload
  }

  /// One of the streams that there are or may be.
  private mutating func stream() -> Int {
    let number = input.number(below: 2 + min(streamCount, 100))
    return number == 0 ? 0 : 2 * number - 1
  }

  private mutating func headers(path: String) -> [UInt8] {
    streamCount += 1
    let fields = [
      (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "x"),
      ("te", "trailers"), ("content-type", "application/grpc"),
    ]
    // HPACK's literals without indexing (RFC 7541 §6.2.2), all shorter than 127 bytes.
    let block = fields.flatMap { name, value in
      [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
    }
    return Self.frame(.headers, flags: 4, stream: 2 * streamCount - 1, block)
  }

  private mutating func data(_ bytes: [UInt8]) -> [UInt8] {
    let stream = stream()
    return stride(from: 0, to: max(1, bytes.count), by: 16_384).flatMap {
      Self.frame(.data, stream: stream, Array(bytes[$0..<min(bytes.count, $0 + 16_384)]))
    }
  }

  private static func framed(_ message: [UInt8]) -> [UInt8] {
    [0] + stride(from: 24, through: 0, by: -8).map { UInt8(message.count >> $0 & 0xFF) } + message
  }

  private mutating func request() -> [UInt8] {
    let type = ResourceType.allCases[input.number(below: 4)]
    let names = input.some(of: Self.names)
    let nonce = String(input.number(below: 16), radix: 16)
    let node = Node(id: "sidecar~10.0.0.1~fuzz.default~local")
    if input.byte() & 1 == 0 {
      return DiscoveryRequest(
        node: node, resourceNames: names, typeUrl: type.typeURL, responseNonce: nonce
      ).encoded()
    }
    return DeltaDiscoveryRequest(
      node: node, typeUrl: type.typeURL, resourceNamesSubscribe: names,
      resourceNamesUnsubscribe: input.some(of: Self.names), responseNonce: nonce
    ).encoded()
  }

  private static let names = ["a", "b", "c", "*", "large"]

  private static func snapshot(_ bits: UInt8) -> Snapshot {
    func table(_ content: UInt8) -> ResourceTable {
      let names = ["a", "b", "c"].enumerated().filter { content >> $0.offset & 1 == 1 }
      let small = names.map { ($0.element, [UInt8](repeating: content, count: 20)) }
      // Long enough to be shared, and to fill a window.
      let large = ("large", [UInt8](repeating: content, count: 70_000))
      return ResourceTable(
        (small + (content & 8 == 8 ? [large] : [])).map { name, body in
          Resource(name: name, field: SharedBytes(body), origins: [])
        })
    }
    return Snapshot(
      revision: UInt64(bits), clusters: table(bits), endpoints: table(bits >> 1),
      listeners: table(bits >> 2), routes: table(bits >> 3))
  }
}
