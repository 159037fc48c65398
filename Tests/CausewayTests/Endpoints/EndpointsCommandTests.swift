import EnvoyAPI
import Testing

@testable import causeway

@Suite("causeway endpoints")
struct EndpointsCommandTests {
  private static let manifests = """
    apiVersion: v1
    kind: Service
    metadata: {name: catalog, namespace: shop}
    spec:
      clusterIP: 10.0.28.196
      selector: {app: catalog}
      ports: [{name: grpc, port: 3550, targetPort: 8080}, {name: http, port: 80}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: catalog-1, namespace: shop, labels: {app: catalog}}
    spec: {containers: [{name: c, image: i}]}
    status: {phase: Running, podIP: "fd00::5", conditions: [{type: Ready, status: "True"}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: catalog, namespace: shop}
    spec:
      hosts: [catalog.shop.svc.cluster.local]
      location: MESH_INTERNAL
      resolution: STATIC
      ports: [{name: grpc, number: 3550, protocol: GRPC}]
      endpoints:
      - address: 10.128.0.13
        ports: {grpc: 3551}
        labels: {app: catalog, version: v1}
        locality: r1/z1
        weight: 3
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: empty, namespace: shop}
    spec: {clusterIP: 10.0.28.197, ports: [{port: 80}]}

    """

  @Test("Pods and VMs of a real server, each with its object")
  func server() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.manifests, "mesh.yaml")
    let server = try RunningServer(config: [path])
    let url = "http://127.0.0.1:\(try server.adminPort)"
    func run(_ arguments: String...) throws -> Program.Result {
      try Program.run(["endpoints"] + arguments + ["--admin", url])
    }
    let one = try run("catalog", "-n", "shop")
    let expected = """
      SERVICE        PORT        ENDPOINT           KIND   HEALTH    WEIGHT   \
      LOCALITY   ORIGIN                      LABELS
      catalog.shop   80/http     [fd00::5]:80       pod    healthy   -        -          \
      Pod shop/catalog-1          app=catalog
      catalog.shop   3550/grpc   [fd00::5]:8080     pod    healthy   -        -          \
      Pod shop/catalog-1          app=catalog
      catalog.shop   3550/grpc   10.128.0.13:3551   vm     healthy   3        \
      r1/z1      ServiceEntry shop/catalog   app=catalog,version=v1

      """
    func rows(_ text: String) -> [String] { text.split(separator: "\n").map(String.init).sorted() }
    #expect(rows(one.output) == rows(expected), "\(one.output)")
    #expect(one.exitCode == 0)
    let all = try run()
    #expect(all.output.contains("\nempty.shop "))
    #expect(all.output.contains("<none>"))
    let missing = try run("nothing", "-n", "shop")
    #expect(missing.exitCode == 1)
    #expect(missing.errors.hasPrefix("causeway: There is no service nothing"))
    let json = try run("-o", "json")
    #expect(try JSONValue(parsing: json.output)["services"]?.elements?.count == 2)
    let elsewhere = try run("-n", "elsewhere")
    #expect(elsewhere.exitCode == 0)
    #expect(elsewhere.output == "")
    #expect(elsewhere.errors == "There is no service in namespace elsewhere.\n")
  }

  @Test("Sockets of the file system have no port, and hostile labels do nothing")
  func oddities() throws {
    let service: JSONValue = [
      "host": "odd.example", "namespace": "default", "name": .null,
      "ports": [["number": 1, "name": "", "protocol": "tcp"]],
      "endpoints": [
        [
          "address": "unix:///run/x", "ports": ["1": 0], "kind": "external", "health": "healthy",
          "origin": "ServiceEntry default/odd", "labels": ["a": "\u{1B}[31m"], "weight": 0,
          "locality": .null,
        ]
      ],
    ]
    let result = try FakeAdmin(["/api/v1/services": ["services": [service]]]).run("endpoints")
    #expect(
      result.output.hasSuffix(
        """
        odd.example   1      unix:///run/x   external   healthy   0        -          \
        ServiceEntry default/odd   a=\\u{1B}[31m

        """), "\(result.output)")
  }
}
