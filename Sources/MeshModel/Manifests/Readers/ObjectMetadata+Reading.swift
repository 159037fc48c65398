extension ObjectMetadata {
  /// Reads `metadata`; nil when it is not clear which object it is.
  init?(_ object: Field, kind: ObjectKind) {
    guard let metadata = object.required("metadata"), metadata.checkIsMapping() else { return nil }
    var isIdentified = true
    let name = metadata.required("name")
    if let name, let text = name.text, !NameRules.isSubdomain(text) {
      name.error(
        "\(quoted(text)) is not a name: names have lower-case letters, digits, \"-\" and \".\".")
      isIdentified = false
    }
    var namespace = kind.isNamespaced ? "default" : ""
    if kind.isNamespaced, let field = metadata.child("namespace") {
      if let text = field.text, NameRules.isLabel(text) {
        namespace = text
      } else {
        if case .string(let text) = field.node.content {
          field.error(
            "\(quoted(text)) is not a namespace: its name has lower-case letters, digits and \"-\"."
          )
        }
        isIdentified = false
      }
    }
    guard isIdentified, case .string(let name)? = name?.node.content else { return nil }
    self.init(
      name: name, namespace: namespace, labels: metadata.textMap("labels"),
      annotations: metadata.textMap("annotations"),
      isTerminating: metadata.child("deletionTimestamp") != nil,
      creationTime: kind.isRankedByAge ? Self.creationTime(metadata) : nil)
  }
}

extension ObjectMetadata {
  private static func creationTime(_ metadata: Field) -> Int64? {
    guard let field = metadata.child("creationTimestamp"), let text = field.text else { return nil }
    if let seconds = RFC3339.seconds(of: text) { return seconds }
    field.error("\(quoted(text)) is not a time. Write one like 2026-11-25T18:00:00Z.")
    return nil
  }
}

extension MeshObject {
  /// Reads an object of a kind; errors are among the findings.
  init?(_ field: Field, kind: ObjectKind, metadata: ObjectMetadata) {
    switch kind {
    case .service:
      guard let object = Service(field, metadata: metadata) else { return nil }
      self = .service(object)
    case .pod: self = .pod(Pod(field, metadata: metadata))
    case .node: self = .node(ClusterNode(metadata: metadata))
    case .namespace: self = .namespace(NamespaceObject(metadata: metadata))
    case .endpoints: self = .endpoints(EndpointsObject(field, metadata: metadata))
    case .endpointSlice: self = .endpointSlice(EndpointSlice(field, metadata: metadata))
    case .serviceEntry:
      guard let object = ServiceEntry(field, metadata: metadata) else { return nil }
      self = .serviceEntry(object)
    case .workloadEntry:
      guard let object = WorkloadEntry(field, metadata: metadata) else { return nil }
      self = .workloadEntry(object)
    case .sidecar: self = .sidecar(Sidecar(field, metadata: metadata))
    case .virtualService:
      guard let object = VirtualService(field, metadata: metadata) else { return nil }
      self = .virtualService(object)
    case .destinationRule:
      guard let object = DestinationRule(field, metadata: metadata) else { return nil }
      self = .destinationRule(object)
    case .gateway:
      guard let object = Gateway(field, metadata: metadata) else { return nil }
      self = .gateway(object)
    }
  }
}

extension Field {
  /// A port's transport; TCP when it is not said.
  func transport(_ key: String = "protocol") -> TransportProtocol {
    choice(key) ?? .tcp
  }

  /// `targetRef`; nil when there is none.
  func targetReference(namespace: String) -> TargetReference? {
    guard let target = mapping("targetRef"), let kind = target.text("kind"),
      let name = target.text("name")
    else { return nil }
    return TargetReference(
      kind: kind, namespace: target.text("namespace") ?? namespace, name: name)
  }
}

extension ExportTo {
  /// Reads the values of `exportTo` of an object in `namespace`.
  init(_ values: [(text: String, field: Field)], namespace: String) {
    var result = ExportTo(isPublic: false, namespaces: [])
    for (text, field) in values {
      switch text {
      case "*": result.isPublic = true
      case ".": result.namespaces.insert(namespace)
      case "~": break
      case _ where NameRules.isLabel(text): result.namespaces.insert(text)
      default:
        field.error("\(quoted(text)) is neither a namespace nor one of \".\", \"*\" and \"~\".")
      }
      if values.count > 1, text == "*" || text == "~" {
        field.error("\(quoted(text)) cannot be combined with other values.")
      }
    }
    self = values.isEmpty ? .everywhere : result
  }
}
