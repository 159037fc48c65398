import XDSProto

@testable import XDSServer

/// A client of the aggregated service in delta on a socket, played by the test.
final class DeltaTestClient {
  let connection: TestClient
  let stream: Int32
  private var heardCount = 0
  private var hasSaidNode = false
  private var fenceCount = 0

  init(_ address: XDSServer.SocketAddress) throws {
    connection = try TestClient(address)
    stream = try connection.open(DiscoveryMethod.all[1].path)
  }

  /// Sends a request; the node goes with the first one.
  func ask(
    _ url: String, _ names: [String] = [], has versions: [String: String] = [:],
    nonce: String = "", error: String? = nil
  ) throws {
    try connection.send(
      DeltaDiscoveryRequest(
        node: hasSaidNode ? nil : Node(id: "any", cluster: "test"), typeUrl: url,
        resourceNamesSubscribe: names, initialResourceVersions: versions, responseNonce: nonce,
        errorDetail: error.map { Status(code: 3, message: $0) }
      ).encoded(), on: stream)
    hasSaidNode = true
  }

  /// Waits for the next response.
  func hear() throws -> DeltaDiscoveryResponse {
    defer { heardCount += 1 }
    return try DeltaDiscoveryResponse(protobuf: connection.message(heardCount, on: stream))
  }

  /// Waits for the next response, which must be of that type, and accepts it.
  func hearAndAccept(_ type: ResourceType) throws -> DeltaDiscoveryResponse {
    let response = try hear()
    guard response.typeUrl == type.typeURL else {
      throw TestClient.Problem(description: "\(response.typeUrl) came instead of \(type)")
    }
    try ask(type.typeURL, nonce: response.nonce)
    return response
  }

  /// Finds out that the server has nothing to say: as ``XDSTestClient/hearNothing()``.
  func hearNothing() throws {
    for _ in 0..<2 {
      fenceCount += 1
      let url = "type.googleapis.com/test.Fence\(fenceCount)"
      try ask(url)
      let next = try hear()
      guard next.typeUrl == url else {
        throw TestClient.Problem(description: "\(next.typeUrl) came, and nothing should")
      }
    }
  }

  /// Waits until the stream is over, and gives its status and message.
  func end() throws -> (status: Int?, message: String) {
    let status = try connection.status(of: stream)
    return (status, connection.session.streams[stream]?.statusMessage ?? "")
  }
}
