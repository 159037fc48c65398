import Foundation
import Logging
import ManifestSource
import MeshModel
import Platform

@testable import Registry

/// A folder of manifests and a state directory, served by nobody: what a registry needs of a
/// server, and nothing else.
final class TestServer: Sendable {
  static let manifests = """
    apiVersion: v1
    kind: Service
    metadata: {name: catalog, namespace: default}
    spec:
      selector: {app: catalog}
      ports: [{name: grpc, port: 3550, targetPort: 13550}, {name: http, port: 80, targetPort: web}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: plain, namespace: shop}
    spec: {ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: catalog-1, labels: {app: catalog}}
    status: {phase: Running, podIP: 10.1.0.1, conditions: [{type: Ready, status: "True"}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api}
    spec:
      hosts: [api.example, plain]
      location: MESH_INTERNAL
      resolution: STATIC
      ports: [{name: http, number: 80, protocol: HTTP}]
      endpoints: [{address: 10.128.0.1}]
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: dns}
    spec:
      hosts: [dns.example]
      location: MESH_INTERNAL
      resolution: DNS
      ports: [{name: http, number: 80, protocol: HTTP}]

    """

  let folder: URL
  let source: ManifestSource
  let registry: WorkloadRegistry
  let gate = Gate()

  /// The state directory.
  var state: String { folder.appending(path: "state").path }

  init(
    _ manifests: String = TestServer.manifests,
    fault: @escaping @Sendable (StateDirectory.Step) -> Int32 = { _ in 0 },
    revision: @escaping @Sendable (UInt64) -> UInt64? = { $0 }
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "causeway-registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try manifests.write(
      to: folder.appending(path: "mesh.yaml"), atomically: true, encoding: .utf8)
    self.folder = folder
    (source, registry) = try Self.start(in: folder, gate: gate, fault: fault, revision: revision)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
    // A removal that still waits would wait for ever; it finds nothing to remove any more.
    gate.open()
  }

  /// Source and registry of a new process over the same folder.
  static func start(
    in folder: URL, gate: Gate,
    fault: @escaping @Sendable (StateDirectory.Step) -> Int32 = { _ in 0 },
    revision: @escaping @Sendable (UInt64) -> UInt64? = { $0 }
  ) throws -> (ManifestSource, WorkloadRegistry) {
    let state = folder.appending(path: "state").path
    let source = try ManifestSource(
      paths: [folder.appending(path: "mesh.yaml").path], stateFolder: state)
    var directory = StateDirectory(path: state)
    directory.fault = fault
    let server = WorkloadRegistry.Server(
      view: {
        let manifests = source.readOnce()
        return .init(mesh: Mesh(objects: manifests.objects.map(\.object)), manifests: manifests)
      },
      revision: revision,
      waitUntilAcknowledged: { await gate.pass($0) })
    let registry = WorkloadRegistry(
      directory: directory, source: source, server: server, logger: Logger(label: "test"))
    return (source, registry)
  }

  /// The mesh as the files say it.
  var mesh: Mesh { Mesh(objects: source.readOnce().objects.map(\.object)) }

  /// The endpoints of a host: address, ports, health.
  func endpoints(of host: String = "catalog.default.svc.cluster.local") -> [String] {
    (mesh.services.first { $0.host == host }?.endpoints ?? []).map { endpoint in
      let ports = endpoint.ports.sorted { $0.key < $1.key }.map { "\($0.key)>\($0.value)" }
      return "\(endpoint.address) \(ports.joined(separator: " ")) \(endpoint.health.rawValue)"
    }
  }

  /// The files of the state directory, below its `workloads`.
  var files: [String] {
    let workloads = state + "/workloads"
    return (FileManager.default.enumerator(atPath: workloads)?.compactMap { $0 as? String } ?? [])
      .filter { (try? String(contentsOfFile: "\(workloads)/\($0)", encoding: .utf8)) != nil }
      .sorted()
  }
}

/// Envoys that acknowledge when the test says so.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var revisions: [UInt64] = []
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Lock(State())

  /// The revisions for which somebody has waited.
  var revisions: [UInt64] { state.withLock { $0.revisions } }

  func pass(_ revision: UInt64) async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        state.revisions.append(revision)
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  /// Lets all pass, those who wait and those who come.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// Waits until a condition holds, for at most 20 seconds.
func eventually(_ condition: () -> Bool) async throws -> Bool {
  let deadline = ContinuousClock.now.advanced(by: .seconds(20))
  while !condition() {
    guard ContinuousClock.now < deadline else { return false }
    try await Task.sleep(for: .milliseconds(5))
  }
  return true
}

/// A value that a test changes while others look at it.
final class Box<Value: Sendable>: Sendable {
  private let storage: Lock<Value>

  init(_ value: Value) { storage = Lock(value) }

  func update(_ body: (inout Value) -> Void) {
    storage.withLock { value in
      var copy = value
      body(&copy)
      value = copy
    }
  }

  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }
}
