import Testing

@testable import MeshModel

@Suite("Manifests")
struct ManifestTests {
  private static let good = "apiVersion: v1\nkind: Namespace\nmetadata: {name: NAME}\n"

  @Test(
    "A broken document costs only itself",
    arguments: [
      "kind: [\n", "\t- x\n", "a: \"unterminated\n", "a: 'x\n", "a: |\n x\n  y: [\n", "}{",
      "a: *b\n",
      "- a\n b\n", "\u{0}", "? ? ?\n- :", "apiVersion: v1\nkind: Pod\n",
    ])
  func brokenInBetween(text: String) {
    let files = [
      Self.good.replacing("NAME", with: "a"), text, Self.good.replacing("NAME", with: "b"),
    ]
    let manifest = Manifest(parsing: files.joined(separator: "\n---\n"), file: "f")
    #expect(manifest.objects.map(\.object.metadata.name) == ["a", "b"])
    #expect(manifest.broken.count == 1)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(manifest.problems.allSatisfy { (5...6 + lines).contains($0.location.line) })
    #expect(manifest.objects.map(\.location.line) == [1, 7 + lines])
  }

  @Test("Bytes that are not UTF-8 cost only their document")
  func invalidUTF8() {
    let bytes =
      Array(Self.good.replacing("NAME", with: "a").utf8) + Array("---\nx: ".utf8) + [0xC3, 0x28]
      + Array("\n---\n".utf8) + Array(Self.good.replacing("NAME", with: "b").utf8)
    let manifest = Manifest(parsing: bytes, file: "f")
    #expect(manifest.objects.map(\.object.metadata.name) == ["a", "b"])
    #expect(
      manifest.problems.map(\.description)
        == ["f:5: error: This is not readable text: invalid trailing UTF-8 octet."])
  }

  @Test(
    "Empty files and documents are nothing",
    arguments: ["", "\n", "---\n---\n", "# x\n", "null", "~\n"])
  func empty(text: String) {
    let manifest = Manifest(parsing: text, file: "f")
    #expect(manifest.objects.isEmpty)
    #expect(manifest.problems.isEmpty)
    #expect(manifest.broken.isEmpty)
  }

  @Test("A broken document says which object it is, as far as that can be read")
  func brokenIdentity() {
    func broken(_ text: String) -> [String] {
      Manifest(parsing: text, file: "f").broken.map {
        "\($0.kind?.rawValue ?? "-") \($0.object?.description ?? "-")"
      }
    }
    #expect(
      broken("apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: n}\nspec: [\n")
        == ["Service Service n/a"])
    #expect(broken("apiVersion: v1\nkind: Service\nmetadata: {name: a\n") == ["Service -"])
    #expect(broken("metadata: {name: a}\nkind: Service\nspec: [\n") == ["- -"])
    #expect(broken("apiVersion: v1\nkind: Service\nmetadata: {}\n") == ["Service -"])
    #expect(
      broken("apiVersion: v1\nkind: Servise\nmetadata: {name: a}\n") == [
        "Service Service default/a"
      ])
    #expect(
      broken(
        "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: 1}]}"
      )
        == ["Pod Pod default/a"])
  }

  @Test("Fields that have no effect are warned of, and the object is taken")
  func warnings() {
    #expect(
      problems(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: s}
        spec:
          sesionAffinity: ClientIP
          sessionAffinity: ClientIP
          externalIPs: [1.2.3.4]
          internalTrafficPolicy: Local
          externalTrafficPolicy: Local
          made-up: null
          portz: 1
          ports:
          - {port: 80, target_port: 8080, nodePort: 30080}
        """) == [
          "5: warning: Service default/s, spec.sesionAffinity: There is no such field, and it is ignored. "
            + "Did you mean \"sessionAffinity\"?",
          "6: warning: Service default/s, spec.sessionAffinity: This field is understood but not yet acted "
            + "on.",
          "7: warning: Service default/s, spec.externalIPs: This field is understood but not yet acted on.",
          "8: warning: Service default/s, spec.internalTrafficPolicy: This field is understood but not yet "
            + "acted on.",
          "11: warning: Service default/s, spec.portz: There is no such field, and it is ignored. Did you "
            + "mean \"ports\"?",
          "13: warning: Service default/s, spec.ports[0].target_port: There is no such field, and it is "
            + "ignored. Did you mean \"targetPort\"?",
        ])
    #expect(
      problems(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: e}
        spec:
          hosts: [a.com, A.com]
          subjectAltNames: [x]
          resolution: STATIC
          endpoints: [{address: 10.0.0.1, lables: {}}]
        """) == [
          "4: warning: ServiceEntry default/e, spec: An entry without ports leads nowhere. Give it ports.",
          "5: warning: ServiceEntry default/e, spec.hosts[1]: The host \"a.com\" is given twice.",
          "6: warning: ServiceEntry default/e, spec.subjectAltNames: This field is understood but not yet "
            + "acted on.",
          "8: warning: ServiceEntry default/e, spec.endpoints[0].lables: There is no such field, and it is "
            + "ignored. Did you mean \"labels\"?",
        ])
  }

  @Test("More fields without effect")
  func moreWarnings() {
    #expect(
      problems(
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: s}
        spec:
          ingress: [{port: {number: 80, targetPort: 1}, captureMode: NONE, tls: {}}]
          egress: [{hosts: ["*/*"], bind: 1.2.3.4, port: {number: 1, protocol: HTTP_PROXY}}]
          inboundConnectionPool: {}
        """) == [
          "5: warning: Sidecar default/s, spec.ingress[0].captureMode: This field is understood but not yet "
            + "acted on.",
          "5: warning: Sidecar default/s, spec.ingress[0].port.targetPort: This field is understood but not "
            + "yet acted on.",
          "5: warning: Sidecar default/s, spec.ingress[0].tls: This field is understood but not yet acted "
            + "on.",
          "6: warning: Sidecar default/s, spec.egress[0].bind: This field is understood but not yet acted "
            + "on.",
          "6: warning: Sidecar default/s, spec.egress[0].port.protocol: HTTP_PROXY is understood but not "
            + "yet acted on.",
          "7: warning: Sidecar default/s, spec.inboundConnectionPool: This field is understood but not yet "
            + "acted on.",
        ])
    #expect(
      problems(
        """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: w}
        spec: {network: n1}
        """) == [
          "4: warning: WorkloadEntry default/w, spec: An entry that is reached through its network's gateway "
            + "is understood but not yet acted on."
        ])
    #expect(
      problems(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: e}
        addressType: FQDN
        endpoints: [{addresses: [a.com]}]
        """) == [
          "4: warning: EndpointSlice default/e, addressType: Slices of host names are not used, as in "
            + "Kubernetes: no endpoint is taken from this one."
        ])
    #expect(
      problems(
        """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: e}
        spec: {hosts: [a.com], ports: [{name: dns, number: 53, protocol: UDP}]}
        """) == [
          "4: warning: ServiceEntry default/e, spec.ports[0].protocol: UDP is understood but not yet acted "
            + "on."
        ])
  }

  @Test("Kinds that are not read are counted, and named once")
  func ignoredKinds() {
    let text = """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "1"}}
      ---
      {apiVersion: networking.istio.io/v1, kind: WorkloadGroup, metadata: {name: a}}
      ---
      {apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: b}}
      ---
      {apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}
      ---
      {apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: b}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: c}}
      ---
      {apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: c}}
      """
    let manifest = Manifest(parsing: text, file: "f")
    #expect(manifest.broken.isEmpty)
    #expect(
      manifest.ignored.map { "\($0.apiVersion) \($0.kind) \($0.count) \($0.reason.rawValue)" } == [
        "apps/v1 Deployment 2 not part of a mesh", "v1 ConfigMap 1 not part of a mesh",
        "networking.istio.io/v1 WorkloadGroup 1 not yet acted on",
        "security.istio.io/v1 PeerAuthentication 1 not yet acted on",
        "serving.knative.dev/v1 Service 2 unknown kind",
        "networking.istio.io/v1alpha3 EnvoyFilter 1 unknown kind",
      ])
    #expect(
      manifest.problems.map(\.description) == [
        "f:5: warning: WorkloadGroup \"a\" is understood but not yet acted on.",
        "f:7: warning: PeerAuthentication \"b\" is understood but not yet acted on.",
        "f:9: note: Objects of the kind Service in serving.knative.dev/v1 are not known and are skipped.",
        "f:15: note: Objects of the kind EnvoyFilter in networking.istio.io/v1alpha3 are not known and are "
          + "skipped.",
      ])
  }

  @Test("A file full of nonsense is not answered with more nonsense")
  func manyProblems() {
    let ports = (0..<5_000).map { _ in "{port: x}" }.joined(separator: ", ")
    let text = "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [\(ports)]}}"
    #expect(Manifest(parsing: text, file: "f").problems.count == 100)
  }

  @Test("Severities and problems have an order")
  func order() {
    func problem(_ severity: ManifestProblem.Severity, _ file: String, _ line: Int)
      -> ManifestProblem
    {
      ManifestProblem(severity, at: SourceLocation(file: file, line: line), message: "m")
    }
    let ordered = [
      problem(.warning, "a", 1), problem(.error, "a", 2), problem(.warning, "a", 2),
      problem(.note, "a", 2), problem(.error, "a", 10), problem(.error, "b", 1),
    ]
    #expect(ordered.shuffled().sorted() == ordered)
  }
}
