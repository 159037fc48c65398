import MeshModel
import Testing

@Suite("What an endpoint knows")
struct EndpointDetailTests {
  @Test("A pod's locality is that of its Node, by the labels of today or of before")
  func podLocality() {
    let mesh = Mesh(
      Given.node(
        "new",
        [
          "topology.kubernetes.io/region": "eu", "topology.kubernetes.io/zone": "eu-1",
          "topology.istio.io/subzone": "rack-1",
        ]),
      Given.node(
        "old",
        [
          "failure-domain.beta.kubernetes.io/region": "us",
          "failure-domain.beta.kubernetes.io/zone": "us-1",
        ]),
      Given.node("bare", ["x": "y"]), Given.service(selector: ["app": "shop"]),
      Given.pod("a", "10.1.0.1", node: "new"), Given.pod("b", "10.1.0.2", node: "old"),
      Given.pod("c", "10.1.0.3", node: "bare"), Given.pod("d", "10.1.0.4", node: "gone"),
      Given.pod("e", "10.1.0.5"))
    let expected = [
      Locality(region: "eu", zone: "eu-1", subZone: "rack-1"),
      Locality(region: "us", zone: "us-1"), nil, nil, nil,
    ]
    #expect(mesh.service()?.endpoints.map(\.locality) == expected)
    #expect(mesh.workloads.map(\.locality) == expected)
  }

  @Test("A listed address without a known pod is where its Node or its zone is")
  func listedLocality() {
    let mesh = Mesh(
      Given.node("n", ["topology.kubernetes.io/region": "eu"]), Given.service(),
      Given.slice(
        "s",
        [
          .init(addresses: [Given.address("10.1.0.1")], nodeName: "n", zone: "z"),
          .init(addresses: [Given.address("10.1.0.2")], zone: "z"),
          .init(addresses: [Given.address("10.1.0.3")]),
        ]))
    #expect(
      mesh.service()?.endpoints.map(\.locality) == [
        Locality(region: "eu"), Locality(zone: "z"), nil,
      ])
  }

  @Test("A VM says its locality, network, account, labels and weight itself")
  func vmDetails() throws {
    let locality = Locality(region: "eu", zone: "eu-1")
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]),
      Given.workloadEntry(
        "vm",
        Given.vm(
          "10.128.0.1", labels: ["app": "shop", "v": "spec"], network: "dc", locality: locality,
          weight: 3, account: "vm-shop"),
        labels: ["v": "metadata", "team": "a"]),
      Given.entry(
        vms: [Given.vm("10.128.0.2", labels: ["topology.istio.io/network": "labelled"])]))
    let endpoints = try #require(mesh.service()?.endpoints)
    #expect(endpoints[0].labels == ["app": "shop", "v": "spec", "team": "a"])
    #expect(endpoints[0].locality == locality)
    #expect(endpoints[0].network == "dc")
    #expect(endpoints[0].serviceAccount == "vm-shop")
    #expect(endpoints[0].weight == 3)
    #expect(endpoints[0].namespace == "default")
    #expect(endpoints[0].workloadName == "vm")
    #expect(endpoints[0].origin.description == "WorkloadEntry default/vm")
    #expect(endpoints[1].network == "labelled")
    #expect(endpoints[1].weight == nil)
  }

  @Test("A pod's labels, service account and network are its own")
  func podDetails() throws {
    let labels = ["app": "shop", "version": "v2", "topology.istio.io/network": "n1"]
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]),
      Given.pod("a", "10.1.0.1", labels: labels, account: "shop"))
    let endpoint = try #require(mesh.service()?.endpoints.first)
    #expect(endpoint.labels == labels)
    #expect(endpoint.serviceAccount == "shop")
    #expect(endpoint.network == "n1")
    #expect(endpoint.origin.description == "Pod default/a")
  }

  @Test("An inline endpoint at a WorkloadEntry's address is that VM, in its own words first")
  func inlineAtWorkloadEntry() throws {
    let mesh = Mesh(
      Given.workloadEntry(
        "vm", Given.vm("10.128.0.1", labels: ["a": "1", "b": "1"], account: "vm"), in: "infra"),
      Given.entry(vms: [Given.vm("10.128.0.1", labels: ["b": "2"])]))
    let endpoint = try #require(mesh.service()?.endpoints.first)
    #expect(endpoint.workloadName == "vm")
    #expect(endpoint.namespace == "infra")
    #expect(endpoint.labels == ["a": "1", "b": "2"])
    #expect(endpoint.serviceAccount == "vm")
    #expect(endpoint.origin.kind == .serviceEntry)
    #expect(mesh.workloads.map(\.instances.count) == [1])
  }

  @Test("Weight 0 keeps an endpoint, and its workload's inbound side, but out of the rotation")
  func weightZero() throws {
    let mesh = Mesh(
      Given.entry(vms: [Given.vm("10.128.0.1", weight: 0), Given.vm("10.128.0.2", weight: 1)]))
    let endpoints = try #require(mesh.service()?.endpoints)
    #expect(endpoints.map(\.weight) == [0, 1])
    #expect(endpoints.map(\.isInRotation) == [false, true])
    #expect(mesh.workloads.map(\.instances.count) == [1, 1])
  }
}
