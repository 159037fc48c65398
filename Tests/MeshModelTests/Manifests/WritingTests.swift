import MeshModel
import Testing

@Suite("Writing manifests")
struct WritingTests {
  @Test("A WorkloadEntry is written so that people can read it")
  func text() {
    let entry = WorkloadEntry(
      metadata: ObjectMetadata(
        name: "catalog-10-128-0-13", namespace: "shop",
        annotations: [WorkloadEntry.serviceAnnotation: "catalog.shop.svc.cluster.local"]),
      workload: Given.vm(
        "10.128.0.13", ports: ["grpc": 3550, "80": 8080], labels: ["app": "catalog"],
        network: "dc", locality: Locality(region: "r", zone: "z"), weight: 0, account: "vm"))
    #expect(
      entry.manifest(comment: ["Hello."], deletionTimestamp: "2026-11-25T18:00:00Z") == """
        # Hello.
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata:
          name: "catalog-10-128-0-13"
          namespace: "shop"
          deletionTimestamp: "2026-11-25T18:00:00Z"
          annotations:
            "causeway/service": "catalog.shop.svc.cluster.local"
        spec:
          address: "10.128.0.13"
          ports:
            "80": 8080
            "grpc": 3550
          labels:
            "app": "catalog"
          network: "dc"
          locality: "r/z"
          weight: 0
          serviceAccount: "vm"

        """)
  }

  @Test("What is written is read back as it was")
  func roundTrip() {
    var random = RandomObjects(seed: 7)
    var count = 0
    for object in (0..<60).flatMap({ _ in random.make() }) {
      guard case .workloadEntry(var entry) = object,
        // What a cluster refuses is not read, and a label of the metadata is one of the VM.
        let address = entry.workload.address, entry.workload.ports[""] == nil
      else { continue }
      if case .unixSocket = address { continue }
      if case .hostname(let name) = address {
        entry.workload.address = .hostname(name.lowercased())
      }
      entry.metadata.annotations["odd"] = "a: 'b' \"c\"\n# d\t\u{7F}\u{85}é😀 "
      entry.workload.labels.merge(entry.metadata.labels) { own, _ in own }
      let isDeleted = entry.metadata.isTerminating
      let text = entry.manifest(deletionTimestamp: isDeleted ? "2026-11-25T18:00:00Z" : nil)
      let manifest = Manifest(parsing: text, file: "x.yaml")
      #expect(manifest.objects.map(\.object) == [.workloadEntry(entry)], "\(text)")
      #expect(manifest.problems.isEmpty)
      count += 1
    }
    #expect(count > 20)
  }
}
