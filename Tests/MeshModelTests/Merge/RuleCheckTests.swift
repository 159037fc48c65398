import Testing

@testable import MeshModel

@Suite("Rules that do not fit the rest of the mesh")
struct RuleCheckTests {
  /// The Service `shop` of `default` with the ports 80 and 81, a pod of version v1, and `text`.
  private static func problems(_ text: String) throws -> [String] {
    let manifest = Manifest(parsing: base + text, file: "f")
    #expect(manifest.problems.map(\.description) == [])
    let mesh = Mesh(objects: manifest.objects.map(\.object))
    return mesh.problems.map { problem in
      let object = manifest.objects.first { $0.object.reference == problem.object }
      let line = object?.location(of: problem.field).line ?? 0
      return "\(line - base.split(separator: "\n").count) \(problem.object.name) \(problem.field): "
        + problem.message
    }
  }

  private static let base = """
    {apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {clusterIP: 10.0.0.1, \
    selector: {app: shop}, ports: [{name: http, port: 80}, {name: tcp, port: 81}]}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: cart}, spec: {clusterIP: 10.0.0.2, \
    selector: {app: cart}, ports: [{name: http, port: 8080}]}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: own, namespace: other, annotations: \
    {networking.istio.io/exportTo: .}}, spec: {clusterIP: 10.0.0.3, ports: [{port: 80}]}}
    ---
    {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {app: shop, version: v1}}, \
    status: {podIP: 10.1.0.1}}
    ---

    """

  private static func rule(_ kind: String, _ name: String, _ spec: String) -> String {
    """
    apiVersion: networking.istio.io/v1
    kind: \(kind)
    metadata: {name: \(name)}
    spec:
    \(spec)
    ---

    """
  }

  private static let subsets = rule(
    "DestinationRule", "shop", "  {host: shop, subsets: [{name: v1, labels: {version: v1}}]}")

  @Test("What fits is not reported")
  func fits() throws {
    let problems = try Self.problems(
      Self.subsets
        + Self.rule(
          "VirtualService", "v",
          """
            hosts: [shop]
            http:
            - match: [{port: 80}]
              route: [{destination: {host: shop, subset: v1}}]
            - route:
              - {destination: {host: cart}}
              - {destination: {host: shop, port: {number: 80}}, weight: 1}
          """))
    #expect(problems == [])
  }

