import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

/// What the book-keeping takes for granted: an Envoy asks for all endpoints and all routes that its
/// snapshot has, because its clusters and listeners name them.
@Suite("What clusters and listeners lead to")
struct FollowingTests {
  @Test("Every assignment is that of an EDS cluster, and the other way round")
  func endpoints() throws {
    try forEverySnapshot { decoded, node in
      let named = decoded.clusters.values.compactMap { cluster in
        cluster.edsClusterConfig.map { $0.serviceName.isEmpty ? cluster.name : $0.serviceName }
      }
      #expect(Set(named) == Set(decoded.assignments.keys), "\(node)")
    }
  }

  @Test("Every route configuration is one that a listener names, and the other way round")
  func routes() throws {
    try forEverySnapshot { decoded, node in
      guard node.kind != .grpc else { return }
      var named: Set<String> = []
      for listener in decoded.listeners.values {
        let chains = listener.filterChains + [listener.defaultFilterChain].compactMap { $0 }
        for filter in chains.flatMap(\.filters) {
          guard case .typedConfig(let any)? = filter.configType,
            any.typeURL == HttpConnectionManager.typeURL
          else { continue }
          let manager = try HttpConnectionManager(protobuf: any.value)
          if case .rds(let rds)? = manager.routeSpecifier { named.insert(rds.routeConfigName) }
        }
      }
      #expect(named == Set(decoded.routes.keys), "\(node)")
    }
  }

  private func forEverySnapshot(_ body: (Decoded, ProxyNode) throws -> Void) throws {
    for seed in RandomMeshTests.seeds {
      var random = RandomMesh(random: SeededGenerator(seed: seed))
      let generator = SnapshotGenerator(mesh: random.mesh(), revision: 1)
      for node in random.nodes() {
        let snapshot = generator.snapshot(for: generator.viewKey(for: node))
        try body(try Decoded(snapshot), node)
      }
    }
  }
}
