import Testing

@testable import MeshModel

@Suite("Automatic addresses")
struct AutomaticAddressTests {
  @Test("A host of a ServiceEntry without addresses gets one, the same in every mesh")
  func givenOne() throws {
    let small = Mesh(Given.entry(hosts: ["x.example"]))
    let large = Mesh(
      objects: (0..<50).map { Given.entry("e\($0)", hosts: ["h\($0).example"]) }
        + [Given.entry(hosts: ["x.example"])])
    let address = try #require(small.service("x.example")?.automaticAddress)
    #expect(AddressBlock("240.240.0.0/16")?.contains(address) == true)
    #expect(small.service("x.example")?.virtualIPs == [address])
    #expect(large.service("x.example")?.automaticAddress == address)
  }

  @Test("The address follows from FNV-1a, so that it is the same after every restart")
  func stable() {
    // The values that the authors of FNV publish for these texts.
    #expect(AutomaticAddresses.hash("") == 0xCBF2_9CE4_8422_2325)
    #expect(AutomaticAddresses.hash("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(AutomaticAddresses.hash("foobar") == 0x8594_4171_F739_67E8)
    let mesh = Mesh(Given.entry(hosts: ["foobar"]))
    // 0x85944171F73967E8 modulo 65521 is 56867: that many after 240.240.0.1.
    #expect(mesh.service("foobar")?.automaticAddress == Given.address("240.240.222.36"))
  }

  @Test("None is given where an object gives one, a Service takes part, or none could be used")
  func givenNone() {
    let mesh = Mesh(
      Given.entry("a", hosts: ["a.example"], addresses: ["10.9.0.1"]),
      Given.entry("b", hosts: ["*.example"]),
      Given.entry("c", hosts: ["c.example"], resolution: .none),
      Given.service(ip: nil, headless: true), Given.entry("d"),
      .serviceEntry(
        ServiceEntry(
          metadata: ObjectMetadata(name: "e"), hosts: ["e.example"],
          addressBlocks: [AddressBlock(base: Given.address("10.0.0.0"), prefixLength: 8)],
          resolution: .static)))
    #expect(mesh.services.count == 5)
    #expect(mesh.services.allSatisfy { $0.automaticAddress == nil })
  }

  @Test("A host has one automatic address, in whatever namespaces it is declared")
  func onePerHost() {
    let mesh = Mesh(
      Given.entry("x", "a", hosts: ["x.example"]), Given.entry("x", "b", hosts: ["x.example"]))
    #expect(Set(mesh.services.map(\.automaticAddress)).count == 1)
  }

  @Test("An address that an object gives is not given automatically to another")
  func avoidsGiven() throws {
    let alone = Mesh(Given.entry(hosts: ["x.example"]))
    let first = try #require(alone.service("x.example")?.automaticAddress)
    let mesh = Mesh(
      Given.entry(hosts: ["x.example"]),
      Given.entry("y", hosts: ["y.example"], addresses: ["\(first)"]))
    let second = try #require(mesh.service("x.example")?.automaticAddress)
    #expect(second != first)
  }

  @Test("Where hosts collide, all get one, and no host loses its first choice to another's second")
  func collisions() throws {
    let hosts = Set((0..<3_000).map { "service-\($0).example" })
    let addresses = AutomaticAddresses(hosts: hosts, avoiding: [])
    #expect(addresses.byHost.count == hosts.count)
    #expect(Set(addresses.byHost.values).count == hosts.count)
    var firstChoices: [IPAddress: [String]] = [:]
    for host in hosts {
      let alone = try #require(AutomaticAddresses(hosts: [host], avoiding: []).byHost[host])
      firstChoices[alone, default: []].append(host)
    }
    for (address, rivals) in firstChoices {
      #expect(rivals.min().flatMap { addresses.byHost[$0] } == address)
    }
    #expect(firstChoices.contains { $0.value.count > 1 }, "the hosts must collide somewhere")
  }

