import Testing

@testable import MeshModel

/// A manifest with something wrong in it, and exactly what is to be said about it.
struct BadManifest: Sendable, CustomTestStringConvertible {
  var text: String
  var problems: [String]

  init(_ text: String, _ problems: String...) {
    self.text = text
    self.problems = problems
  }

  var testDescription: String { problems.first ?? "nothing" }

  /// A Service with the given spec, which begins on line 1.
  static func service(_ spec: String, _ problems: String...) -> BadManifest {
    var bad = BadManifest(
      "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {\(spec)}}")
    bad.problems = problems.map { "1: error: Service default/s, " + $0.dropFirst(2) }
    return bad
  }

  /// A ServiceEntry with the given spec.
  static func entry(_ spec: String, _ problems: String...) -> BadManifest {
    var bad = BadManifest(
      "{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e}, spec: {\(spec)}}"
    )
    bad.problems = problems.map {
      "1: error: ServiceEntry default/e, " + $0.dropFirst(2)
    }
    return bad
  }

  /// Any Istio object with the given spec.
  static func istio(_ kind: String, _ spec: String, _ problems: String...) -> BadManifest {
    var bad = BadManifest(
      "{apiVersion: networking.istio.io/v1, kind: \(kind), metadata: {name: x}, spec: {\(spec)}}")
    bad.problems = problems.map { "1: error: \(kind) default/x, " + $0.dropFirst(2) }
    return bad
  }
}

@Suite("Bad manifests")
struct BadManifestTests {
  private func check(_ bad: BadManifest) {
    let manifest = Manifest(parsing: bad.text, file: "f")
    #expect(manifest.problems.map { String($0.description.dropFirst(2)) } == bad.problems)
    #expect(manifest.objects.isEmpty)
    #expect(manifest.broken.count == 1)
  }

  @Test("Documents that are no objects", arguments: documents)
  func document(bad: BadManifest) { check(bad) }

  static let documents: [BadManifest] = [
    .init(
      "hello",
      "1: error: Expected an object with apiVersion, kind and metadata, found the text \"hello\"."),
    .init(
      "- a\n", "1: error: Expected an object with apiVersion, kind and metadata, found a list."),
    .init(
      "{}", "1: error: apiVersion: This field is required.",
      "1: error: kind: This field is required."),
    .init(
      "kind: Service\nmetadata: {name: a}\nspec: {}\n",
      "1: error: apiVersion: This field is required."),
    .init(
      "apiVersion: 1\nkind: Service\n",
      "1: error: apiVersion: Expected text, found the number 1. Put it in quotes."),
    .init("{apiVersion: v1, kind: Pod}", "1: error: metadata: This field is required."),
    .init(
      "{apiVersion: v1, kind: Pod, metadata: x}",
      "1: error: metadata: Expected a mapping, found the text \"x\"."),
    .init(
      "apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\n",
      "3: error: metadata.name: This field is required."),
    .init(
      "{apiVersion: v1, kind: Pod, metadata: {name: 5}}",
      "1: error: metadata.name: Expected text, found the number 5. Put it in quotes."),
    .init(
      "{apiVersion: v1, kind: Pod, metadata: {name: A_b}}",
      "1: error: metadata.name: \"A_b\" is not a name: names have lower-case letters, digits, "
        + "\"-\" and \".\"."),
    .init(
      "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: a.b}}",
      "1: error: metadata.namespace: \"a.b\" is not a namespace: its name has lower-case letters, "
        + "digits and \"-\"."),
    .init(
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    x: 1\n    a.b/c: true\n",
      "6: error: Pod default/a, metadata.labels.x: Expected text, found the number 1. Put it in quotes.",
      "7: error: Pod default/a, metadata.labels[\"a.b/c\"]: Expected text, found the truth value true. "
        + "Put it in quotes."),
    .init(
      "apiVersion: networking.istio.io/v1alpha1\nkind: Sidecar\nmetadata: {name: a}\n",
      "1: error: Sidecar default/a, apiVersion: \"networking.istio.io/v1alpha1\" is not a version of "
        + "Sidecar that Causeway reads. It reads networking.istio.io/v1, networking.istio.io/v1beta1, "
        + "networking.istio.io/v1alpha3."),
    .init(
      "apiVersion: v1\nkind: Servcie\nmetadata: {name: a}\n",
      "2: error: Service default/a, kind: There is no kind \"Servcie\" in v1. Did you mean "
        + "\"Service\"?"),
    .init(
      "{apiVersion: v1, kind: List}",
      "1: error: items: This field is required."),
    .init(
      "{apiVersion: v1, kind: List, items: {}}",
      "1: error: items: Expected a list, found a mapping."),
    .init(
      "a: 1\n\u{0}\n", "2: error: This is not readable text: control characters are not allowed."),
    .init(
      "kind: Pod\nkind: Pod\n",
      "2: error: The key \"kind\" is given twice in one mapping, first on line 1."),
  ]

