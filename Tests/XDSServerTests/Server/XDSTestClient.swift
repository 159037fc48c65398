import Logging
import Platform
import TestCertificates
import XDSProto

@testable import XDSServer

/// A client of the aggregated service on a socket, played by the test.
final class XDSTestClient {
  let connection: TestClient
  let stream: Int32
  let node: Node
  private var heardCount = 0
  private var hasSaidNode = false
  private var fenceCount = 0

  convenience init(
    _ address: XDSServer.SocketAddress, node: Node,
    path: String = DiscoveryMethod.all[0].path, tls: TestTLSContext? = nil
  ) throws {
    try self.init(connection: TestClient(address, tls: tls), node: node, path: path)
  }

  init(
    connection: TestClient, node: Node, path: String = DiscoveryMethod.all[0].path
  ) throws {
    self.node = node
    self.connection = connection
    stream = try connection.open(path)
  }

  /// A sidecar of that id.
  convenience init(
    _ address: XDSServer.SocketAddress, id: String, path: String = DiscoveryMethod.all[0].path
  ) throws {
    try self.init(
      address, node: Node(id: id, cluster: "test", userAgentName: "envoy"), path: path)
  }

  func ask(_ request: DiscoveryRequest) throws {
    try connection.send(request.encoded(), on: stream)
  }

  /// Sends a request; the node goes with the first one.
  func ask(
    _ type: ResourceType, _ names: [String] = [], answering response: DiscoveryResponse? = nil,
    error: String? = nil
  ) throws {
    try ask(
      DiscoveryRequest(
        versionInfo: response?.versionInfo ?? "", node: hasSaidNode ? nil : node,
        resourceNames: names, typeUrl: type.typeURL, responseNonce: response?.nonce ?? "",
        errorDetail: error.map { Status(code: 3, message: $0) }))
    hasSaidNode = true
  }

  /// Waits for the next response.
  func hear() throws -> DiscoveryResponse {
    defer { heardCount += 1 }
    return try DiscoveryResponse(protobuf: connection.message(heardCount, on: stream))
  }

  /// Waits for the next response, which must be of that type, and accepts it.
  func hearAndAccept(_ type: ResourceType, _ names: [String] = []) throws -> DiscoveryResponse {
    let response = try hear()
    guard response.typeUrl == type.typeURL else {
      throw TestClient.Problem(description: "\(response.typeUrl) came instead of \(type)")
    }
    try ask(type, names, answering: response)
    return response
  }

  /// Finds out that the server has nothing to say.
  ///
  /// What comes next is the answer to a question that is asked now. Asked twice, as a push may be
  /// on its way to the stream while the first is answered.
  func hearNothing() throws {
    for _ in 0..<2 {
      fenceCount += 1
      let url = "type.googleapis.com/test.Fence\(fenceCount)"
      try ask(DiscoveryRequest(node: hasSaidNode ? nil : node, typeUrl: url))
      hasSaidNode = true
      let next = try hear()
      guard next.typeUrl == url else {
        throw TestClient.Problem(description: "\(next.typeUrl) came, and nothing should")
      }
    }
  }

  /// Waits until the stream is over, and gives its status and message.
  func end() throws -> (status: Int?, message: String) {
    let status = try connection.status(of: stream)
    let text = connection.session.streams[stream]?.statusMessage ?? ""
    return (status, text)
  }
}

extension DiscoveryResponse {
  /// The names of the resources, as each type has them.
  var names: [String] {
    get throws {
      try resources.map { any in
        switch ResourceType(typeURL: any.typeURL) {
        case .cluster: try Cluster(protobuf: any.value).name
        case .endpoint: try ClusterLoadAssignment(protobuf: any.value).clusterName
        case .listener: try Listener(protobuf: any.value).name
        case .route: try RouteConfiguration(protobuf: any.value).name
        case nil: any.typeURL
        }
      }
    }
  }
}

extension DiscoveryServer {
  /// A server on a free port of 127.0.0.1.
  static func forTest(loops: Int = 2, _ logger: Logger = .silent) throws -> DiscoveryServer {
    try DiscoveryServer(Configuration(address: .anyLoopbackPort, loops: loops), logger: logger)
  }
}

extension Logger {
  static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
