import Glibc
import MeshModel

/// The random numbers of a seed (SplitMix64): the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// `count` seeds one after the other, from `MERGE_SEED` if the environment has it, else from
  /// the same as ever, or with `CAUSEWAY_EXPLORE` from anywhere.
  ///
  /// To replay a failure: `MERGE_SEED=<the seed that it names> swift test --filter
  /// RandomisedMerge`.
  static func seeds(_ count: UInt64) -> [UInt64] {
    let given = getenv("MERGE_SEED").flatMap { UInt64(String(cString: $0)) }
    let isExploring = getenv("CAUSEWAY_EXPLORE") != nil
    let first = given ?? (isExploring ? UInt64.random(in: 0..<1_000_000_000) : 20_261_125)
    print("MERGE_SEED=\(first), \(count) seeds")
    return (0..<count).map { first + $0 }
  }
}

/// Makes objects that have few names, labels, ports and addresses, so that they meet in every way.
struct RandomObjects {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Objects of all kinds; each name once, unless `withCopies`, when some are given twice and
  /// differ.
  mutating func make(count: ClosedRange<Int> = 0...40, withCopies: Bool = false) -> [MeshObject] {
    var result: [MeshObject] = []
    var names: Set<ObjectReference> = []
    for _ in 0..<Int.random(in: count, using: &random) {
      let object = object()
      let isNew = names.insert(object.reference).inserted
      if isNew || (withCopies && chance(1, 4)) { result.append(object) }
    }
    return result
  }

  mutating func shuffled(_ objects: [MeshObject]) -> [MeshObject] {
    objects.shuffled(using: &random)
  }

  /// `objects` with those of `extra` put in anywhere.
  mutating func scattered(_ extra: [MeshObject], into objects: [MeshObject]) -> [MeshObject] {
    var result = objects
    for object in extra {
      result.insert(object, at: Int.random(in: 0...result.count, using: &random))
    }
    return result
  }

  // MARK: Objects

  mutating func object() -> MeshObject {
    switch Int.random(in: 0..<16, using: &random) {
    case 0, 1: .service(service())
    case 2, 3, 4: .pod(pod())
    case 5: .node(ClusterNode(metadata: node()))
    case 6: .endpointSlice(slice())
    case 7: .endpoints(endpoints())
    case 8, 9: .serviceEntry(serviceEntry())
    case 10: .workloadEntry(workloadEntry())
    case 11: .sidecar(sidecar())
    case 12, 13: .virtualService(virtualService())
    case 14: .destinationRule(destinationRule())
    default: .gateway(gateway())
    }
  }

  private mutating func service() -> Service {
    let isHeadless = chance(1, 5)
    return Service(
      metadata: metadata(pick(["s", "t"])), clusterIPs: isHeadless ? [] : [address()],
      isHeadless: isHeadless, selector: chance(1, 3) ? [:] : labels(atLeast: 1),
      ports: some(0...3) { $0.servicePort() },
      externalName: chance(1, 8) ? pick(["x.example", "Y.example"]) : nil,
      publishNotReadyAddresses: chance(1, 6), exportTo: exportTo())
  }