  @Test("Kubernetes objects that cannot be taken", arguments: kubernetes)
  func kubernetesObject(bad: BadManifest) { check(bad) }

  static let kubernetes: [BadManifest] = [
    .init(
      "{apiVersion: v1, kind: Service, metadata: {name: s}}",
      "1: error: Service default/s, spec: This field is required."),
    .service("", "E spec.ports: A Service needs at least one port, unless it is headless."),
    .service(
      "ports: []", "E spec.ports: A Service needs at least one port, unless it is headless."),
    .service("ports: {}", "E spec.ports: Expected a list, found a mapping."),
    .service("ports: [80]", "E spec.ports[0]: Expected a mapping, found the number 80."),
    .service("ports: [{name: a}]", "E spec.ports[0].port: This field is required."),
    .service(
      "ports: [{port: \"80\"}]",
      "E spec.ports[0].port: Expected a number, found the text \"80\". Write it without quotes."),
    .service(
      "ports: [{port: http}]", "E spec.ports[0].port: Expected a number, found the text \"http\"."),
    .service(
      "ports: [{port: 80.5}]",
      "E spec.ports[0].port: Expected a whole number, found the number 80.5."),
    .service(
      "ports: [{port: 0}]",
      "E spec.ports[0].port: 0 is not a port. Ports are numbers from 1 to 65535."),
    .service(
      "ports: [{port: 65536}]",
      "E spec.ports[0].port: 65536 is not a port. Ports are numbers from 1 to 65535."),
    .service(
      "ports: [{port: -1}]",
      "E spec.ports[0].port: -1 is not a port. Ports are numbers from 1 to 65535."),
    .service(
      "ports: [{port: 99999999999999999999}]",
      "E spec.ports[0].port: Expected a whole number, found the number 1e+20."),
    .service(
      "ports: [{port: 80}, {port: 81, name: b}]",
      "E spec.ports[0].name: Every port of a Service with more than one port needs a name."),
    .service(
      "ports: [{port: 80, name: a}, {port: 81, name: a}]",
      "E spec.ports[1].name: Two ports have the name \"a\"."),
    .service(
      "ports: [{port: 80, name: a}, {port: 80, name: b}]",
      "E spec.ports[1].port: Port 80 is given twice for TCP."),
    .service(
      "ports: [{port: 80, name: A}]",
      "E spec.ports[0].name: \"A\" is not a port name: use lower-case letters, digits and \"-\"."),
    .service(
      "ports: [{port: 80, protocol: tcp}]",
      "E spec.ports[0].protocol: \"tcp\" is not one of the allowed values: TCP, UDP, SCTP."),
    .service(
      "ports: [{port: 80, targetPort: \"8080\"}]",
      "E spec.ports[0].targetPort: \"8080\" is not the name of a port. Write a number without quotes."
    ),
    .service(
      "ports: [{port: 80, targetPort: a--b}]",
      "E spec.ports[0].targetPort: \"a--b\" is not the name of a port."),
    .service(
      "ports: [{port: 80}], type: Ingress",
      "E spec.type: \"Ingress\" is not one of the allowed values: ClusterIP, NodePort, LoadBalancer, "
        + "ExternalName."),
    .service(
      "ports: [{port: 80}], clusterIP: 10.0.0.256",
      "E spec.clusterIP: \"10.0.0.256\" is not an IP address."),
    .service(
      "ports: [{port: 80}], clusterIP: 010.0.0.1",
      "E spec.clusterIP: \"010.0.0.1\" is not an IP address."),
    .service(
      "ports: [{port: 80}], clusterIP: 10.0.0.1, clusterIPs: [10.0.0.2]",
      "E spec.clusterIPs[0]: The first of clusterIPs must be clusterIP, which is \"10.0.0.1\"."),
    .service(
      "ports: [{port: 80}], clusterIPs: [None, 10.0.0.2]",
      "E spec.clusterIPs[0]: \"None\" cannot be combined with addresses."),
    .service("type: ExternalName", "E spec.externalName: This field is required."),
    .service(
      "type: ExternalName, externalName: a..b",
      "E spec.externalName: \"a..b\" is not a host name."),
    .service(
      "type: ExternalName, externalName: 1.2.3.4",
      "E spec.externalName: \"1.2.3.4\" is not a host name."),
    .service(
      "ports: [{port: 80}], publishNotReadyAddresses: 1",
      "E spec.publishNotReadyAddresses: Expected true or false, found the number 1."),
    .service(
      "ports: [{port: 80}], selector: [a]", "E spec.selector: Expected a mapping, found a list."),
    .init(
      "{apiVersion: v1, kind: Service, metadata: {name: s, annotations: "
        + "{networking.istio.io/exportTo: 'A,*'}}, spec: {ports: [{port: 80}]}}",
      "1: error: Service default/s, metadata.annotations[\"networking.istio.io/exportTo\"]: "
        + "\"*\" cannot be combined with other values.",
      "1: error: Service default/s, metadata.annotations[\"networking.istio.io/exportTo\"]: "
        + "\"A\" is neither a namespace nor one of \".\", \"*\" and \"~\"."),
    .init(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - ports:\n    "
        + "- containerPort: 99999\nstatus:\n  podIP: x\n  phase: 1\n",
      "7: error: Pod default/p, spec.containers[0].ports[0].containerPort: 99999 is not a port. Ports are "
        + "numbers from 1 to 65535.",
      "9: error: Pod default/p, status.podIP: \"x\" is not an IP address.",
      "10: error: Pod default/p, status.phase: Expected text, found the number 1. Put it in quotes."
    ),
    .init(
      "{apiVersion: v1, kind: Endpoints, metadata: {name: e}, subsets: [{addresses: [{}], ports: [{}]}]}",
      "1: error: Endpoints default/e, subsets[0].addresses[0].ip: This field is required.",
      "1: error: Endpoints default/e, subsets[0].ports[0].port: This field is required."),
    .init(
      "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}}",
      "1: error: EndpointSlice default/e, addressType: This field is required."),
    .init(
      "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e}, addressType: IPv4, "
        + "endpoints: [{addresses: ['::1']}, {}]}",
      "1: error: EndpointSlice default/e, endpoints[0].addresses[0]: ::1 is not of the slice's addressType.",
      "1: error: EndpointSlice default/e, endpoints[1].addresses: This field is required."),
  ]

