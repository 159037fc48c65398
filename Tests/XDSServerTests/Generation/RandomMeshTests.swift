import EnvoyAPI
import Testing
import XDSProto

@testable import MeshModel
@testable import XDSServer

/// Meshes full of coincidences: few names, addresses and ports, so that they clash all the time.
struct RandomMesh {
  var random: SeededGenerator
  /// Whether there are VirtualServices.
  var hasVirtualServices = true

  /// One of `elements`, or nothing.
  mutating func maybe<Element>(_ elements: [Element]) -> Element? {
    chance(2) ? nil : pick(elements)
  }

  /// The first of each name.
  static func distinct<Rule>(_ rules: [Rule], _ metadata: (Rule) -> ObjectMetadata) -> [Rule] {
    var names: Set<[String]> = []
    return rules.filter { names.insert([metadata($0).namespace, metadata($0).name]).inserted }
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(random.next() % UInt64(elements.count))]
  }

  mutating func chance(_ oneIn: UInt64) -> Bool { random.next() % oneIn == 0 }

  mutating func some<Element>(_ elements: [Element], atMost count: Int) -> [Element] {
    (0..<Int(random.next() % UInt64(count + 1))).map { _ in pick(elements) }
  }

  static let hosts = [
    "a.one.svc.cluster.local", "a.two.svc.cluster.local", "b.one.svc.cluster.local", "a", "a.one",
    "www.example.com", "*.example.com", "*.com", "*", "a.one.svc", "10.0.0.1", "allow_any",
  ]
  static let addresses = [
    IPAddress(v4: 0), IPAddress(v4: 0x0A00_0001), IPAddress(v4: 0x0A00_0002),
    IPAddress(v4: 0x7F00_0001), IPAddress(v6: 0, 0), IPAddress(v6: 0, 1),
    IPAddress(v6: 0xFD00 << 48, 1),
  ]
  static let numbers: [UInt16] = [0, 1, 80, 443, 15001, 15006, 65535]
  static let namespaces = ["one", "two", "three"]

  mutating func endpoint() -> MeshEndpoint {
    let address: WorkloadAddress =
      switch random.next() % 4 {
      case 0: .hostname(pick(Self.hosts))
      case 1: .unixSocket("/run/\(random.next() % 3)")
      default: .ip(pick(Self.addresses))
      }
    var ports: [UInt16: UInt16] = [:]
    for number in some(Self.numbers, atMost: 5) { ports[number] = pick(Self.numbers) }
    var endpoint = Fixture.endpoint(
      address, ports: ports, health: pick(MeshEndpoint.Health.allCases), locality: locality(),
      weight: chance(2) ? nil : pick([0, 1, 7, .max]))
    endpoint.labels = labels()
    return endpoint
  }

  mutating func service(_ host: String) -> MeshService {
    let resolutions: [MeshService.Resolution] = [
      .endpoints, .dns, .dnsRoundRobin, .originalDestination,
    ]
    let namespace = pick(Self.namespaces)
    let blocks = [
      AddressBlock(base: IPAddress(v4: 0x0A00_0000), prefixLength: 8),
      AddressBlock(base: IPAddress(v4: 0), prefixLength: 0),
      AddressBlock(base: IPAddress(v6: 0, 0), prefixLength: 64),
    ]
    return MeshService(
      host: host, namespace: namespace, isExternal: chance(2), resolution: pick(resolutions),
      addresses: some(Self.addresses, atMost: 3), addressBlocks: some(blocks, atMost: 2),
      automaticAddress: chance(2) ? nil : pick(Self.addresses), isHeadless: chance(4),
      ports: some(Self.numbers, atMost: 5).map { number in
        ServicePort(number: number, name: "", appProtocol: pick(AppProtocol.allCases))
      },
      endpoints: (0..<Int(random.next() % 5)).map { _ in endpoint() },
      origins: [ObjectReference(.service, namespace: namespace, name: host)])
  }

  mutating func sidecar(_ namespace: String) -> Sidecar {
    let ingress: [Sidecar.Ingress] = (0..<Int(random.next() % 4)).map { _ in
      let targets: [Sidecar.DefaultEndpoint?] = [
        nil, .unixSocket("/run/app"), .ip(pick(Self.addresses), port: pick(Self.numbers)),
      ]
      return Sidecar.Ingress(
        port: pick(Self.numbers), portName: pick(["http", "grpc", "tcp", ""]),
        bind: chance(2) ? nil : pick(Self.addresses), defaultEndpoint: pick(targets))
    }
    // Some hosts and no others, so that rules for those lead to what is hidden.
    let patterns = some(Self.hosts.filter { $0 != "*" }, atMost: 4).map { host in
      Sidecar.HostPattern(
        namespace: pick(Self.namespaces + ["*", "*", "*", ".", "~"]), host: host,
        port: chance(3) ? pick([80, 443]) : nil)
    }
    return Fixture.sidecar(
      namespace: namespace, ingress: chance(2) ? nil : ingress,
      egressHosts: chance(3) ? nil : patterns, isRegistryOnly: chance(2))
  }

  mutating func mesh() -> Mesh {
    var names: Set<ServiceName> = []
    var services: [MeshService] = []
    for _ in 0..<12 {
      let service = service(pick(Self.hosts))
      if names.insert(service.serviceName).inserted { services.append(service) }
    }
    let workloads = Self.addresses.map { address in
      Fixture.pod(
        "w", at: address, namespace: pick(Self.namespaces),
        serving: services.flatMap { service in
          service.ports.map { (service, $0, pick(Self.numbers)) }
        })
    }
    let sidecars = chance(2) ? [] : [sidecar("one"), sidecar("two")]
    return Fixture.mesh(
      services, workloads: workloads, sidecars: sidecars,
      virtualServices: Self.distinct(
        chance(3) || !hasVirtualServices ? [] : (0..<8).map { _ in virtualService() }, \.metadata),
      rules: Self.distinct(
        chance(3) ? [] : (0..<8).map { _ in destinationRule() }, \.metadata))
  }

  mutating func nodes() -> [ProxyNode] {
    var nodes = [
      ProxyNode(id: "g", kind: .grpc, namespace: "one"),
      ProxyNode(id: "r", kind: .router, namespace: "one"),
      ProxyNode(id: "p", kind: .plain, namespace: "two"),
    ]
    for namespace in Self.namespaces + ["istio-system"] {
      for mode in [ProxyNode.InterceptionMode.redirect, .none] {
        let address = pick(Self.addresses)
        nodes.append(Fixture.node("w", at: address, namespace: namespace, mode: mode))
      }
    }
    for index in nodes.indices {
      nodes[index].labels = labels()
      nodes[index].locality = locality()
    }
    return nodes
  }
}

