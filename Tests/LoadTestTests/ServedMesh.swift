import Dispatch
import Logging
import MeshModel
import Platform
import TestCertificates
import XDSServer

@testable import LoadTest

/// A server of this project on free ports of 127.0.0.1, and a mesh of which one endpoint changes.
final class ServedMesh: Sendable {
  let server: DiscoveryServer
  let authority: [UInt8]
  private let client: TestCertificate

  init(services: Int = 5) async throws {
    let authority = TestAuthority()
    let certificate = authority.issue(.init(["DNS:localhost", "IP:127.0.0.1"]))
    client = authority.issue(.init(["URI:spiffe://mesh/ns/default/sa/default"]))
    self.authority = authority.certificate
    let credentials = try TLSCredentials(
      TLSMaterial(
        certificate: certificate.certificate, key: certificate.key,
        clientCA: authority.certificate))
    var configuration = DiscoveryServer.Configuration(address: .anyLoopbackPort)
    configuration.tls = TLSListener(address: .anyLoopbackPort, credentials: credentials)
    server = try DiscoveryServer(
      configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    self.services = services
    await server.update(mesh: Self.mesh(services, change: 0), cause: "start")
  }

  private let services: Int

  /// Has the first service another endpoint, and returns when that is on its way.
  func change(_ number: Int) {
    let done = DispatchSemaphore(value: 0)
    Task {
      await server.update(mesh: Self.mesh(services, change: number), cause: "change \(number)")
      done.signal()
    }
    done.wait()
  }

  /// A plan for it.
  func plan(clients: Int = 20, overTLS: Bool = false) throws -> LoadPlan {
    var plan: LoadPlan
    if overTLS, let address = server.boundTLSAddress {
      let credentials = try TLSClientCredentials(
        authority: authority, certificate: (client.certificate, client.key),
        serverName: "localhost")
      plan = LoadPlan(target: address, authority: "localhost:\(address.port)", tls: credentials)
    } else {
      plan = LoadPlan(target: server.boundAddress, authority: "\(server.boundAddress)")
    }
    plan.clients = clients
    plan.loops = 2
    plan.connectTimeout = .seconds(30)
    return plan
  }

  /// So many changes of it.
  func changes(
    _ count: Int, every interval: Duration = .milliseconds(50),
    by recognition: LoadPlan.Recognition = .anyNews
  ) -> LoadPlan.Changes {
    LoadPlan.Changes(
      count: count, interval: interval, recognition: recognition, timeout: .seconds(30)
    ) { [self] number in change(number) }
  }

  static func mesh(_ services: Int, change: Int) -> Mesh {
    let documents = (0..<services).map { index in
      let address = index == 0 ? "10.99.0.\(change + 1)" : "10.1.0.\(index)"
      return """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: svc-\(index), namespace: default}
        spec:
          hosts: [svc-\(index).default.svc.cluster.local]
          addresses: [10.200.0.\(index + 1)]
          location: MESH_INTERNAL
          resolution: STATIC
          ports: [{name: http, number: 8080, protocol: HTTP}]
          endpoints: [{address: \(address)}]
        """
    }
    let manifest = Manifest(parsing: documents.joined(separator: "\n---\n"), file: "mesh.yaml")
    return Mesh(objects: manifest.objects.map(\.object))
  }
}

extension LoadTest {
  /// Runs a test on a thread of its own, as it blocks.
  static func run(_ plan: LoadPlan) async throws -> LoadReport {
    try await withCheckedThrowingContinuation { done in
      DispatchQueue.global().async {
        done.resume(with: Result { try LoadTest(plan).run() })
      }
    }
  }
}
