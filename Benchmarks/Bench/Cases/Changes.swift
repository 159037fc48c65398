internal import MeshModel
internal import XDSServer

extension Benchmark {
  /// Something in the cluster changes → the bytes of the responses.
  static let changes: [Benchmark] = [
    oneEndpoint(services: 500, role: .checked), oneEndpoint(services: 10_000, role: .large),
    addedService(services: 500, .http, role: .checked),
    addedService(services: 10_000, .http, role: .large),
    addedService(services: 500, .tcp, role: .checked),
    addedService(services: 10_000, .tcp, role: .large),
    weights(services: 500, role: .checked), weights(services: 10_000, role: .large),
    fullBuild(services: 100, role: .checked),
  ]

  /// An endpoint of one service begins or stops to be shut down.
  private static func oneEndpoint(services: Int, role: Role) -> Benchmark {
    Benchmark("Change:OneEndpoint:\(services)-services", role: role) {
      let synthetic = SyntheticObjects.served(services)
      let slices = [false, true].map { synthetic.slice(services / 2, isDraining: $0) }
      return changing(synthetic.objects) { round in
        [.changed(from: slices[round % 2], to: slices[(round + 1) % 2])]
      }
    }
  }

  /// A service comes, with its endpoints.
  private static func addedService(
    services: Int, _ traffic: SyntheticObjects.Traffic, role: Role
  ) -> Benchmark {
    Benchmark("Change:AddService:\(services)-\(traffic)-services", role: role) {
      let synthetic = SyntheticObjects(
        serviceCount: services, endpointsPerService: 10, traffic: traffic)
      return changing(synthetic.objects) { round in
        let number = services + round
        return [.added(synthetic.service(number)), .added(synthetic.slice(number))]
      }
    }
  }

  /// A service hands on a part of its requests, where every tenth has a rule of its own.
  private static func weights(services: Int, role: Role) -> Benchmark {
    Benchmark("Change:Weights:\(services)-services", role: role) {
      let synthetic = SyntheticObjects.served(services)
      let ruled = stride(from: 0, to: services, by: 10)
      let rules = ruled.map { synthetic.rule($0, shared: 0) }
      let number = services / 20 * 10
      return changing(synthetic.objects + rules) { round in
        let shares = [round, round + 1].map { UInt32($0 % 100) }
        return [
          .changed(
            from: synthetic.rule(number, shared: shares[0]),
            to: synthetic.rule(number, shared: shares[1]))
        ]
      }
    }
  }

  /// Everything from nothing.
  private static func fullBuild(services: Int, role: Role) -> Benchmark {
    Benchmark("Build:Full:\(services)-services", role: role, rounds: 1) {
      let objects = SyntheticObjects.served(services).objects
      var hash: UInt64 = 0
      return Prepared(
        run: { rounds in
          for _ in 0..<rounds {
            let generator = SnapshotGenerator(mesh: Mesh(objects: objects), revision: 1)
            let snapshot = generator.snapshot(for: generator.viewKey(for: .client))
            hash = snapshot.wildcardBytes
          }
        },
        hash: { hash })
    }
  }

  /// Each round applies what happened to some objects of a mesh.
  private static func changing(
    _ objects: [MeshObject], by changes: @escaping (_ round: Int) -> [ObjectChange]
  ) -> Prepared {
    var store = MeshStore(objects: objects)
    var generator = SnapshotGenerator(mesh: store.mesh, revision: 1)
    let key = generator.viewKey(for: .client)
    var snapshot = generator.snapshot(for: key)
    var hash: UInt64 = 0
    return Prepared(
      run: { rounds in
        for _ in 0..<rounds {
          let (mesh, difference) = store.apply(changes(Int(generator.revision) - 1))
          generator = SnapshotGenerator(
            mesh: mesh, revision: generator.revision + 1, reusing: generator,
            difference: difference)
          let before = snapshot
          snapshot = generator.snapshot(for: key)
          hash = snapshot.changedBytes(since: before)
        }
      },
      hash: { hash })
  }
}

extension ProxyNode {
  /// A sidecar in a namespace with services.
  fileprivate static let client = ProxyNode(
    id: "client", kind: .sidecar, name: "client", namespace: "namespace-7")
}

extension Snapshot {
  /// Has the bytes be ready that a client of the incremental variant is sent, and sums them up.
  fileprivate func changedBytes(since before: Snapshot) -> UInt64 {
    ResourceType.allCases.reduce(0) { sum, type in
      self[type].difference(from: before[type]).changes.reduce(sum) { sum, change in
        guard let resource = change.new else { return sum &+ 1 }
        return sum &+ resource.version.bits &+ UInt64(resource.deltaHead.count)
      }
    }
  }

  /// Has the bytes be ready that a client is sent at first, and sums them up.
  fileprivate var wildcardBytes: UInt64 {
    ResourceType.allCases.reduce(0) { sum, type in
      sum &+ self[type].version.bits &+ UInt64(self[type].concatenatedFields.count)
    }
  }
}
