import Dispatch
import Foundation
import MeshModel
import Testing

@testable import Registry

@Suite("Registering from many sides at once")
struct ConcurrencyTests {
  @Test("Each VM is registered once, whoever is first")
  func sameAddresses() throws {
    let server = try TestServer()
    let results = Box<[String: [RegistrationError.Kind?]]>([:])
    DispatchQueue.concurrentPerform(iterations: 32) { number in
      let address = "10.128.1.\(1 + number % 16)"
      let request = RegistrationRequest(
        service: "catalog", address: address, ports: [.init(name: "grpc", number: 3550)])
      var kind: RegistrationError.Kind?
      do throws(RegistrationError) {
        _ = try server.registry.register(request)
      } catch {
        kind = error.kind
      }
      results.update { $0[address, default: []].append(kind) }
    }
    for kinds in results.value.values {
      #expect(kinds.count == 2 && kinds.contains(nil) && kinds.contains(.conflict))
    }
    #expect(server.files.count == 16)
    #expect(server.endpoints().count == 17)
  }

  @Test("A call does not wait until what others have written is served")
  func slowServer() async throws {
    // The first call waits for its revision until the test ends.
    let isOver = DispatchSemaphore(value: 0)
    let calls = Box(0)
    let server = try TestServer(revision: { generation in
      var place = 0
      calls.update {
        $0 += 1
        place = $0
      }
      if place == 1 { isOver.wait() }
      return generation
    })
    @Sendable func register(_ address: String) throws {
      _ = try server.registry.register(
        RegistrationRequest(
          service: "catalog", address: address, ports: [.init(name: "grpc", number: 1)]))
    }
    Thread.detachNewThread { try? register("10.128.1.1") }
    #expect(try await eventually { calls.value == 1 })
    try register("10.128.1.2")
    #expect(server.files.count == 2)
    #expect(throws: RegistrationError.self) { try register("10.128.1.1") }
    isOver.signal()
  }
}
