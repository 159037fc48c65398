internal import SwiftProtobuf

extension Benchmark {
  /// What our cases of the same names are compared with.
  static let all: [Benchmark] = [
    Benchmark("swift-protobuf:EDS:100-endpoints", role: .peer, rounds: 20) {
      serializing(Envoy_Config_Endpoint_V3_ClusterLoadAssignment.hundredEndpoints)
    }
  ]

  /// Serializes the message once a round, into bytes of its own: there is no other way.
  private static func serializing(_ message: some SwiftProtobuf.Message & Sendable) -> Prepared {
    let result = Result()
    return Prepared(
      run: { rounds in
        for _ in 0..<rounds { result.bytes = try message.serializedBytes() }
      },
      hash: { hash(of: result.bytes) })
  }

  private final class Result {
    var bytes: [UInt8] = []
  }
}

extension Envoy_Config_Endpoint_V3_ClusterLoadAssignment {
  /// The message that `Benchmarks/Bench/Cases/Encoding.swift` encodes; scripts/bench compares the
  /// bytes.
  fileprivate static var hundredEndpoints: Self {
    .with {
      $0.clusterName = "outbound|80||shop.default.svc.cluster.local"
      $0.endpoints = (0..<4).map { zone in
        .with {
          $0.locality.region = "eu-central-1"
          $0.locality.zone = "eu-central-1\(zone)"
          $0.lbEndpoints = stride(from: zone, to: 100, by: 4).map { index in
            .with {
              $0.endpoint.address.socketAddress.address = "10.1.0.\(index)"
              $0.endpoint.address.socketAddress.portValue = 8080
              $0.healthStatus = .healthy
            }
          }
          $0.loadBalancingWeight.value = 25
        }
      }
    }
  }
}
