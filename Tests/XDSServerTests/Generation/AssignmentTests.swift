import MeshModel
import Testing
import XDSProto

@testable import XDSServer

@Suite("Assignments")
struct AssignmentTests {
  private static func assignment(_ endpoints: [MeshEndpoint]) throws -> ClusterLoadAssignment {
    let service = Fixture.service(
      "shop", ports: [Fixture.port(80, .http), Fixture.port(81, .http)], endpoints: endpoints)
    let decoded = try Decoded(Fixture.mesh([service]))
    return try Required(decoded.assignments["outbound|80||shop.default.svc.cluster.local"]).value
  }

  private static func address(_ last: UInt32) -> WorkloadAddress {
    .ip(Fixture.ip(10, 1, 0, last))
  }

  @Test("Endpoints stand in their localities, which are ordered and have the sum of the weights")
  func localities() throws {
    let zone1 = MeshLocality(region: "r", zone: "z1")
    let zone2 = MeshLocality(region: "r", zone: "z2", subZone: "s")
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [80: 8080], locality: zone2),
      Fixture.endpoint(Self.address(2), ports: [80: 8081], locality: zone1, weight: 3),
      Fixture.endpoint(Self.address(3), ports: [80: 8082], locality: zone1),
      Fixture.endpoint(Self.address(4), ports: [80: 8083]),
    ])
    #expect(
      assignment.endpoints.map(\.locality) == [
        XDSProto.Locality(), XDSProto.Locality(region: "r", zone: "z1"),
        XDSProto.Locality(region: "r", zone: "z2", subZone: "s"),
      ])
    #expect(assignment.endpoints.map(\.loadBalancingWeight) == [1, 4, 1])
    #expect(assignment.endpoints.allSatisfy { $0.priority == 0 })
    #expect(
      assignment.sockets
        == ["10.1.0.4:8083", "10.1.0.2:8081", "10.1.0.3:8082", "10.1.0.1:8080"])
    #expect(assignment.endpoints[1].lbEndpoints.map(\.loadBalancingWeight) == [3, nil])
  }

  @Test("Health is told")
  func health() throws {
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [80: 80]),
      Fixture.endpoint(Self.address(2), ports: [80: 80], health: .draining),
      Fixture.endpoint(Self.address(3), ports: [80: 80], health: .unhealthy),
    ])
    let statuses = assignment.endpoints.flatMap(\.lbEndpoints).map(\.healthStatus)
    #expect(statuses == [.healthy, .draining, .unhealthy])
  }

  @Test("An endpoint that does not serve the port, or is a name, is left out")
  func leftOut() throws {
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [81: 81]),
      Fixture.endpoint(Self.address(2), ports: [80: 0]),
      Fixture.endpoint(.hostname("vm.example.com"), ports: [80: 80]),
    ])
    #expect(assignment.endpoints.isEmpty)
  }

  @Test("An address and port stands there once")
  func once() throws {
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [80: 80]),
      Fixture.endpoint(
        Self.address(1), ports: [80: 80], locality: MeshLocality(region: "elsewhere")),
      Fixture.endpoint(Self.address(1), ports: [80: 81]),
    ])
    #expect(assignment.sockets == ["10.1.0.1:80", "10.1.0.1:81"])
  }

  @Test("A Unix domain socket is a pipe")
  func unixSocket() throws {
    let assignment = try Self.assignment([
      Fixture.endpoint(.unixSocket("/run/app.sock"), ports: [80: 80])
    ])
    #expect(assignment.sockets == ["/run/app.sock"])
  }

  @Test("An endpoint with weight 0 is out of the rotation: it is not sent")
  func zeroWeight() throws {
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [80: 80], weight: 0),
      Fixture.endpoint(Self.address(2), ports: [80: 80]),
    ])
    #expect(assignment.sockets == ["10.1.0.2:80"])
    #expect(assignment.endpoints.first?.loadBalancingWeight == 1)
  }

  @Test("Weights whose sum is too great for Envoy are scaled down and keep their proportion")
  func greatWeights() throws {
    let zones = [MeshLocality(region: "a"), MeshLocality(region: "b")]
    let assignment = try Self.assignment([
      Fixture.endpoint(Self.address(1), ports: [80: 80], locality: zones[0], weight: .max),
      Fixture.endpoint(Self.address(2), ports: [80: 80], locality: zones[1], weight: .max / 2),
      Fixture.endpoint(Self.address(3), ports: [80: 80], locality: zones[1]),
    ])
    let weights = assignment.endpoints.flatMap(\.lbEndpoints).map { $0.loadBalancingWeight ?? 1 }
    #expect(weights.allSatisfy { $0 >= 1 })
    #expect(weights.reduce(UInt64(0)) { $0 + UInt64($1) } <= UInt64(UInt32.max))
    #expect(abs(Double(weights[0]) / Double(weights[1]) - 2) < 0.001)
    #expect(
      assignment.endpoints.map(\.loadBalancingWeight) == [weights[0], weights[1] + weights[2]])
  }
}