  @Test("ServiceEntries that cannot be taken", arguments: entries)
  func serviceEntry(bad: BadManifest) { check(bad) }

  private static let port = "ports: [{name: http, number: 80}]"

  static let entries: [BadManifest] = [
    .init(
      "{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e}}",
      "1: error: ServiceEntry default/e, spec: This field is required."),
    .entry(port, "E spec.hosts: This field is required."),
    .entry("hosts: [], \(port)", "E spec.hosts: At least one host is required."),
    .entry(
      "hosts: ['*'], \(port)",
      "E spec.hosts[0]: \"*\" alone is too wide. Write a DNS name, or \"*.\" and a DNS name."),
    .entry(
      "hosts: [a b], \(port)",
      "E spec.hosts[0]: \"a b\" is not a host name. Write a DNS name, or \"*.\" and a DNS name."),
    .entry(
      "hosts: [a.*.com], \(port)",
      "E spec.hosts[0]: \"a.*.com\" is not a host name. Write a DNS name, or \"*.\" and a DNS name."
    ),
    .entry(
      "hosts: [a.com], ports: [{number: 80}]", "E spec.ports[0].name: This field is required."),
    .entry(
      "hosts: [a.com], ports: [{name: a}]", "E spec.ports[0].number: This field is required."),
    .entry(
      "hosts: [a.com], ports: [{name: a, number: 80}, {name: a, number: 80}]",
      "E spec.ports[1].name: Two ports have the name \"a\".",
      "E spec.ports[1].number: Port 80 is given twice."),
    .entry(
      "hosts: [a.com], ports: [{name: a, number: 80, protocol: HTPP}]",
      "E spec.ports[0].protocol: \"HTPP\" is not a protocol. Known are HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, "
        + "TCP, TLS, MONGO, MYSQL, REDIS."),
    .entry(
      "hosts: [a.com], ports: [{name: a, number: 80, targetPort: 0}]",
      "E spec.ports[0].targetPort: 0 is not a port. Ports are numbers from 1 to 65535."),
    .entry(
      "hosts: [a.com], \(port), location: INTERNAL",
      "E spec.location: \"INTERNAL\" is not one of the allowed values: MESH_EXTERNAL, MESH_INTERNAL."
    ),
    .entry(
      "hosts: [a.com], \(port), resolution: dns, endpoints: [{address: 10.0.0.1}]",
      "E spec.resolution: \"dns\" is not one of the allowed values: NONE, STATIC, DNS, DNS_ROUND_ROBIN."
    ),
    .entry(
      "hosts: [a.com], \(port), addresses: [x, 10.0.0.0/33]",
      "E spec.addresses[0]: \"x\" is neither an IP address nor a block like 10.0.0.0/8.",
      "E spec.addresses[1]: \"10.0.0.0/33\" is neither an IP address nor a block like 10.0.0.0/8."),
    .entry(
      "hosts: [a.com], \(port), addresses: [10.0.0.0/8], resolution: DNS",
      "E spec.addresses: Blocks of addresses can only be used with resolution NONE or STATIC."),
    .entry(
      "hosts: [a.com], \(port), endpoints: [{address: 10.0.0.1}]",
      "E spec.endpoints: With resolution NONE there can be no endpoints. Give the entry a resolution: "
        + "STATIC for addresses, DNS for host names."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: b.com}, {}]",
      "E spec.endpoints[0].address: \"b.com\" is not an IP address, which resolution STATIC needs. "
        + "Use resolution DNS for host names.",
      "E spec.endpoints[1].address: This field is required."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 0.0.0.0}]",
      "E spec.endpoints[0].address: 0.0.0.0 means any address and cannot be an endpoint."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 10.0.0.1, ports: {grpc: 1}}]",
      "E spec.endpoints[0].ports.grpc: \"grpc\" is not a port of this entry. Its ports are: http."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 10.0.0.1, ports: {http: 0}}]",
      "E spec.endpoints[0].ports.http: 0 is not a port. Ports are numbers from 1 to 65535."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 10.0.0.1, weight: -1, "
        + "locality: /z, network: 5}]",
      "E spec.endpoints[0].locality: \"/z\" is not a locality. Write REGION, REGION/ZONE or "
        + "REGION/ZONE/SUBZONE.",
      "E spec.endpoints[0].network: Expected text, found the number 5. Put it in quotes.",
      "E spec.endpoints[0].weight: -1 is not a weight. Weights are numbers from 0 to 4294967295."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 'unix://x'}]",
      "E spec.endpoints[0].address: \"unix://x\" is not a Unix domain socket. Write unix:///PATH or "
        + "unix://@NAME."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 'unix:///x', ports: {http: 1}}]",
      "E spec.endpoints[0].ports: A Unix domain socket has no ports."),
    .entry(
      "hosts: [a.com], ports: [{name: a, number: 1}, {name: b, number: 2}], resolution: STATIC, "
        + "endpoints: [{address: 'unix:///x'}]",
      "E spec.endpoints[0].address: An entry with a Unix domain socket must have exactly one port, and "
        + "this one has 2."),
    .entry(
      "hosts: [a.com], \(port), resolution: DNS, endpoints: [{address: 'unix:///x'}]",
      "E spec.endpoints[0].address: A Unix domain socket needs resolution STATIC, not DNS."),
    .entry(
      "hosts: ['*.a.com'], \(port), resolution: DNS",
      "E spec.hosts[0]: \"*.a.com\" cannot be resolved. With resolution DNS a wildcard needs endpoints."
    ),
    .entry(
      "hosts: [a.com], \(port), resolution: DNS_ROUND_ROBIN, endpoints: [{address: b.c}, {address: c.d}]",
      "E spec.endpoints: With resolution DNS_ROUND_ROBIN there can be one endpoint only, and there are 2."
    ),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, endpoints: [{address: 10.0.0.1}], "
        + "workloadSelector: {labels: {a: b}}",
      "E spec.endpoints: An entry has either endpoints or a workloadSelector, not both."),
    .entry(
      "hosts: [a.com], \(port), resolution: STATIC, workloadSelector: {labels: {a: '*'}}",
      "E spec.workloadSelector.labels.a: A selector's value cannot have a \"*\"."),
    .entry(
      "hosts: [a.com, b.com], ports: [{name: tcp, number: 80}], resolution: DNS",
      "E spec.ports[0]: Several hosts cannot share a port of plain TCP. Give the port a protocol that names "
        + "the host, or make one entry for each host."),
    .entry(
      "hosts: [a.com], \(port), exportTo: [A]",
      "E spec.exportTo[0]: \"A\" is neither a namespace nor one of \".\", \"*\" and \"~\"."),
    .entry(
      "hosts: [a.com], \(port), exportTo: [a, '~']",
      "E spec.exportTo[1]: \"~\" cannot be combined with other values."),
  ]

  @Test("WorkloadEntries and Sidecars that cannot be taken", arguments: others)
  func other(bad: BadManifest) { check(bad) }

  static let others: [BadManifest] = [
    .istio("WorkloadEntry", "", "E spec.address: This field is required."),
    .istio(
      "WorkloadEntry", "address: 300.1.1.1",
      "E spec.address: \"300.1.1.1\" is neither an IP address nor a host name."),
    .istio(
      "WorkloadEntry", "address: 10.0.0.1, ports: {'@': 80}",
      "E spec.ports[\"@\"]: \"@\" is not a port name: use lower-case letters, digits and \"-\"."),
    .istio("Sidecar", "ingress: [{}]", "E spec.ingress[0].port: This field is required."),
    .istio(
      "Sidecar", "ingress: [{port: {name: a}}]",
      "E spec.ingress[0].port.number: This field is required."),
    .istio(
      "Sidecar", "ingress: [{port: {number: 80}}, {port: {number: 80}}]",
      "E spec.ingress[1].port.number: Two ingress listeners have port 80."),
    .istio(
      "Sidecar", "ingress: [{port: {number: 80}, defaultEndpoint: 'localhost:80'}]",
      "E spec.ingress[0].defaultEndpoint: \"localhost:80\" is not an endpoint. Write 127.0.0.1:PORT, "
        + "[::1]:PORT, 0.0.0.0:PORT or unix:///PATH."),
    .istio(
      "Sidecar", "ingress: [{port: {number: 80}, defaultEndpoint: '::1:80', bind: x}]",
      "E spec.ingress[0].bind: \"x\" is not an IP address.",
      "E spec.ingress[0].defaultEndpoint: \"::1:80\" is not an endpoint. Write 127.0.0.1:PORT, "
        + "[::1]:PORT, 0.0.0.0:PORT or unix:///PATH."),
    .istio("Sidecar", "egress: [{}]", "E spec.egress[0].hosts: This field is required."),
    .istio(
      "Sidecar", "egress: [{hosts: []}]", "E spec.egress[0].hosts: At least one host is required."),
    .istio(
      "Sidecar", "egress: [{hosts: [a.com]}]",
      "E spec.egress[0].hosts[0]: \"a.com\" is not NAMESPACE/HOST. The namespace is a name, \"*\", \".\" or "
        + "\"~\"; the host is \"*\", a name, or \"*.\" and a name."),
    .istio(
      "Sidecar", "outboundTrafficPolicy: {mode: ANY}",
      "E spec.outboundTrafficPolicy.mode: \"ANY\" is not one of the allowed values: REGISTRY_ONLY, "
        + "ALLOW_ANY."),
  ]
}
