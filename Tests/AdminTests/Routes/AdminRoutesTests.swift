import Foundation
import ManifestSource
import MeshModel
import Testing
import XDSServer

@testable import Admin

@Suite("The routes of the admin API")
struct AdminRoutesTests {
  @Test("It lives before it is ready, and says so")
  func health() throws {
    let early = AdminState()
    #expect(try respond("/healthz", early) == .text(.ok, "ok"))
    #expect(try respond("/readyz", early).status == .serviceUnavailable)
    #expect(try respond("/readyz", state()) == .text(.ok, "ready"))
    for path in ["services", "services/x", "snapshot", "sources", "workloads"] {
      #expect(try respond("/api/v1/\(path)", early) == .sourcesNotRead)
    }
  }

  @Test("A service shows pods and VMs with their origins")
  func service() throws {
    let state = try state()
    let response = try respond("/api/v1/services/catalog.shop", state)
    #expect(response.status == .ok)
    #expect(response.body.hasPrefix("{\n  \"host\": \"catalog.shop.svc.cluster.local\",\n"))
    let vm = """
            "address": "10.128.0.13",
            "ports": {
              "3550": 3550
            },
            "kind": "vm",
            "health": "healthy",
            "workload": "catalog",
            "namespace": "shop",
            "origin": "ServiceEntry shop/catalog",
            "labels": {
              "app": "catalog",
              "version": "v1"
            },
            "locality": "r1/z1",
            "weight": 3,
      """
    #expect(response.body.contains(vm), "\(response.body)")
    let endpoints = try json("/api/v1/services/catalog.shop", state)["endpoints"]
    let origins = (endpoints as? [[String: Any]])?.map { $0["origin"] as? String }
    #expect(origins == ["Pod shop/catalog-1", "ServiceEntry shop/catalog"])
  }

  @Test(
    "A service goes by its host and its short names",
    arguments: [
      "catalog.shop.svc.cluster.local", "CATALOG.shop.svc.cluster.local", "catalog.shop.svc",
      "catalog.shop", "catalog", "catalog?namespace=shop",
    ])
  func names(_ name: String) throws {
    let service = try json("/api/v1/services/\(name)", state())
    #expect(service["host"] as? String == "catalog.shop.svc.cluster.local")
  }

  @Test("A service that is not there is 404, and one that is there twice asks which one is meant")
  func notFoundAndAmbiguous() throws {
    let state = try state(["a.yaml": twoNamespaces])
    let nothing = try json("/api/v1/services/nothing", state, status: .notFound)
    #expect(nothing["field"] as? String == "host")
    let ambiguous = try json("/api/v1/services/api.example", state, status: .badRequest)
    #expect(ambiguous["field"] as? String == "namespace")
    #expect((ambiguous["error"] as? String)?.contains("one, two") == true)
    let one = try json("/api/v1/services/api.example?namespace=two", state)
    #expect(one["namespace"] as? String == "two")
  }

  @Test(
    "All services are listed, or those of a namespace",
    arguments: [("", 3), ("?namespace=one", 1), ("?namespace=x", 0)])
  func services(_ query: String, _ count: Int) throws {
    let state = try state(["a.yaml": twoNamespaces, "b.yaml": mesh])
    let services = try json("/api/v1/services\(query)", state)["services"] as? [Any]
    #expect(services?.count == count)
  }

  @Test("The sources show objects with their lines, errors with fields, and what is ignored")
  func sources() throws {
    let state = try state([
      "a.yaml": mesh,
      "b.yaml": """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: wrong}
      spec:
        hosts: [x.example]
        resolution: SOMEHOW
      """,
    ])
    let sources = try json("/api/v1/sources", state)
    #expect(sources["errors"] as? Int ?? 0 > 0)
    let files = try #require(sources["files"] as? [[String: Any]])
    #expect(files.count == 2)
    let objects = try #require(files[0]["objects"] as? [[String: Any]])
    #expect(objects.map { $0["line"] as? Int } == [1, 10, 16])
    #expect(objects[1]["object"] as? String == "Pod shop/catalog-1")
    let problems = try #require(files[1]["problems"] as? [[String: Any]])
    let problem = problems.first { $0["severity"] as? String == "error" }
    #expect(problem?["field"] as? String == "spec.resolution")
    #expect(problem?["line"] as? Int == 10)
    let ignored = try #require(files[1]["ignored"] as? [[String: Any]])
    #expect(ignored.first?["kind"] as? String == "Deployment")
  }