@Suite("Random meshes")
struct RandomMeshTests {
  /// To replay a failure, put its seed here alone.
  static let seeds = (0..<30).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 &+ 20_261_125 }

  @Test("Whatever the mesh, a client can accept all of its resources", arguments: seeds)
  func acceptable(seed: UInt64) throws {
    // Only without rules that may lead anywhere can it be seen that everything leads somewhere.
    var random = RandomMesh(
      random: SeededGenerator(seed: seed), hasVirtualServices: seed.nonzeroBitCount % 2 == 0)
    let mesh = random.mesh()
    let generator = SnapshotGenerator(mesh: mesh, revision: 1)
    let again = SnapshotGenerator(mesh: mesh, revision: 1)
    for node in random.nodes() {
      let snapshot = generator.snapshot(for: generator.viewKey(for: node))
      let decoded = try Decoded(snapshot)
      checkListeners(decoded)
      checkRoutes(decoded)
      checkClusters(decoded, isGRPC: node.kind == .grpc)
      // Rules may lead to what is not there.
      if mesh.virtualServices.isEmpty { try checkReferences(decoded) }
      try checkWithProtobufC(snapshot)
      let repeated = again.snapshot(for: again.viewKey(for: node))
      for type in ResourceType.allCases {
        #expect(snapshot[type].version == repeated[type].version)
      }
    }
  }

  @Test("What is taken over from a revision is what would have been made", arguments: seeds)
  func reuse(seed: UInt64) {
    var random = RandomMesh(random: SeededGenerator(seed: seed))
    let nodes = random.nodes()
    let before = random.mesh()
    let earlier = SnapshotGenerator(mesh: before, revision: 1)
    for node in nodes { _ = earlier.snapshot(for: earlier.viewKey(for: node)) }
    // Only a little changes: most must be taken over, or this would test nothing.
    var services = Array(before.services)
    for _ in 0..<2 where !services.isEmpty {
      let index = Int(random.random.next() % UInt64(services.count))
      switch random.random.next() % 5 {
      case 0: services.remove(at: index)
      case 1: services[index].endpoints.append(random.endpoint())
      case 2: services[index].endpoints = []
      case 3: services[index].isHeadless.toggle()
      default:
        services[index].origins.append(ObjectReference(.pod, namespace: "one", name: "new"))
      }
    }
    let mesh = Fixture.mesh(
      services, workloads: Array(before.workloads), sidecars: before.sidecars,
      virtualServices: Array(before.virtualServices), rules: Array(before.destinationRules))
    let reusing = SnapshotGenerator(mesh: mesh, revision: 2, reusing: earlier)
    let fresh = SnapshotGenerator(mesh: mesh, revision: 2)
    for node in nodes {
      let left = reusing.snapshot(for: reusing.viewKey(for: node))
      let right = fresh.snapshot(for: fresh.viewKey(for: node))
      for type in ResourceType.allCases {
        #expect(left[type].resources.map(\.name) == right[type].resources.map(\.name))
        #expect(left[type].resources.map(\.version) == right[type].resources.map(\.version))
        #expect(left[type].resources.map(\.origins) == right[type].resources.map(\.origins))
      }
    }
  }

  /// Envoy refuses two listeners on one address, a listener without a chain, and two chains with
  /// one match.
  private func checkListeners(_ decoded: Decoded) {
    var addresses: Set<String> = []
    for (name, listener) in decoded.listeners {
      #expect(listener.name == name)
      guard listener.apiListener == nil else { continue }
      #expect(addresses.insert("\(String(describing: listener.address))").inserted, "\(name)")
      #expect(!listener.filterChains.isEmpty || listener.defaultFilterChain != nil)
      #expect(listener.filterChains.allSatisfy { $0.filters.count == 1 })
      for (index, chain) in listener.filterChains.enumerated() {
        let earlier = listener.filterChains[..<index].map(\.filterChainMatch)
        #expect(!earlier.contains(chain.filterChainMatch), "\(name)")
      }
      guard case .socketAddress(let socket) = listener.address?.address,
        case .portValue(let port) = socket.portSpecifier
      else {
        Issue.record("\(name) has no address")
        continue
      }
      #expect((1...65535).contains(port))
    }
  }

  /// Envoy refuses a domain that is there twice, in whatever case, and a virtual host without any.
  private func checkRoutes(_ decoded: Decoded) {
    for (name, routes) in decoded.routes {
      #expect(routes.name == name)
      var domains: Set<String> = []
      for host in routes.virtualHosts {
        #expect(!host.domains.isEmpty && !host.routes.isEmpty)
        // Nothing comes after what takes everything; of calls more is known than of requests.
        let isTarget = name.contains(":")
        #expect(isTarget || host.routes.dropLast().allSatisfy { !$0.takesEverything })
        for domain in host.domains {
          #expect(domains.insert(domain.lowercased()).inserted, "\(domain) in \(name)")
        }
      }
      #expect(Set(routes.virtualHosts.map(\.name)).count == routes.virtualHosts.count)
    }
  }

  private func checkClusters(_ decoded: Decoded, isGRPC: Bool) {
    for (name, cluster) in decoded.clusters {
      #expect(cluster.name == name)
      let isOriginal = cluster.clusterDiscoveryType == .type(.originalDst)
      #expect((cluster.lbPolicy == .clusterProvided) == isOriginal)
      #expect((decoded.assignments[name] != nil) == (cluster.clusterDiscoveryType == .type(.eds)))
      if cluster.clusterDiscoveryType == .type(.logicalDns) {
        #expect(cluster.loadAssignment?.sockets.count == 1)
      }
      if isGRPC {
        #expect(
          [.type(.eds), .type(.logicalDns)].contains(cluster.clusterDiscoveryType))
        #expect([.roundRobin, .ringHash].contains(cluster.lbPolicy))
        #expect(cluster.transportSocket == nil)
      }
    }
    let inline = decoded.clusters.values.compactMap(\.loadAssignment)
    for assignment in Array(decoded.assignments.values) + inline {
      #expect(Set(assignment.sockets).count == assignment.sockets.count)
      #expect(assignment.sockets.allSatisfy { !$0.hasSuffix(":0") })
      var total: UInt64 = 0
      let priorities = assignment.endpoints.map(\.priority)
      #expect(Set(priorities) == Set(0..<UInt32(Set(priorities).count)))
      for locality in assignment.endpoints {
        // gRPC drops a locality without a weight; what leads to the own application has one only.
        let isInbound = assignment.clusterName.hasPrefix("inbound|")
        #expect(isInbound || locality.loadBalancingWeight ?? 0 > 0)
        for member in locality.lbEndpoints {
          #expect(member.loadBalancingWeight != 0)
          total += UInt64(member.loadBalancingWeight ?? 1)
        }
      }
      #expect(total <= UInt64(UInt32.max))
    }
  }

  /// What a listener or route names is there.
  private func checkReferences(_ decoded: Decoded) throws {
    var routes: Set<String> = []
    func check(_ manager: HttpConnectionManager) {
      switch manager.routeSpecifier {
      case .rds(let rds): routes.insert(rds.routeConfigName)
      case .routeConfig(let configuration):
        for host in configuration.virtualHosts {
          #expect(decoded.clusters[host.destination] != nil)
        }
      case nil: Issue.record("A connection manager has no routes")
      }
    }
    for listener in decoded.listeners.values {
      if let any = listener.apiListener?.apiListener {
        check(try HttpConnectionManager(protobuf: any.value))
      }
      for chain in listener.filterChains + [listener.defaultFilterChain].compactMap({ $0 }) {
        if let manager = chain.http {
          check(manager)
        } else {
          #expect(decoded.clusters[chain.tcpCluster ?? "?"] != nil, "\(listener.name)")
        }
      }
    }
    #expect(routes.isSubset(of: decoded.routes.keys))
    for configuration in decoded.routes.values {
      for host in configuration.virtualHosts where host.destination != "502" {
        #expect(decoded.clusters[host.destination] != nil)
      }
    }
  }

  /// Another decoder than ours reads the same, and writes the same bytes.
  private func checkWithProtobufC(_ snapshot: Snapshot) throws {
    for type in ResourceType.allCases {
      let typeName = String(type.typeURL.dropFirst("type.googleapis.com/".count))
      for resource in snapshot[type].resources {
        let response = try DiscoveryResponse(protobuf: resource.field.bytes)
        let any = try Required(response.resources.first).value
        #expect(response.resources.count == 1 && any.typeURL == type.typeURL)
        let message = try EnvoyMessage(typeName: typeName, bytes: any.value)
        let packed = message.packed()
        #expect(packed == any.value, "\(resource.name)")
      }
    }
  }
}
