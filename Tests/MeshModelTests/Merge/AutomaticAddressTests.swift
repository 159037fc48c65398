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
