import Testing

@testable import MeshModel

/// What is being shut down gets no new requests, and finishes those it has.
@Suite("Draining")
struct DrainingTests {
  private static let service = Given.service(selector: ["app": "shop"])
  private static let labels = ["app": "shop"]

  /// The same endpoint of each kind, on its way out.
  static let kinds: [(String, [MeshObject], String)] = [
    (
      "Pod", [service, Given.pod("a", "10.1.0.1", labels: labels, terminating: true)],
      "10.1.0.1 80>80 pod a draining"
    ),
    (
      "EndpointSlice",
      [
        service,
        Given.slice(
          "s",
          [
            .init(
              addresses: [Given.address("10.1.0.1")], isReady: false, isServing: true,
              isTerminating: true)
          ]),
      ], "10.1.0.1 80>8080 external s draining"
    ),
    (
      "WorkloadEntry of a Service",
      [
        service, Given.workloadEntry("vm", Given.vm("10.1.0.1", labels: labels), terminating: true),
      ], "10.1.0.1 80>80 vm vm draining"
    ),
    (
      "WorkloadEntry of a ServiceEntry",
      [
        Given.entry(selector: labels),
        Given.workloadEntry("vm", Given.vm("10.1.0.1", labels: labels), terminating: true),
      ], "10.1.0.1 80>80 vm vm draining"
    ),
    (
      "ServiceEntry with an inline endpoint",
      [Given.entry(vms: [Given.vm("10.1.0.1")], terminating: true)],
      "10.1.0.1 80>80 vm shop draining"
    ),
    (
      "ServiceEntry outside the mesh",
      [Given.entry(location: .meshExternal, vms: [Given.vm("10.1.0.1")], terminating: true)],
      "10.1.0.1 80>80 external shop draining"
    ),
  ]

  @Test("What is being shut down drains, of every kind", arguments: kinds)
  func everyKind(kind: String, objects: [MeshObject], expected: String) {
    #expect(Mesh(objects: objects).endpoints() == [expected], "\(kind)")
  }

  @Test("A VM that is being deleted drains wherever it is listed")
  func listedElsewhere() {
    let leaving = Given.workloadEntry("vm", Given.vm("10.128.0.1"), terminating: true)
    let inline = Given.entry(vms: [Given.vm("10.128.0.1")])
    #expect(Mesh(inline, leaving).endpoints() == ["10.128.0.1 80>80 vm vm draining"])
    let slice = Given.slice("s", [.init(addresses: [Given.address("10.128.0.1")])])
    #expect(
      Mesh(Given.service(), slice, leaving).endpoints() == ["10.128.0.1 80>8080 vm vm draining"])
    let staying = Given.workloadEntry("vm", Given.vm("10.128.0.1"))
    #expect(Mesh(inline, staying).endpoints() == ["10.128.0.1 80>80 vm vm"])
  }
}
