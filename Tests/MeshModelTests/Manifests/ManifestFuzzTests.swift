import Glibc
import Testing

@testable import MeshModel

@Suite("Manifests under mutation")
struct ManifestFuzzTests {
  private static let sample = """
    apiVersion: v1
    kind: Service
    metadata: {name: web, labels: &l {app: web}}
    spec:
      selector: *l
      ports: [{name: http, port: 80, targetPort: 8080}]
    ---
    apiVersion: v1
    kind: List
    items:
    - apiVersion: v1
      kind: Pod
      metadata: {name: web-0, labels: {<<: {a: b}, app: web}}
      spec: {containers: [{name: a, ports: [{containerPort: 8080, name: http}]}]}
      status: {podIP: 10.0.0.1, conditions: [{type: Ready, status: "True"}]}
    - {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, addressType: IPv6,
       endpoints: [{addresses: ["fd00::1"]}], ports: [{name: http, port: 8080}]}
    ---
    # A comment.
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata:
      name: e
      annotations:
        note: |
          several
          lines
    spec:
      hosts: [a.example.com, "*.example.org"]
      addresses: [10.0.0.0/8]
      ports: [{name: http, number: 80, protocol: HTTP}]
      resolution: STATIC
      endpoints:
      - {address: 10.0.0.2, ports: {http: 81}, locality: a/b/c, weight: 3}
      - address: unix:///x
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: s}
    spec:
      ingress: [{port: {number: 9080}, defaultEndpoint: "127.0.0.1:8080"}]
      egress: [{hosts: [./*, "~/*"]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: v, creationTimestamp: "2026-11-25T18:00:00Z"}
    spec:
      hosts: [a, "*.b"]
      gateways: [mesh, g]
      http:
      - match: [{uri: {regex: "/(a|b)+[c-d]{1,2}"}, headers: {x: {exact: y}}, port: 80}]
        route: [{destination: {host: a, subset: v1, port: {number: 80}}, weight: 5}]
        timeout: 1m2.5s
        retries: {attempts: 2, retryOn: "5xx,503"}
        fault: {abort: {httpStatus: 503, percentage: {value: 0.5}}}
        headers: {request: {set: {a: "%REQ(x):5% %%"}}}
      - directResponse: {status: 200, body: {bytes: dGVh}}
      tls: [{match: [{sniHosts: [c.b]}], route: [{destination: {host: a}}]}]
      tcp: [{match: [{destinationSubnets: [10.0.0.0/8]}], route: [{destination: {host: a}}]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: d}
    spec:
      host: a
      subsets: [{name: v1, labels: {version: v1}}]
      trafficPolicy:
        loadBalancer:
          consistentHash: {useSourceIp: true, maglev: {tableSize: 251}}
          localityLbSetting: {distribute: [{from: eu/*, to: {eu: 80, us: 20}}]}
        portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: g}
    spec:
      servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [./a, "*/*.b"]}]

    """

  private static let pieces: [String] = [
    "---\n", "...\n", "\n", "\r\n", "\t", "  ", "- ", "? ", ": ", "[", "]", "{", "}", ",", "&l ",
    "*l",
    "<<: *l\n", "|\n", ">-\n", "\"", "'", "#", "%YAML 1.1\n", "!!int ", "!x ", "null", "~", "true",
    "1e999",
    "-1", "65536", "99999999999999999999", "0x", "\u{0}", "\u{FEFF}", "\u{85}", "\u{2028}", "é",
    "\\u0000",
    "\"\\ud800\"", "kind: List\nitems:\n", "@", "`",
  ]

  private static func mutate(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
    let at = Int.random(in: 0...bytes.count, using: &random)
    let length = min(Int.random(in: 0..<40, using: &random), bytes.count - at)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(at..<at + length)
    case 1:
      bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
    case 2 where at < bytes.count: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
    case 3:
      let from = Int.random(in: 0...bytes.count - length, using: &random)
      bytes.insert(contentsOf: Array(bytes[from..<from + length]), at: at)
    case 4: bytes.removeSubrange(at...)
    default:
      bytes.replaceSubrange(
        at..<at + length, with: Array((pieces.randomElement(using: &random) ?? "").utf8))
    }
  }

  @Test("No file makes the reader trap, and what it says has its place in the file")
  func mutations() {
    let fixed = getenv("CAUSEWAY_SEED").flatMap { UInt64(String(cString: $0)) }
    let isExploring = getenv("CAUSEWAY_EXPLORE") != nil
    let seed = fixed ?? (isExploring ? .random(in: 1...999_999) : 20_261_125)
    print("seed \(seed): set CAUSEWAY_SEED to run it again")
    let rounds = getenv("CAUSEWAY_FUZZ_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 400
    for round in 0..<rounds {
      var random = SeededGenerator(seed: seed &+ UInt64(round))
      var bytes = Array(Self.sample.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, with: &random) }
      let manifest = Manifest(parsing: bytes, file: "f")
      // libyaml counts more kinds of line ends than a newline, so only lines below the first are
      // certain.
      let isPlaced = manifest.problems.allSatisfy { $0.location.line >= 1 && !$0.message.isEmpty }
      let isExplained =
        manifest.broken.isEmpty || manifest.problems.contains { $0.severity == .error }
      let isFound = manifest.objects.allSatisfy { $0.location(of: "spec.ports[0].name").line >= 1 }
      if !isPlaced || !isExplained || !isFound {
        Issue.record("seed \(seed &+ UInt64(round)): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test("The sample itself is good")
  func sampleIsGood() {
    let manifest = Manifest(parsing: Self.sample, file: "f")
    #expect(manifest.objects.count == 8)
    #expect(manifest.problems.map(\.description) == [])
  }
}
