import Testing

@testable import MeshModel

@Suite("Manifests of Istio")
struct IstioObjectTests {
  @Test("The talk's ServiceEntry", arguments: ["v1alpha3", "v1beta1", "v1"])
  func talk(version: String) throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/\(version)
      kind: ServiceEntry
      metadata: {name: productcatalogservice, namespace: default}
      spec:
        hosts: [productcatalogservice.default.svc.cluster.local]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: grpc, number: 3550, protocol: GRPC}]
        endpoints:
        - address: 10.128.0.13
          ports: {grpc: 3550}
          labels: {app: productcatalogservice, version: v1}
      """)
    let expected = ServiceEntry(
      metadata: ObjectMetadata(name: "productcatalogservice"),
      hosts: ["productcatalogservice.default.svc.cluster.local"],
      ports: [.init(name: "grpc", number: 3550, protocolName: "GRPC")],
      location: .meshInternal, resolution: .static,
      endpoints: [
        WorkloadSpec(
          address: .ip(try ip("10.128.0.13")), ports: ["grpc": 3550],
          labels: ["app": "productcatalogservice", "version": "v1"])
      ])
    #expect(object == .serviceEntry(expected))
  }

  @Test("A ServiceEntry with everything")
  func everything() throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: ext, namespace: shop}
      spec:
        hosts: [API.Example.com, "*.Example.org"]
        addresses: [10.0.0.1, 10.1.2.3/32, 10.2.0.0/16, "fd00::/8"]
        exportTo: [., other]
        ports:
        - {name: http, number: 80, protocol: http, targetPort: 8080}
        - {name: tls, number: 443, protocol: TLS}
        resolution: STATIC
        endpoints:
        - address: "2001:db8::1"
          network: n1
          locality: eu/eu-1/a
          weight: 5
          serviceAccount: sa
        - {address: 10.9.9.9, weight: 0, locality: eu}
      """)
    let expected = ServiceEntry(
      metadata: ObjectMetadata(name: "ext", namespace: "shop"),
      hosts: ["api.example.com", "*.example.org"],
      addresses: [try ip("10.0.0.1"), try ip("10.1.2.3")],
      addressBlocks: [
        try #require(AddressBlock("10.2.0.0/16")), try #require(AddressBlock("fd00::/8")),
      ],
      ports: [
        .init(name: "http", number: 80, protocolName: "http", targetPort: 8080),
        .init(name: "tls", number: 443, protocolName: "TLS"),
      ], location: .meshExternal, resolution: .static,
      endpoints: [
        WorkloadSpec(
          address: .ip(try ip("2001:db8::1")), network: "n1",
          locality: Locality(region: "eu", zone: "eu-1", subZone: "a"), weight: 5,
          serviceAccount: "sa"),
        WorkloadSpec(
          address: .ip(try ip("10.9.9.9")), locality: Locality(region: "eu"), weight: 0),
      ], exportTo: ExportTo(isPublic: false, namespaces: ["shop", "other"]))
    #expect(object == .serviceEntry(expected))
  }

  @Test(
    "Entries that Istio takes",
    arguments: [
      "hosts: [a.com], ports: [{name: http, number: 80}]",
      "hosts: ['*.a.com'], ports: [{name: tls, number: 443}], resolution: NONE",
      "hosts: [a.com, b.com], ports: [{name: t, number: 1}], resolution: NONE",
      "hosts: [a.com, b.com], ports: [{name: t, number: 1, protocol: HTTP}], resolution: DNS",
      "hosts: [a.com, b.com], ports: [{name: https-x, number: 1}], resolution: DNS",
      "hosts: [a.com], addresses: [10.0.0.0/8], ports: [{name: t, number: 1}]",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: STATIC",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: DNS",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: DNS_ROUND_ROBIN",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: DNS, "
        + "endpoints: [{address: b.com}, {address: 10.0.0.1}]",
      "hosts: ['*.a.com'], ports: [{name: t, number: 1}], resolution: DNS, endpoints: [{address: b.com}]",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: DNS_ROUND_ROBIN, "
        + "endpoints: [{address: b.com}]",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: STATIC, "
        + "endpoints: [{address: 'unix:///var/run/x.sock'}]",
      "hosts: [a.com], ports: [{name: t, number: 1}], resolution: STATIC, "
        + "workloadSelector: {labels: {app: x}}",
      "hosts: ['*.a.com'], ports: [{name: t, number: 1}], resolution: DNS, "
        + "workloadSelector: {labels: {app: x}}",
      "hosts: [short], ports: [{name: t, number: 1}], exportTo: ['*']",
      "hosts: [a.com], ports: [{name: t, number: 1}], exportTo: ['~'], location: null",
    ])
  func accepted(spec: String) throws {
    _ = try onlyObject(
      "{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e}, spec: {\(spec)}}"
    )
  }

  @Test("A WorkloadEntry has its own labels and those of its metadata")
  func workloadEntry() throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata: {name: vm1, namespace: shop, labels: {app: meta, a: b}}
      spec:
        address: 10.128.0.13
        labels: {app: spec}
        ports: {http: 8080}
        serviceAccount: vm
        weight: 3
      """)
    let expected = WorkloadEntry(
      metadata: ObjectMetadata(
        name: "vm1", namespace: "shop", labels: ["app": "meta", "a": "b"]),
      workload: WorkloadSpec(
        address: .ip(try ip("10.128.0.13")), ports: ["http": 8080],
        labels: ["app": "spec", "a": "b"], weight: 3, serviceAccount: "vm"))
    #expect(object == .workloadEntry(expected))
  }

  @Test("A Sidecar with ingress and egress")
  func sidecar() throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: s, namespace: shop}
      spec:
        workloadSelector: {labels: {app: web}}
        ingress:
        - port: {number: 9080, protocol: HTTP, name: http}
          defaultEndpoint: 127.0.0.1:8080
        - {port: {number: 9081, name: six}, bind: "::1", defaultEndpoint: "[::1]:8081"}
        - {port: {number: 9082, name: any}, defaultEndpoint: 0.0.0.0:8082}
        - {port: {number: 9083, name: sock}, defaultEndpoint: unix:///run/app.sock}
        - {port: {number: 9084, name: bare}}
        egress:
        - hosts: [./*, istio-system/*, "~/*"]
        - hosts: ["*/*", shop/Api.example.com, "*/*.example.org"]
        - {port: {number: 9443, protocol: TLS, name: tls}, hosts: ["*/a.example.com"]}
        - {port: {number: 0, protocol: HTTP, name: sock}, hosts: ["*/b.example.com"]}
        outboundTrafficPolicy: {mode: REGISTRY_ONLY}
      """)
    let expected = Sidecar(
      metadata: ObjectMetadata(name: "s", namespace: "shop"), workloadSelector: ["app": "web"],
      ingress: [
        .init(
          port: 9080, portName: "http", protocolName: "HTTP",
          defaultEndpoint: .ip(try ip("127.0.0.1"), port: 8080)),
        .init(
          port: 9081, portName: "six", bind: try ip("::1"),
          defaultEndpoint: .ip(try ip("::1"), port: 8081)),
        .init(port: 9082, portName: "any", defaultEndpoint: .ip(try ip("0.0.0.0"), port: 8082)),
        .init(port: 9083, portName: "sock", defaultEndpoint: .unixSocket("/run/app.sock")),
        .init(port: 9084, portName: "bare"),
      ],
      egressHosts: [
        .init(namespace: ".", host: "*"), .init(namespace: "istio-system", host: "*"),
        .init(namespace: "~", host: "*"), .init(namespace: "*", host: "*"),
        .init(namespace: "shop", host: "api.example.com"),
        .init(namespace: "*", host: "*.example.org"),
        .init(namespace: "*", host: "a.example.com", port: 9443),
        .init(namespace: "*", host: "b.example.com"),
      ], isRegistryOnly: true)
    #expect(object == .sidecar(expected))
  }

  @Test("A Sidecar says nothing of what it does not mention")
  func emptySidecar() throws {
    let start = "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: s}\n"
    let empty = Sidecar(metadata: ObjectMetadata(name: "s"))
    #expect(try onlyObject(start) == .sidecar(empty))
    #expect(try onlyObject(start + "spec: {}\n") == .sidecar(empty))
    #expect(
      try onlyObject(start + "spec: {outboundTrafficPolicy: {mode: ALLOW_ANY}}\n")
        == .sidecar(empty))
    #expect(
      try onlyObject(start + "spec: {outboundTrafficPolicy: {}}\n")
        == .sidecar(Sidecar(metadata: ObjectMetadata(name: "s"), isRegistryOnly: true)))
    #expect(
      try onlyObject(start + "spec: {ingress: [], egress: []}\n")
        == .sidecar(Sidecar(metadata: ObjectMetadata(name: "s"), ingress: [], egressHosts: [])))
  }
}