  private mutating func servicePort() -> Service.Port {
    let target: Service.TargetPort? =
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .number(number())
      case 1: .name(pick(["http", "web"]))
      default: nil
      }
    return Service.Port(
      name: portName(), number: number(), targetPort: target,
      appProtocol: chance(1, 5) ? pick(["grpc", "kubernetes.io/h2c", "own"]) : nil,
      transport: chance(1, 8) ? .udp : .tcp)
  }

  private mutating func pod() -> Pod {
    var metadata = metadata(pick(["p", "q", "r", "u"]), labels: labels(atLeast: 0))
    metadata.isTerminating = chance(1, 6)
    return Pod(
      metadata: metadata, serviceAccount: pick(["default", "shop"]),
      nodeName: chance(1, 2) ? pick(["n1", "n2"]) : nil, ips: some(0...2) { $0.address() },
      ports: some(0...2) {
        .init(name: $0.pick(["http", "web"]), number: $0.number(), transport: .tcp)
      },
      isReady: !chance(1, 5), isFinished: chance(1, 8))
  }

  private mutating func node() -> ObjectMetadata {
    var metadata = metadata(pick(["n1", "n2"]))
    metadata.namespace = ""
    metadata.labels = chance(1, 2) ? ["topology.kubernetes.io/zone": pick(["z1", "z2"])] : [:]
    return metadata
  }

  private mutating func slice() -> EndpointSlice {
    EndpointSlice(
      metadata: metadata(pick(["e", "f", "g"])),
      serviceName: chance(1, 8) ? nil : pick(["s", "t"]),
      endpoints: some(0...3) { random in
        .init(
          addresses: random.some(0...2) { $0.address() }, isReady: !random.chance(1, 3),
          isServing: random.chance(1, 2), isTerminating: random.chance(1, 3),
          nodeName: random.chance(1, 3) ? "n1" : nil, zone: random.chance(1, 3) ? "z1" : nil,
          target: random.target())
      },
      ports: some(0...2) { $0.listedPort() })
  }

  private mutating func endpoints() -> EndpointsObject {
    EndpointsObject(
      metadata: metadata(pick(["s", "t"])),
      subsets: some(0...2) { random in
        .init(
          addresses: random.some(0...2) { .init(ip: $0.address(), target: $0.target()) },
          notReadyAddresses: random.some(0...1) { .init(ip: $0.address()) },
          ports: random.some(0...2) { $0.listedPort() })
      })
  }

  private mutating func serviceEntry() -> ServiceEntry {
    let metadata = metadata(pick(["v", "w", "x"]))
    let hosts = some(1...2) { random in
      random.pick([
        "s.a.svc.cluster.local", "t.a.svc.cluster.local", "s.b.svc.cluster.local", "x.example",
        "X.example", "*.example",
      ])
    }
    return ServiceEntry(
      metadata: metadata, hosts: hosts, addresses: chance(1, 4) ? [address()] : [],
      ports: some(0...3) { random in
        .init(
          name: random.portName(), number: random.number(),
          protocolName: random.pick(["", "HTTP", "GRPC", "TCP", "UDP"]),
          targetPort: random.chance(1, 3) ? random.number() : nil)
      },
      location: pick([.meshInternal, .meshInternal, .meshExternal]),
      resolution: pick([.static, .static, .dns, .dnsRoundRobin, .none]),
      endpoints: some(0...3) { $0.workload() },
      workloadSelector: chance(1, 3) ? labels(atLeast: 0) : nil, exportTo: exportTo())
  }

  private mutating func workloadEntry() -> WorkloadEntry {
    var metadata = metadata(pick(["m", "n", "o"]), labels: labels(atLeast: 0))
    metadata.isTerminating = chance(1, 6)
    if chance(1, 3) {
      metadata.annotations[WorkloadEntry.serviceAnnotation] = pick([
        "s.a.svc.cluster.local", "t.a.svc.cluster.local", "s.b.svc.cluster.local", "X.example",
        "*.example", "nothing",
      ])
    }
    return WorkloadEntry(metadata: metadata, workload: workload())
  }

  private mutating func workload() -> WorkloadSpec {
    let address: WorkloadAddress? =
      switch Int.random(in: 0..<10, using: &random) {
      case 0: nil
      case 1: .hostname(pick(["vm.example", "VM.example", "x.example"]))
      case 2: .unixSocket("/run/x")
      default: .ip(self.address())
      }
    var ports: [String: UInt16] = [:]
    for _ in 0..<Int.random(in: 0...2, using: &random) { ports[portName()] = number() }
    return WorkloadSpec(
      address: address, ports: ports, labels: labels(atLeast: 0),
      network: pick(["", "", "dc"]), locality: chance(1, 3) ? Locality(region: "r") : nil,
      weight: chance(1, 3) ? pick([0, 1, 5]) : nil, serviceAccount: pick(["", "vm"]))
  }

  private mutating func sidecar() -> Sidecar {
    Sidecar(
      metadata: metadata(pick(["c", "d", "e"])),
      workloadSelector: chance(1, 2) ? labels(atLeast: 0) : nil,
      egressHosts: chance(1, 2)
        ? some(0...2) { random in
          .init(
            namespace: random.pick(["a", "b", "*", ".", "~"]),
            host: random.pick(["*", "*.example", "x.example", "s.a.svc.cluster.local"]),
            port: random.chance(1, 4) ? random.pick([80, 81]) : nil)
        } : nil)
  }

  // MARK: Parts

  mutating func metadata(
    _ name: String, labels: [String: String] = [:]
  ) -> ObjectMetadata {
    ObjectMetadata(name: name, namespace: pick(["a", "b"]), labels: labels)
  }

  mutating func labels(atLeast count: Int) -> [String: String] {
    var labels: [String: String] = [:]
    for key in ["app", "tier"].prefix(Int.random(in: count...2, using: &random)) {
      labels[key] = pick(["1", "2"])
    }
    if count == 0, chance(1, 10) { labels["istio.io/draining"] = "" }
    return labels
  }

  mutating func exportTo() -> ExportTo {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: ExportTo(isPublic: false, namespaces: [pick(["a", "b"])])
    case 1: ExportTo(isPublic: false, namespaces: [])
    default: .everywhere
    }
  }

  private mutating func target() -> TargetReference? {
    guard chance(1, 2) else { return nil }
    return TargetReference(
      kind: chance(1, 8) ? "Node" : "Pod", namespace: pick(["a", "b"]), name: pick(["p", "q", "z"]))
  }

  private mutating func listedPort() -> EndpointsObject.Port {
    .init(name: portName(), number: number(), transport: chance(1, 8) ? .udp : .tcp)
  }

  private mutating func portName() -> String { pick(["", "http", "grpc", "tcp-x"]) }

  mutating func number() -> UInt16 { pick([80, 81, 8080]) }

  private mutating func address() -> IPAddress {
    chance(1, 10)
      ? IPAddress(v6: 0xFD00 << 48, UInt64.random(in: 1...2, using: &random))
      : IPAddress(v4: 0x0A00_0000 + UInt32.random(in: 1...6, using: &random))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  mutating func chance(_ one: Int, _ of: Int) -> Bool {
    Int.random(in: 0..<of, using: &random) < one
  }

  mutating func some<Element>(
    _ count: ClosedRange<Int>, _ make: (inout Self) -> Element
  ) -> [Element] {
    (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }
  }
}
