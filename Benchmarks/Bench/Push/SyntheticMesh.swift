import MeshModel

/// A mesh of HTTP services with ten endpoints each, and one endpoint that moves.
struct SyntheticMesh {
  /// How many services it has, each of which makes one cluster.
  let serviceCount: Int
  /// How often the endpoint has moved.
  private(set) var moves: UInt32 = 0
  private var objects: [MeshObject] = []

  private static let endpointsPerService = 10

  /// The mesh before any move.
  init(serviceCount: Int) {
    self.serviceCount = serviceCount
    for number in 0..<serviceCount {
      objects.append(.service(Self.service(number)))
      objects.append(.endpointSlice(Self.slice(number, moves: 0)))
    }
  }

  /// The mesh as it stands.
  var mesh: Mesh { Mesh(objects: objects) }

  /// Gives one endpoint another address.
  mutating func move() {
    moves += 1
    objects[1] = .endpointSlice(Self.slice(0, moves: moves))
  }

  private static func name(_ number: Int) -> String { "service-\(number)" }

  private static func service(_ number: Int) -> Service {
    Service(
      metadata: ObjectMetadata(name: name(number)),
      clusterIPs: [IPAddress(v4: 0x0A60_0000 + UInt32(number))],
      ports: [Service.Port(name: "http", number: 80, targetPort: .number(8080))])
  }

  private static func slice(_ number: Int, moves: UInt32) -> EndpointSlice {
    let first = 0x0A00_0000 + UInt32(number * endpointsPerService)
    let endpoints = (0..<endpointsPerService).map { place in
      let address = place == 0 ? first + 0x80_0000 + moves : first + UInt32(place)
      return EndpointSlice.Endpoint(addresses: [IPAddress(v4: address)])
    }
    return EndpointSlice(
      metadata: ObjectMetadata(name: "\(name(number))-slice"), serviceName: name(number),
      endpoints: endpoints, ports: [EndpointsObject.Port(name: "http", number: 8080)])
  }
}