  @Test("What is wrong with objects taken together is shown with its file and line")
  func meshProblems() throws {
    let text = """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: a}
      spec:
        hosts: [odd.example]
        location: MESH_INTERNAL
        resolution: STATIC
        ports: [{name: tcp, number: 9, protocol: TCP}]
        endpoints: [{address: 192.0.2.1}]
      ---
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: b}
      spec:
        hosts: [odd.example]
        location: MESH_EXTERNAL
        resolution: STATIC
        ports: [{name: tcp, number: 9, protocol: TCP}]
        endpoints: [{address: 192.0.2.2}]
      """
    let sources = try json("/api/v1/sources", state(["a.yaml": text]))
    let problems = try #require(sources["meshProblems"] as? [[String: Any]])
    #expect(!problems.isEmpty)
    #expect((problems[0]["file"] as? String)?.hasSuffix(".yaml") == true)
    #expect(problems[0]["object"] as? String == "ServiceEntry default/b")
    #expect(problems[0]["field"] as? String == "spec.location")
    #expect(problems[0]["line"] as? Int == 16)
  }

  @Test("Only GET and HEAD are allowed, and Allow says so")
  func methods() throws {
    let state = try state()
    for path in ["/healthz", "/api/v1/services", "/api/v1/services/x"] {
      for method in ["POST", "DELETE", "PUT", "OPTIONS", "get"] {
        let response = try respond(path, method: method, state)
        #expect(response.status == .methodNotAllowed)
        #expect(response.allowedMethods == ["GET", "HEAD"])
      }
    }
    #expect(try respond("/healthz", method: "HEAD", state).status == .ok)
  }

  @Test(
    "What is not there is 404, with a list of what is",
    arguments: [
      "/api", "/api/v1", "/api/v1/services/a/b", "/healthz/x", "/metrics/x", "/../etc",
    ])
  func nothing(_ path: String) throws {
    let answer = try json(path, state(), status: .notFound)
    #expect(answer["field"] as? String == "path")
    #expect((answer["error"] as? String)?.contains("/api/v1/sources") == true)
  }

  @Test(
    "A parameter that is not understood is refused rather than passed over",
    arguments: [
      ("/api/v1/snapshot?typ=cds", "typ", "type, name, node, namespace, interception"),
      ("/api/v1/services?ns=shop", "ns", "namespace"),
      ("/api/v1/services/catalog?name", "name", "namespace"),
      ("/api/v1/sources?namespace=shop", "namespace", "none"),
      ("/api/v1/services?namespace=a&namespace=b", "namespace", "twice"),
    ])
  func parameters(_ path: String, _ parameter: String, _ text: String) throws {
    let answer = try json(path, state(), status: .badRequest)
    #expect(answer["field"] as? String == parameter)
    #expect((answer["error"] as? String)?.contains(text) == true, "\(answer)")
  }

  @Test("Whatever a probe adds to its path, it is answered")
  func probes() throws {
    #expect(try respond("/healthz?probe=1", state()).status == .ok)
    #expect(try respond("/readyz?x", state()).status == .ok)
  }

  @Test(
    "A name that a web page could have is refused on loopback",
    arguments: [
      ("127.0.0.1:15014", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:1", true),
      ("x.localhost:1", true), ("10.0.0.1", true), ("evil.example", false),
      ("evil.example:15014", false), ("localhost.evil.example", false), ("127.0.0.1.evil", false),
    ])
  func hosts(_ host: String, _ isAllowed: Bool) throws {
    let local = try respond("/healthz", host: host, AdminState())
    #expect(local.status == (isAllowed ? .ok : .forbidden))
    #expect(try respond("/healthz", host: host, AdminState(hostPolicy: .any)).status == .ok)
  }

  @Test("The place of a problem is looked for again only where something has moved")
  func places() throws {
    let rule = """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: d}
      spec:
        host: nowhere.example

      """
    var view = try #require(state(["a.yaml": rule]).view)
    #expect(view.meshProblems.map(\.location.line) == [5])
    // A place that cannot be found out shows that it is taken over.
    view.meshProblems[0].location.line = 99
    let problems = view.generator.mesh.problems
    #expect(view.manifests.located(problems).map(\.location.line) == [5])
    #expect(view.manifests.located(problems, since: view).map(\.location.line) == [99])
    let moved = try #require(state(["a.yaml": "# Moved.\n" + rule]).view)
    #expect(moved.manifests.located(problems, since: view).map(\.location.line) == [6])
  }
}
