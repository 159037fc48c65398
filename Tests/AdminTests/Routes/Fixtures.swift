import Foundation
import ManifestSource
import MeshModel
import Testing
import XDSServer

@testable import Admin

/// A service with a pod and a VM.
let mesh = """
  apiVersion: v1
  kind: Service
  metadata: {name: catalog, namespace: shop}
  spec:
    clusterIP: 10.0.28.196
    selector: {app: catalog}
    ports: [{name: grpc, port: 3550, targetPort: 8080}]

  ---
  apiVersion: v1
  kind: Pod
  metadata: {name: catalog-1, namespace: shop, labels: {app: catalog}}
  spec: {containers: [{name: c, image: i}], serviceAccountName: sa}
  status: {phase: Running, podIP: 10.1.0.5, conditions: [{type: Ready, status: "True"}]}
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
      ports: {grpc: 3550}
      labels: {app: catalog, version: v1}
      locality: r1/z1
      weight: 3
  """

/// One host in two namespaces.
let twoNamespaces = ["one", "two"].map { namespace in
  """
  apiVersion: networking.istio.io/v1
  kind: ServiceEntry
  metadata: {name: api, namespace: \(namespace)}
  spec: {hosts: [api.example], resolution: DNS, ports: [{name: http, number: 80, protocol: HTTP}]}
  """
}.joined(separator: "\n---\n")

/// The state after those files were read.
func state(_ files: [String: String] = ["mesh.yaml": mesh]) throws -> AdminState {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "causeway-admin-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  for (name, text) in files {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }
  let manifests = try ManifestSource(paths: [folder.path]).readOnce()
  let mesh = Mesh(objects: manifests.objects.map(\.object))
  return AdminState(
    view: AdminState.View(
      manifests: manifests, meshProblems: manifests.located(mesh.problems),
      generator: SnapshotGenerator(mesh: mesh, revision: 7)))
}

/// The answer to a request.
func respond(
  _ target: String, method: String = "GET", host: String? = "127.0.0.1:15014",
  _ state: AdminState
) throws -> AdminResponse {
  let request = try #require(AdminRequest(method: method, target: target, host: host))
  return AdminRoutes.respond(to: request, state: state)
}

/// The JSON of the answer, which must have that status.
func json(
  _ target: String, _ state: AdminState, status: AdminResponse.Status = .ok
) throws -> [String: Any] {
  let response = try respond(target, state)
  #expect(response.status == status, "\(response.body)")
  #expect(response.contentType == "application/json")
  let value = try JSONSerialization.jsonObject(with: Data(response.body.utf8))
  return try #require(value as? [String: Any])
}
