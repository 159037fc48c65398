import CLinux
import CNghttp2
import Glibc
import Platform
import XDSProto

@testable import XDSServer

/// Thousands of clients of the aggregated service on one thread: HTTP/2 by hand, because a session
/// of nghttp2 for each would outweigh the server that is measured.
///
/// Each asks for clusters, accepts them, and asks for the endpoints of one.
final class ClientCrowd {
  private final class Client {
    let descriptor: Int32
    var inbox: [UInt8] = []
    var message: [UInt8] = []
    /// Responses that have come; the second makes the client configured.
    var responses = 0
    var isOver = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }
  }

  private let address: XDSServer.SocketAddress
  private let cluster: String
  private let epoll: Epoll
  private var events: [Epoll.Event] = []
  private var clients: [Client] = []
  /// The clients that have what they need.
  private(set) var configuredCount = 0
  /// The clients that were told to come back later, or whose connection was closed.
  private(set) var refusedCount = 0

  var count: Int { clients.count }

  init(_ address: XDSServer.SocketAddress, cluster: String) throws {
    self.address = address
    self.cluster = cluster
    epoll = try Epoll()
  }

  deinit { disconnect() }

  /// Connects one more client, which says all that it has to say at first.
  func connect() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let code = address.withSystemAddress { Glibc.connect(descriptor, $0, $1) }
    guard descriptor >= 0, code == 0 else {
      throw TestClient.Problem(
        description: "client \(clients.count): \(SystemError.text(errno))")
    }
    let client = Client(descriptor)
    try epoll.addReadable(descriptor, token: UInt64(clients.count))
    clients.append(client)
    let node = Node(
      id: "client-\(clients.count)", cluster: "crowd", userAgentName: "envoy")
    send(
      Self.opening + Self.data(DiscoveryRequest(node: node, typeUrl: ResourceType.cluster.typeURL)),
      client)
  }

  /// Closes every connection.
  func disconnect() {
    for client in clients { close(client.descriptor) }
    clients = []
    configuredCount = 0
    refusedCount = 0
  }

  /// Takes what has come, and answers; waits a little if nothing has.
  func serve() {
    epoll.wait(timeout: .milliseconds(10), &events)
    for event in events { read(clients[Int(event.token)]) }
  }

  private func read(_ client: Client) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(client.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN { return }
    guard count > 0 else {
      epoll.remove(client.descriptor)
      end(client)
      return
    }
    client.inbox += buffer.prefix(count)
    var start = 0
    while client.inbox.count - start >= 9 {
      let header = client.inbox[start..<start + 9]
      let length = header.prefix(3).reduce(0) { $0 << 8 | Int($1) }
      guard client.inbox.count - start >= 9 + length else { break }
      let payload = client.inbox[start + 9..<start + 9 + length]
      take(type: header[start + 3], flags: header[start + 4], payload, client)
      start += 9 + length
    }
    client.inbox.removeFirst(start)
  }

  private func take(type: UInt8, flags: UInt8, _ payload: ArraySlice<UInt8>, _ client: Client) {
    switch UInt32(type) {
    case NGHTTP2_DATA.rawValue:
      client.message += payload
      let length = client.message.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard client.message.count >= 5, client.message.count == 5 + length else { return }
      answer(client)
    case NGHTTP2_HEADERS.rawValue where flags & 1 != 0, NGHTTP2_GOAWAY.rawValue: end(client)
    case NGHTTP2_PING.rawValue where flags & 1 == 0:
      send(Attack.frame(NGHTTP2_PING, flags: 1, Array(payload)), client)
    default: break
    }
  }

  private func answer(_ client: Client) {
    defer { client.message = [] }
    let bytes = Array(client.message.dropFirst(5))
    guard let response = try? DiscoveryResponse(protobuf: bytes) else { return end(client) }
    client.responses += 1
    if client.responses == 2 { configuredCount += 1 }
    let isFirst = client.responses == 1
    let answer = DiscoveryRequest(
      versionInfo: response.versionInfo, resourceNames: isFirst ? [] : [cluster],
      typeUrl: response.typeUrl, responseNonce: response.nonce)
    let question = DiscoveryRequest(
      resourceNames: [cluster], typeUrl: ResourceType.endpoint.typeURL)
    send(Self.data(answer) + (isFirst ? Self.data(question) : []), client)
  }

  private func end(_ client: Client) {
    if !client.isOver { refusedCount += 1 }
    client.isOver = true
  }

  private func send(_ bytes: [UInt8], _ client: Client) {
    // Small enough for any socket's buffer.
    _ = Glibc.send(client.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Preface, SETTINGS with wide windows, their acknowledgement, and the call.
  private static let opening: [UInt8] = {
    func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    let fields: [UInt8] =
      [Attack.noTable, 0x83, 0x86, 0x04] + text(DiscoveryMethod.all[0].path) + [0x01] + text("test")
      + [0x0F, 0x10]
      + text("application/grpc") + [0x00] + text("te") + text("trailers")
    return Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
      + Attack.frame(NGHTTP2_SETTINGS, [0, 4, 1, 0, 0, 0])
      + Attack.frame(NGHTTP2_WINDOW_UPDATE, [1, 0, 0, 0])
      + Attack.frame(NGHTTP2_SETTINGS, flags: 1)
      + Attack.frame(NGHTTP2_HEADERS, flags: 4, on: 1, fields)
  }()

  private static func data(_ request: DiscoveryRequest) -> [UInt8] {
    Attack.frame(NGHTTP2_DATA, on: 1, ClientSession.framed(request.encoded()))
  }
}
