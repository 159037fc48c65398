import Logging
import Testing

@testable import XDSServer

/// The whole transport on sockets of 127.0.0.1.
struct TransportServerTests {
  static func start(
    loops: Int = 2, _ configuration: TransportConfiguration = TransportConfiguration()
  ) throws -> TransportServer<EchoService> {
    try TransportServer(
      listen: .anyLoopbackPort, loops: loops, configuration: configuration,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { EchoService($0) }
  }

  @Test("Messages are echoed over a socket, and the call ends with its status")
  func echo() throws {
    let server = try Self.start()
    defer { server.stop() }
    let client = try TestClient(server.localAddress)
    let stream = try client.open("/test.Echo/Call")
    try client.send([1, 2, 3], on: stream)
    #expect(try client.message(0, on: stream) == [1, 2, 3])
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try client.send(large, on: stream)
    #expect(try client.message(1, on: stream) == large)
    try client.finish(stream)
    #expect(try client.status(of: stream) == 0)
  }
}
