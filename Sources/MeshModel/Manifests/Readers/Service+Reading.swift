extension Service {
  private enum ServiceType: String, CaseIterable {
    case clusterIP = "ClusterIP"
    case nodePort = "NodePort"
    case loadBalancer = "LoadBalancer"
    case externalName = "ExternalName"
  }

  /// Reads a Service.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.serviceSpec)
    let type: ServiceType = spec.choice("type") ?? .clusterIP
    self.init(
      metadata: metadata, selector: spec.textMap("selector"),
      publishNotReadyAddresses: spec.bool("publishNotReadyAddresses") ?? false)
    if type == .externalName {
      externalName = Self.externalName(spec)
    } else {
      (clusterIPs, isHeadless) = Self.clusterIPs(spec)
    }
    ports = Self.ports(spec)
    if ports.isEmpty, type != .externalName, !isHeadless, !object.findings.hasErrors {
      spec.missing("ports", "A Service needs at least one port, unless it is headless.")
    }
    exportTo = Self.exportTo(object, namespace: metadata.namespace)
    Self.reportInert(spec)
  }

  private static func externalName(_ spec: Field) -> String? {
    guard let field = spec.required("externalName"), let text = field.text else { return nil }
    if let host = NameRules.host(text) { return host }
    field.error("\(quoted(text)) is not a host name.")
    return nil
  }

  private static func clusterIPs(_ spec: Field) -> (ips: [IPAddress], isHeadless: Bool) {
    var fields = spec.texts("clusterIPs")
    if let single = spec.child("clusterIP"), let text = single.text, !text.isEmpty {
      if let first = fields.first, first.text != text {
        first.field.error("The first of clusterIPs must be clusterIP, which is \(quoted(text)).")
      }
      if fields.isEmpty { fields = [(text, single)] }
    }
    if fields.contains(where: { $0.text == "None" }) {
      if fields.count > 1 { fields[0].field.error("\"None\" cannot be combined with addresses.") }
      return ([], true)
    }
    return (fields.compactMap { $0.text.isEmpty ? nil : $0.field.address }, false)
  }

  private static func ports(_ spec: Field) -> [Port] {
    var names: Set<String> = []
    var numbers: Set<String> = []
    let fields = spec.mappings("ports")
    return fields.compactMap { field in
      field.check(.servicePort)
      let number = field.required("port")?.port
      let port = Port(
        name: field.text("name") ?? "", number: number ?? 0, targetPort: targetPort(field),
        appProtocol: field.text("appProtocol"), transport: field.transport())
      if port.name.isEmpty, fields.count > 1, field.child("name") == nil {
        field.missing("name", "Every port of a Service with more than one port needs a name.")
      } else if !port.name.isEmpty {
        if !NameRules.isLabel(port.name) {
          field.child("name")?.error(
            "\(quoted(port.name)) is not a port name: use lower-case letters, digits and \"-\".")
        } else if !names.insert(port.name).inserted {
          field.child("name")?.error("Two ports have the name \(quoted(port.name)).")
        }
      }
      guard number != nil else { return nil }
      if !numbers.insert("\(port.number)/\(port.transport.rawValue)").inserted {
        field.child("port")?.error(
          "Port \(port.number) is given twice for \(port.transport.rawValue).")
      }
      return port
    }
  }

  private static func targetPort(_ port: Field) -> TargetPort? {
    guard let field = port.child("targetPort") else { return nil }
    if case .string(let text) = field.node.content {
      if NameRules.isPortName(text) { return .name(text) }
      let isNumber = UInt32(text) != nil
      field.error(
        "\(quoted(text)) is not the name of a port."
          + (isNumber ? " Write a number without quotes." : ""))
      return nil
    }
    return field.port.map { .number($0) }
  }

  /// Istio's annotation for Services, which have no field for it: names separated by commas.
  private static func exportTo(_ object: Field, namespace: String) -> ExportTo {
    let annotations = object.child("metadata")?.child("annotations")
    guard let field = annotations?.child("networking.istio.io/exportTo"),
      case .string(let text) = field.node.content
    else { return .everywhere }
    let values = text.split(separator: ",").map { part in
      (text: String(part.drop { $0 == " " }.prefix { $0 != " " }), field: field)
    }
    return ExportTo(values.filter { !$0.text.isEmpty }, namespace: namespace)
  }

  /// Fields that ask for something only with some of their values.
  private static func reportInert(_ spec: Field) {
    for (key, silent) in [("sessionAffinity", "None"), ("internalTrafficPolicy", "Cluster")] {
      guard let field = spec.child(key), case .string(let text) = field.node.content,
        text != silent
      else { continue }
      field.warning(Field.inertMessage)
    }
  }
}

extension FieldNames {
  fileprivate static let serviceSpec = FieldNames(
    acted: [
      "clusterIP", "clusterIPs", "externalName", "internalTrafficPolicy", "ports",
      "publishNotReadyAddresses", "selector", "sessionAffinity", "type",
    ],
    inert: ["externalIPs", "trafficDistribution"],
    foreign: [
      "allocateLoadBalancerNodePorts", "externalTrafficPolicy", "healthCheckNodePort", "ipFamilies",
      "ipFamilyPolicy", "loadBalancerClass", "loadBalancerIP", "loadBalancerSourceRanges",
      "sessionAffinityConfig",
    ])

  fileprivate static let servicePort = FieldNames(
    acted: ["appProtocol", "name", "port", "protocol", "targetPort"], foreign: ["nodePort"])
}
