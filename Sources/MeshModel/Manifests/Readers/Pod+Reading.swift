extension Pod {
  /// Reads a Pod.
  init(_ object: Field, metadata: ObjectMetadata) {
    self.init(metadata: metadata)
    if let spec = object.mapping("spec") {
      // `serviceAccount` is the old name of the field, which Kubernetes still writes.
      let account = spec.text("serviceAccountName") ?? spec.text("serviceAccount") ?? ""
      if !account.isEmpty { serviceAccount = account }
      if let node = spec.text("nodeName"), !node.isEmpty { nodeName = node }
      ports = Self.containers(spec).flatMap { $0.mappings("ports").compactMap(Self.port) }
    }
    guard let status = object.mapping("status") else { return }
    ips = Self.ips(status)
    let phase = status.text("phase")
    isFinished = phase == "Succeeded" || phase == "Failed"
    if status.child("conditions") == nil {
      isReady = phase == nil || phase == "Running"
    } else {
      isReady = status.mappings("conditions").contains {
        $0.text("type") == "Ready" && $0.text("status") == "True"
      }
    }
  }

  /// Containers that run as long as the pod does: those, and init containers that are restarted.
  private static func containers(_ spec: Field) -> [Field] {
    let sidecars = spec.mappings("initContainers").filter { $0.text("restartPolicy") == "Always" }
    return spec.mappings("containers") + sidecars
  }

  private static func port(_ field: Field) -> ContainerPort? {
    guard let number = field.required("containerPort")?.port else { return nil }
    return ContainerPort(
      name: field.text("name") ?? "", number: number, transport: field.transport())
  }

  private static func ips(_ status: Field) -> [IPAddress] {
    let listed = status.mappings("podIPs").compactMap { $0.required("ip")?.address }
    if !listed.isEmpty { return listed }
    guard let field = status.child("podIP"), let text = field.text, !text.isEmpty else { return [] }
    return field.address.map { [$0] } ?? []
  }
}