  @Test("A host that is no service, and one that the namespace does not see")
  func unknownHosts() throws {
    let problems = try Self.problems(
      Self.rule(
        "VirtualService", "v",
        """
          hosts: [shop]
          http:
          - route:
            - destination:
                host: shpo
              weight: 1
            - destination:
                host: shop.default
              weight: 1
            - destination:
                host: own.other.svc.cluster.local
              weight: 1
            mirror: {host: gone}
        """) + Self.rule("DestinationRule", "d", "  host: nowhere.example"))
    #expect(
      problems == [
        "23 d spec.host: There is no service nowhere.example; correct the host, or declare it with a "
          + "Service or ServiceEntry.",
        "7 v spec.http[0]: There is no service gone.default.svc.cluster.local; correct the host, or "
          + "declare it with a Service or ServiceEntry.",
        "9 v spec.http[0].route[0].destination.host: There is no service "
          + "shpo.default.svc.cluster.local; correct the host, or declare it with a Service or "
          + "ServiceEntry.",
        "12 v spec.http[0].route[1].destination.host: There is no service shop.default; write "
          + "shop.default.svc.cluster.local.",
        "15 v spec.http[0].route[2].destination.host: The service own.other.svc.cluster.local is not "
          + "exported to default; export it, or name another one.",
      ])
  }

  @Test("A subset that no rule defines, and one that has no endpoint")
  func subsets() throws {
    let problems = try Self.problems(
      Self.rule(
        "DestinationRule", "d",
        """
          host: "*.default.svc.cluster.local"
          subsets: [{name: v1, labels: {version: v1}}]
        """)
        + Self.rule(
          "DestinationRule", "e",
          """
            host: shop
            subsets:
            - name: v2
              labels: {version: v2, app: shop}
          """)
        + Self.rule(
          "VirtualService", "v",
          """
            hosts: [cart]
            http:
            - match: [{port: 80}]
              route:
              - {destination: {host: shop, subset: v1}, weight: 1}
              - destination:
                  host: shop
                  subset: v3
                weight: 1
          """))
    #expect(
      problems == [
        "15 e spec.subsets[0].labels: No endpoint of shop.default.svc.cluster.local has the labels "
          + "app=shop, version=v2; correct them, or give them to workloads.",
        "28 v spec.http[0].route[1].destination.subset: No DestinationRule of "
          + "shop.default.svc.cluster.local defines the subset v3; define it, or no request gets "
          + "there.",
      ])
  }

  @Test("A subset of a rule that the namespace does not see")
  func hiddenSubsets() {
    func rule(_ name: String, _ namespace: String, _ exportTo: ExportTo) -> MeshObject {
      .destinationRule(
        DestinationRule(
          metadata: ObjectMetadata(name: name, namespace: namespace), host: Given.host,
          subsets: [.init(name: "v1", labels: ["app": "shop"])], exportTo: exportTo))
    }
    func problems(_ rules: MeshObject...) -> [String] {
      let objects = [
        Given.service(selector: ["app": "shop"]),
        Given.pod("p", "10.1.0.1", labels: ["app": "shop"]),
        .virtualService(
          VirtualService(
            metadata: ObjectMetadata(name: "v"), hosts: ["shop"],
            http: [.init(action: .forward([.init(.init(host: "shop", subset: "v1"))]))])),
      ]
      return Mesh(objects: objects + rules).problems.map { "\($0.field): \($0.message)" }
    }
    let own = ExportTo(isPublic: false, namespaces: ["other"])
    let hidden = rule("d", "other", own)
    #expect(
      problems(hidden) == [
        "spec.http[0].route[0].destination.subset: DestinationRule other/d, which defines the "
          + "subset v1 of shop.default.svc.cluster.local, is not exported to default; export it, "
          + "or define the subset in another one."
      ])
    #expect(problems(hidden, rule("e", "other", .everywhere)) == [])
    #expect(problems(hidden, rule("e", "default", own)).count == 1)
  }

  @Test("Ports that a service does not have, and those that are left open")
  func ports() throws {
    let problems = try Self.problems(
      Self.rule(
        "VirtualService", "v",
        """
          hosts: [cart]
          http:
          - match: [{uri: {prefix: /a}}]
            route: [{destination: {host: shop, port: {number: 8080}}}]
          - route: [{destination: {host: shop}}]
        """)
        + Self.rule(
          "DestinationRule", "d",
          """
            host: shop
            trafficPolicy: {portLevelSettings: [{port: {number: 82}, tls: {mode: DISABLE}}]}
          """))
    #expect(
      problems == [
        "16 d spec.trafficPolicy.portLevelSettings: The service shop.default.svc.cluster.local has no "
          + "port 82; it has 80, 81.",
        "8 v spec.http[0].route[0].destination.port: The service shop.default.svc.cluster.local has "
          + "no port 8080; it has 80, 81.",
        "9 v spec.http[1].route[0].destination.host: shop.default.svc.cluster.local has several "
          + "ports, and not the port 8080 that clients call; say which one is meant with "
          + "`port: {number: …}`, of 80, 81.",
      ])
  }

  @Test("Gateways that there are not, that nobody uses, and that serve other hosts")
  func gateways() throws {
    let server = "{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example]}"
    let problems = try Self.problems(
      Self.rule("Gateway", "used", "  servers: [\(server)]")
        + Self.rule("Gateway", "idle", "  servers: [\(server)]")
        + Self.rule(
          "VirtualService", "v",
          """
            hosts: [cart.example]
            gateways:
            - used
            - gone
            http: [{route: [{destination: {host: cart}}]}]
          """))
    #expect(
      problems == [
        "11 idle spec.servers[0].hosts: No VirtualService is bound to this Gateway, which leads "
          + "nowhere; write `gateways: [default/idle]` in one.",
        "19 v spec.gateways[0]: The Gateway default/used serves none of the hosts cart.example for "
          + "namespace default; add one to its servers.",
        "20 v spec.gateways[1]: There is no Gateway default/gone; create it, or correct the name.",
      ])
  }

  @Test("At a gateway, clients call the ports of the servers that let the host in")
  func portsOfGateways() throws {
    func problems(_ servers: String) throws -> [String] {
      try Self.problems(
        Self.rule("Gateway", "g", "  servers: [\(servers)]")
          + Self.rule(
            "VirtualService", "v",
            """
              hosts: [shop.example]
              gateways: [g]
              http: [{route: [{destination: {host: shop}}]}]
            """))
    }
    let plain = "{port: {number: 80, name: a, protocol: HTTP}, hosts: [\"*\"]}"
    let other = "{port: {number: 8443, name: b, protocol: HTTP}, hosts: [cart.example]}"
    let redirect = """
      {port: {number: 8080, name: c, protocol: HTTP}, hosts: ["*"], tls: {httpsRedirect: true}}
      """
    #expect(try problems("\(plain), \(other), \(redirect)") == [])
    let odd = try problems("{port: {number: 8080, name: d, protocol: HTTP}, hosts: [shop.example]}")
    #expect(odd.count == 1)
    #expect(odd.first?.contains("not the port 8080 that clients call") == true)
  }

  @Test("Servers that another keeps from being served, on every proxy that has them")
  func rivals() throws {
    func server(_ text: String) -> String { "  - {\(text), hosts: [a.example, b.example]}\n" }
    func gateway(_ name: String, _ selector: String, _ servers: String...) -> String {
      Self.rule(
        "Gateway", name,
        "  selector: {\(selector)}\n  servers:\n" + servers.map(server).joined())
    }
    let tls = "tls: {mode: SIMPLE, serverCertificate: /c, privateKey: /k}"
    let https = "port: {number: 443, name: https, protocol: HTTPS}, \(tls)"
    let tcp = "port: {number: 5432, name: tcp, protocol: TCP}"
    let problems = try Self.problems(
      gateway("a", "edge: main", https, tcp, "port: {number: 80, name: http, protocol: HTTP}")
        + gateway(
          "b", "edge: main, zone: z", https, tcp, "port: {number: 80, name: x, protocol: TCP}",
          "port: {number: 90, name: http, protocol: HTTP}")
        // There may be a proxy that has this one alone.
        + gateway("c", "zone: z", https, tcp, "port: {number: 80, name: x, protocol: TCP}")
        + Self.rule(
          "VirtualService", "v",
          """
            hosts: [a.example]
            gateways: [a, b, c]
            http: [{route: [{destination: {host: cart}}]}]
          """))
    #expect(
      problems == [
        "18 b spec.servers[0].hosts: On port 443 the host a.example is that of a server of Gateway "
          + "default/a, which comes first, and this one is not served; name each host in one server "
          + "only.",
        "19 b spec.servers[1].port.number: The port 5432 is that of a server of Gateway default/a, "
          + "which comes first, and servers of TCP share none; use another port.",
        "20 b spec.servers[2].port.protocol: The port 80 speaks HTTP for Gateway default/a, which "
          + "comes first, and this server is not served; use another port.",
      ])
  }

  @Test("Several VirtualServices for one host: the older one comes first")
  func virtualServices() {
    func rule(_ name: String, _ time: Int64?, gateways: [String] = ["mesh"]) -> MeshObject {
      .virtualService(
        VirtualService(
          metadata: ObjectMetadata(name: name, creationTime: time), hosts: ["shop", "b.example"],
          gateways: gateways,
          http: [.init(action: .respond(.init(status: 200)))]))
    }
    let mesh = Mesh(
      rule("a", 2), rule("b", 1), rule("c", 2), rule("d", nil, gateways: ["default/g"]))
    #expect(mesh.virtualServices.map(\.metadata.name) == ["d", "b", "a", "c"])
    #expect(mesh.virtualServices(naming: Given.host).map(\.metadata.name) == ["d", "b", "a", "c"])
    let said = mesh.problems.filter { $0.field.hasPrefix("spec.hosts") }
    #expect(
      said.map { "\($0.object.name) \($0.field) \($0.message.prefix(35))" } == [
        "a spec.hosts[0] VirtualService default/b is for sho",
        "a spec.hosts[1] VirtualService default/b is for b.e",
        "c spec.hosts[0] VirtualService default/b is for sho",
        "c spec.hosts[1] VirtualService default/b is for b.e",
      ])
  }

  @Test("Several DestinationRules for one host: subsets are united, the first policy counts")
  func destinationRules() {
    func rule(
      _ name: String, _ namespace: String = "default", subset: String,
      _ simple: TrafficPolicy.LoadBalancer.Simple, selector: [String: String]? = nil
    ) -> MeshObject {
      .destinationRule(
        DestinationRule(
          metadata: ObjectMetadata(name: name, namespace: namespace), host: Given.host,
          subsets: [.init(name: "v1", labels: ["version": subset])],
          trafficPolicy: TrafficPolicy(
            settings: .init(loadBalancer: .init(algorithm: .simple(simple)))),
          workloadSelector: selector))
    }
    let mesh = Mesh(
      Given.service(selector: ["app": "shop"]), Given.pod("p", "10.1.0.1", labels: ["app": "shop"]),
      rule("a", subset: "1", .random), rule("b", subset: "1", .random),
      rule("c", subset: "2", .roundRobin), rule("d", "other", subset: "2", .roundRobin),
      rule("e", subset: "2", .roundRobin, selector: ["app": "x"]))
    #expect(
      mesh.problemFields.filter { !$0.hasSuffix(".labels") } == [
        "DestinationRule default/c: spec.subsets[0].name",
        "DestinationRule default/c: spec.trafficPolicy",
      ])
  }

  @Test("A short host is of the object's namespace and the cluster's domain")
  func qualified() {
    let mesh = Mesh(
      objects: [
        .virtualService(
          VirtualService(
            metadata: ObjectMetadata(name: "v", namespace: "web"),
            hosts: ["shop", "*.example", "*", "10.0.0.1"],
            http: [
              .init(
                action: .forward([.init(.init(host: "shop")), .init(.init(host: "a.b"))]),
                mirrors: [.init(.init(host: "copy"))])
            ], tls: [.init(match: [], route: [.init(.init(host: "tls"))])],
            tcp: [.init(route: [.init(.init(host: "tcp"))])])),
        .destinationRule(
          DestinationRule(metadata: ObjectMetadata(name: "d", namespace: "web"), host: "shop")),
      ], configuration: MeshConfiguration(clusterDomain: "my.domain"))
    let rule = mesh.virtualServices[0]
    #expect(rule.hosts == ["shop.web.svc.my.domain", "*.example", "*", "10.0.0.1"])
    #expect(
      rule.http[0].action
        == .forward([.init(.init(host: "shop.web.svc.my.domain")), .init(.init(host: "a.b"))]))
    #expect(rule.http[0].mirrors[0].destination.host == "copy.web.svc.my.domain")
    #expect(rule.tls[0].route[0].destination.host == "tls.web.svc.my.domain")
    #expect(rule.tcp[0].route[0].destination.host == "tcp.web.svc.my.domain")
    #expect(mesh.destinationRules[0].host == "shop.web.svc.my.domain")
    #expect(mesh.destinationRules(naming: "shop.web.svc.my.domain").count == 1)
  }

  @Test("The patterns that include a host, the most telling first")
  func patterns() {
    #expect(Mesh.patterns(covering: "a.b.c") == ["a.b.c", "*.b.c", "*.c", "*"])
    #expect(Mesh.patterns(covering: "*.b.c") == ["*.b.c", "*.c", "*"])
    #expect(Mesh.patterns(covering: "a") == ["a", "*"])
    #expect(Mesh.patterns(covering: "*") == ["*"])
  }

  @Test("A difference names the hosts of rules as they were and as they are")
  func difference() {
    func rule(_ host: String, gateways: [String] = ["mesh"]) -> MeshObject {
      .virtualService(
        VirtualService(
          metadata: ObjectMetadata(name: "v"), hosts: [host], gateways: gateways,
          http: [.init(action: .respond(.init(status: 200)))]))
    }
    var store = MeshStore(objects: [Given.service()])
    let added = store.apply([.added(rule("shop"))]).difference
    #expect(added == MeshDifference(ruleHosts: [Given.host]))
    let changed = store.apply([.changed(from: rule("shop"), to: rule("b.example"))]).difference
    #expect(changed == MeshDifference(ruleHosts: [Given.host, "b.example"]))
    let bound = rule("b.example", gateways: ["default/g"])
    let gateway = store.apply([.changed(from: rule("b.example"), to: bound)]).difference
    #expect(gateway == MeshDifference(ruleHosts: ["b.example"], gatewaysDiffer: true))
    let same = store.apply([.changed(from: bound, to: bound)]).difference
    #expect(same.isEmpty)
    let listener = MeshObject.gateway(Gateway(metadata: ObjectMetadata(name: "g")))
    #expect(store.apply([.added(listener)]).difference == MeshDifference(gatewaysDiffer: true))
    let policy = MeshObject.destinationRule(
      DestinationRule(metadata: ObjectMetadata(name: "d"), host: "shop"))
    #expect(store.apply([.added(policy)]).difference == MeshDifference(ruleHosts: [Given.host]))
    #expect(store.apply([.removed(policy)]).difference == MeshDifference(ruleHosts: [Given.host]))
  }

  @Test("What a rule names and what comes later, in whatever order, gives the same problems")
  func order() {
    let objects: [MeshObject] = [
      Given.service(selector: ["app": "shop"]), Given.pod("p", "10.1.0.1"),
      .destinationRule(
        DestinationRule(
          metadata: ObjectMetadata(name: "d"), host: "shop",
          subsets: [.init(name: "v1", labels: ["app": "shop"])])),
      .virtualService(
        VirtualService(
          metadata: ObjectMetadata(name: "v"), hosts: ["shop.example"], gateways: ["default/g"],
          http: [.init(action: .forward([.init(.init(host: "shop", subset: "v1"))]))])),
      .gateway(
        Gateway(
          metadata: ObjectMetadata(name: "g"),
          servers: [
            .init(
              port: .init(number: 80, name: "http", protocolKind: .http),
              hosts: [.init(host: "*")])
          ])),
    ]
    for start in objects.indices {
      let turned = objects[start...] + objects[..<start]
      var store = MeshStore()
      for object in turned { _ = store.apply([.added(object)]) }
      #expect(store.mesh.problems == [])
      for object in turned {
        let mesh = store.apply([.removed(object)]).mesh
        let rest = objects.filter { $0 != object }
        #expect(mesh.problems == Mesh(objects: rest).problems)
        _ = store.apply([.added(object)])
      }
    }
  }
}
