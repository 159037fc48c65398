internal import MeshModel
internal import XDSProto
internal import XDSServer

extension Benchmark {
  /// Messages → bytes.
  static let encoding: [Benchmark] = [
    Benchmark("XDSProto:EDS:100-endpoints", rounds: 20) {
      let assignment = Assignments.hundredEndpoints()
      return write { assignment.write(to: &$0) }
    },
    Benchmark("libprotobuf-c:EDS:100-endpoints", role: .peer, rounds: 20) {
      try CMessage(Assignments.hundredEndpoints()).packing()
    },
    Benchmark("Generation:assignment:100-endpoints", rounds: 20) {
      let service = MeshService.hundredEndpoints
      return write { Assignments.eds(service, service.ports[0]).write(to: &$0) }
    },
  ]

  /// Writes once a round, always into the same buffer.
  private static func write(_ write: @escaping (inout ProtoWriter) -> Void) -> Prepared {
    let buffer = Buffer()
    return Prepared(
      run: { rounds in
        for _ in 0..<rounds {
          buffer.writer.removeAll()
          write(&buffer.writer)
        }
      },
      hash: { hash(of: buffer.writer.copyBytes()) })
  }

  /// A writer that several closures share.
  private final class Buffer {
    var writer = ProtoWriter()
  }
}

extension Assignments {
  /// 100 endpoints in 4 localities, as they are generated.
  fileprivate static func hundredEndpoints() -> ClusterLoadAssignment {
    let service = MeshService.hundredEndpoints
    return eds(service, service.ports[0])
  }
}

extension MeshService {
  /// A service with 100 pods in 4 zones.
  fileprivate static var hundredEndpoints: Self {
    let endpoints = (0..<100).map { index in
      MeshModel.Endpoint(
        address: .ip(IPAddress(v4: 0x0A01_0000 + UInt32(index))), ports: [80: 8080], kind: .pod,
        locality: MeshModel.Locality(region: "eu-central-1", zone: "eu-central-1\(index % 4)"),
        namespace: "default", workloadName: "shop-\(index)",
        origin: ObjectReference(.pod, namespace: "default", name: "shop-\(index)"))
    }
    return Self(
      host: "shop.default.svc.cluster.local", namespace: "default", kubernetesName: "shop",
      ports: [ServicePort(number: 80, name: "http", appProtocol: .http)], endpoints: endpoints)
  }
}
