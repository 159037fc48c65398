internal import XDSProto
internal import XDSServer

extension Benchmark {
  /// Messages → bytes.
  static let encoding: [Benchmark] = [
    Benchmark("XDSProto:EDS:100-endpoints", rounds: 20) { encode(.hundredEndpoints) }
  ]

  /// Writes the message once a round, always into the same buffer.
  private static func encode(_ message: ClusterLoadAssignment) -> Prepared {
    let buffer = Buffer(capacity: 65536)
    return Prepared(
      run: { rounds in
        for _ in 0..<rounds {
          buffer.writer.removeAll()
          message.write(to: &buffer.writer)
        }
      },
      hash: { ContentVersion(hashing: buffer.writer.copyBytes()).bits })
  }

  /// A writer that several closures share.
  private final class Buffer {
    var writer: ProtoWriter

    init(capacity: Int) { writer = ProtoWriter(capacity: capacity) }
  }
}

extension ClusterLoadAssignment {
  /// 100 endpoints in 4 localities, in 2,798 bytes.
  fileprivate static var hundredEndpoints: Self {
    let localities = (0..<4).map { zone in
      LocalityLbEndpoints(
        locality: Locality(region: "r", zone: "z\(zone)"),
        lbEndpoints: (0..<25).map { index in
          LbEndpoint(
            hostIdentifier: .endpoint(
              Endpoint(
                address: Address(
                  address: .socketAddress(
                    SocketAddress(
                      address: "10.0.\(zone).\(index)", portSpecifier: .portValue(8080)))))),
            healthStatus: .healthy)
        },
        loadBalancingWeight: 25)
    }
    return Self(clusterName: "outbound|80||a.b.svc.cluster.local", endpoints: localities)
  }
}
