import MeshModel
import Testing

@Suite("Who sees which service")
struct VisibilityTests {
  private func exported(to namespaces: String...) -> ExportTo {
    ExportTo(isPublic: false, namespaces: Set(namespaces))
  }

  /// The namespace of the service that a client means by a host.
  private func winner(
    _ mesh: Mesh, _ host: String, for namespace: String, through sidecar: Sidecar? = nil
  ) -> String? {
    let one = mesh.service(host: host, visibleIn: namespace, through: sidecar)
    let all = mesh.services(visibleIn: namespace, through: sidecar).filter { $0.host == host }
    #expect(all == (one.map { [$0] } ?? []), "both ways of asking must agree")
    return one?.namespace
  }

  @Test("A host in several namespaces: a client's own first, then the Service, then the first")
  func precedence() {
    let mesh = Mesh(
      Given.service("shop", "prod"),
      Given.entry("x", "a", hosts: ["shop.prod.svc.cluster.local"]),
      Given.entry("x", "z", hosts: ["shop.prod.svc.cluster.local"]),
      Given.entry("y", "b", hosts: ["y.example"]), Given.entry("y", "a", hosts: ["y.example"]))
    #expect(mesh.services.count == 5)
    #expect(winner(mesh, "shop.prod.svc.cluster.local", for: "a") == "a")
    #expect(winner(mesh, "shop.prod.svc.cluster.local", for: "z") == "z")
    #expect(winner(mesh, "shop.prod.svc.cluster.local", for: "c") == "prod")
    #expect(winner(mesh, "y.example", for: "b") == "b")
    #expect(winner(mesh, "y.example", for: "c") == "a")
  }

  @Test("Only what is exported to a client's namespace counts")
  func exportTo() {
    let nobody = ExportTo(isPublic: false, namespaces: [])
    let mesh = Mesh(
      Given.entry("x", "a", hosts: ["x.example"], exportTo: exported(to: "a", "c")),
      Given.entry("x", "b", hosts: ["x.example"]),
      Given.entry("z", "a", hosts: ["z.example"], exportTo: nobody),
      Given.service("shop", "prod", exportTo: exported(to: "prod")))
    #expect(winner(mesh, "x.example", for: "a") == "a")
    #expect(winner(mesh, "x.example", for: "c") == "a")
    #expect(winner(mesh, "x.example", for: "d") == "b")
    #expect(winner(mesh, "z.example", for: "a") == nil)
    #expect(winner(mesh, "shop.prod.svc.cluster.local", for: "prod") == "prod")
    #expect(winner(mesh, "shop.prod.svc.cluster.local", for: "a") == nil)
    #expect(mesh.services(visibleIn: "d").map(\.host) == ["x.example"])
  }

  @Test("A host is asked for in capitals or not, and an unknown one is not there")
  func lookup() {
    let mesh = Mesh(Given.service())
    #expect(mesh.service(host: Given.host.uppercased(), visibleIn: "x")?.host == Given.host)
    #expect(mesh.service(host: "nothing.example", visibleIn: "x") == nil)
    #expect(Mesh().service(host: "x", visibleIn: "y") == nil)
    #expect(Mesh().services(visibleIn: "y").isEmpty)
  }

  @Test(
    "A Sidecar's egress shows the hosts that its patterns cover, and no others",
    arguments: [
      (["*/*"], ["a.example", "b.x.example", Given.host, "x.example"]),
      (["*/x.example"], ["x.example"]),
      (["*/X.Example"], ["x.example"]),
      (["*/*.example"], ["a.example", "b.x.example", "x.example"]),
      (["*/*.x.example"], ["b.x.example"]),
      (["./*"], ["a.example"]),
      (["default/*"], [Given.host, "x.example"]),
      (["other/*", "default/x.example"], ["b.x.example", "x.example"]),
      (["~/*"], []), (["~/*", "*/a.example"], ["a.example"]), ([], []),
    ] as [([String], [String])])
  func egress(patterns: [String], expected: [String]) {
    let mesh = Mesh(
      Given.service(), Given.entry("x", hosts: ["x.example"]),
      Given.entry("a", "client", hosts: ["a.example"]),
      Given.entry("b", "other", hosts: ["b.x.example"]))
    let sidecar = Given.sidecar("s", "client", egress: patterns.map(Self.pattern))
    #expect(mesh.services(visibleIn: "client", through: sidecar).map(\.host) == expected)
    for host in ["a.example", "b.x.example", Given.host, "x.example"] {
      _ = winner(mesh, host, for: "client", through: sidecar)
    }
  }

  @Test("A listener with a port shows its hosts at that port alone, if they have it")
  func egressPort() {
    let mesh = Mesh(Given.service(), Given.entry("x", hosts: ["x.example"]))
    func ports(_ patterns: Sidecar.HostPattern...) -> [Set<UInt16>?] {
      let sidecar = Given.sidecar("s", "client", egress: patterns)
      let view = ServiceVisibility(namespace: "client", sidecar: sidecar)
      return mesh.services.filter { view.sees($0) }.map { view.ports(of: $0) }
    }
    let host = "x.example"
    #expect(ports(.init(namespace: "*", host: host, port: 80)) == [[80]])
    #expect(ports(.init(namespace: "*", host: host, port: 7)) == [])
    #expect(
      ports(.init(namespace: "*", host: host, port: 80), .init(namespace: "*", host: host))
        == [nil])
    #expect(
      ports(
        .init(namespace: "*", host: host, port: 80), .init(namespace: "*", host: "*", port: 81),
        .init(namespace: "other", host: host)) == [[80, 81]])
  }

  @Test("A Sidecar without egress hides nothing")
  func noEgress() {
    let mesh = Mesh(Given.service())
    let sidecar = Given.sidecar("s", "client")
    #expect(mesh.services(visibleIn: "client", through: sidecar).count == 1)
  }

  @Test("A pattern that names a namespace chooses the host of that namespace")
  func egressChoosesNamespace() {
    let mesh = Mesh(
      Given.entry("x", "client", hosts: ["x.example"]),
      Given.entry("x", "other", hosts: ["x.example"]))
    let sidecar = Given.sidecar("s", "client", egress: [.init(namespace: "other", host: "*")])
    #expect(winner(mesh, "x.example", for: "client") == "client")
    #expect(winner(mesh, "x.example", for: "client", through: sidecar) == "other")
  }

  @Test("Of the root namespace's Sidecar too, a dot means the client's namespace")
  func egressOfRoot() {
    let mesh = Mesh(
      Given.entry("x", "client", hosts: ["x.example"]),
      Given.entry("y", "istio-system", hosts: ["y.example"]))
    let sidecar = Given.sidecar("s", "istio-system", egress: [.init(namespace: ".", host: "*")])
    #expect(mesh.services(visibleIn: "client", through: sidecar).map(\.host) == ["x.example"])
  }

  private static func pattern(_ text: String) -> Sidecar.HostPattern {
    let parts = text.split(separator: "/")
    return .init(namespace: String(parts[0]), host: String(parts[1]))
  }
}