  @Test("A new host moves none but those that it collides with")
  func newHost() {
    let hosts = Set((0..<5_000).map { "service-\($0).example" })
    let before = AutomaticAddresses(hosts: hosts, avoiding: []).byHost
    let after = AutomaticAddresses(hosts: hosts.union(["a-new-one.example"]), avoiding: []).byHost
    #expect(hosts.filter { before[$0] != after[$0] }.count <= 2)
  }

  /// Hosts of which each has the first choice of another.
  private static let colliding: [String] = {
    var hosts: [IPAddress?: [String]] = [:]
    for host in (0..<3_000).map({ "service-\($0).example" }) {
      hosts[AutomaticAddresses(hosts: [host], avoiding: []).byHost[host], default: []].append(host)
    }
    return hosts.values.filter { $0.count > 1 }.flatMap(\.self).sorted()
  }()

  @Test("Hosts and given addresses that come and go leave what they would have had at once")
  func following() throws {
    let hosts = Array(Self.colliding.prefix(24))
    let given = hosts.compactMap { AutomaticAddresses(hosts: [$0], avoiding: []).byHost[$0] }
    try #require(hosts.count == 24 && given.count == 24)
    for seed in SeededGenerator.seeds(10) {
      var random = SeededGenerator(seed: seed)
      var addresses = AutomaticAddresses()
      var wanting: Set<String> = []
      var avoided: Set<IPAddress> = []
      for _ in 0..<60 {
        let before = addresses.byHost
        let place = Int.random(in: 0..<24, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
          if avoided.remove(given[place]) != nil {
            addresses.stopAvoiding(given[place])
          } else {
            avoided.insert(given[place])
            addresses.avoid(given[place])
          }
        } else if wanting.remove(hosts[place]) != nil {
          addresses.stopWanting(hosts[place])
        } else {
          wanting.insert(hosts[place])
          addresses.want(hosts[place])
        }
        let changed = addresses.settle()
        let expected = AutomaticAddresses(hosts: wanting, avoiding: avoided).byHost
        #expect(addresses.byHost == expected, "MERGE_SEED=\(seed)")
        let differing = wanting.filter { before[$0] != expected[$0] }
        #expect(changed.isSuperset(of: differing), "MERGE_SEED=\(seed)")
      }
    }
  }

  @Test("A store moves the hosts that another's coming and going moves")
  func followingStore() {
    for seed in SeededGenerator.seeds(10) {
      var random = SeededGenerator(seed: seed)
      var store = MeshStore()
      var entries: [String: MeshObject] = [:]
      for step in 0..<40 {
        let host = Self.colliding[Int.random(in: 0..<12, using: &random)]
        let change: ObjectChange
        if let entry = entries.removeValue(forKey: host) {
          change = .removed(entry)
        } else {
          let entry = Given.entry(String(host.prefix { $0 != "." }), hosts: [host])
          entries[host] = entry
          change = .added(entry)
        }
        let before = store.mesh
        let (mesh, difference) = store.apply([change])
        let place: Comment = "MERGE_SEED=\(seed), step \(step)"
        #expect(mesh == Mesh(objects: Array(entries.values)), place)
        #expect(difference == MeshDifference(from: before, to: mesh), place)
      }
    }
  }

  @Test("When all are in use, who finds none is reported, and the others keep theirs")
  func exhausted() {
    let count = AutomaticAddresses.count
    let hosts = (0...count).map { "service-\($0).example" }
    let addresses = AutomaticAddresses(hosts: Set(hosts), avoiding: [])
    #expect(addresses.byHost.count == count)
    #expect(Set(addresses.byHost.values).count == count)
    let mesh = Mesh(Given.entry("many", hosts: hosts, ports: []))
    #expect(mesh.services.filter { $0.automaticAddress == nil }.count == 1)
    #expect(mesh.problemFields == ["ServiceEntry default/many: spec.addresses"])
  }
}
