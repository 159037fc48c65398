extension ServiceEntry {
  /// Reads a ServiceEntry.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.serviceEntrySpec)
    self.init(metadata: metadata, hosts: Self.hosts(spec))
    (addresses, addressBlocks) = Self.addresses(spec)
    ports = Self.ports(spec)
    location = spec.choice("location") ?? .meshExternal
    let stated: Resolution? = spec.choice("resolution")
    resolution = stated ?? .none
    endpoints = spec.mappings("endpoints").map { WorkloadSpec($0) }
    if let selector = spec.mapping("workloadSelector") {
      workloadSelector = Self.selector(selector)
    }
    exportTo = ExportTo(spec.texts("exportTo"), namespace: metadata.namespace)
    // What was misspelt is not judged as what was not said.
    if stated != nil || spec.child("resolution") == nil { checkResolution(spec) }
    checkRules(spec)
  }

  private static func hosts(_ spec: Field) -> [String] {
    guard spec.required("hosts") != nil else { return [] }
    let texts = spec.texts("hosts")
    if texts.isEmpty { spec.child("hosts")?.error("At least one host is required.") }
    var hosts: [String] = []
    for (text, field) in texts {
      guard let host = NameRules.wildcardHost(text) else {
        let reason = text == "*" ? "\"*\" alone is too wide" : "\(quoted(text)) is not a host name"
        field.error("\(reason). Write a DNS name, or \"*.\" and a DNS name.")
        continue
      }
      if hosts.contains(host) {
        field.warning("The host \(quoted(host)) is given twice.")
      } else {
        hosts.append(host)
      }
    }
    return hosts
  }

  private static func addresses(_ spec: Field) -> ([IPAddress], [AddressBlock]) {
    var addresses: [IPAddress] = []
    var blocks: [AddressBlock] = []
    for (text, field) in spec.texts("addresses") {
      if let address = IPAddress(text) {
        addresses.append(address)
      } else if let block = AddressBlock(text) {
        if block.isSingleAddress { addresses.append(block.base) } else { blocks.append(block) }
      } else {
        field.error("\(quoted(text)) is neither an IP address nor a block like 10.0.0.0/8.")
      }
    }
    return (addresses, blocks)
  }

  private static func ports(_ spec: Field) -> [Port] {
    var names: Set<String> = []
    var numbers: Set<UInt16> = []
    return spec.mappings("ports").compactMap { field in
      field.check(.serviceEntryPort)
      let nameField = field.required("name")
      let name = nameField?.text
      if let name, let nameField {
        if !NameRules.isLabel(name) {
          nameField.error(
            "\(quoted(name)) is not a port name: use lower-case letters, digits and \"-\".")
        } else if !names.insert(name).inserted {
          nameField.error("Two ports have the name \(quoted(name)).")
        }
      }
      guard let number = field.required("number")?.port else { return nil }
      if !numbers.insert(number).inserted {
        field.child("number")?.error("Port \(number) is given twice.")
      }
      return Port(
        name: name ?? "", number: number, protocolName: field.istioProtocol() ?? "",
        targetPort: field.port("targetPort"))
    }
  }

  static func selector(_ selector: Field) -> [String: String] {
    selector.check(FieldNames(acted: ["labels"]))
    let labels = selector.textMap("labels")
    for (key, value) in labels.sorted(by: { $0.key < $1.key }) where value.contains("*") {
      selector.child("labels")?.child(key)?.error("A selector's value cannot have a \"*\".")
    }
    return labels
  }
}

// What must hold between the fields, as Istio has it
// (https://istio.io/latest/docs/reference/config/networking/service-entry/).
extension ServiceEntry {
  private func checkRules(_ spec: Field) {
    let endpointFields = spec.mappings("endpoints")
    if workloadSelector != nil, let field = spec.child("endpoints") {
      field.error("An entry has either endpoints or a workloadSelector, not both.")
    }
    checkEndpointPorts(endpointFields)
    checkHostsCanBeTold(spec)
    if ports.isEmpty, spec.child("ports") == nil {
      spec.warning("An entry without ports leads nowhere. Give it ports.")
    }
  }

  private func checkResolution(_ spec: Field) {
    let endpointFields = spec.mappings("endpoints")
    if !addressBlocks.isEmpty, resolution != .none, resolution != .static {
      spec.child("addresses")?.error(
        "Blocks of addresses can only be used with resolution NONE or STATIC.")
    }
    switch resolution {
    case .none:
      if !endpointFields.isEmpty {
        spec.child("endpoints")?.error(
          "With resolution NONE there can be no endpoints. Give the entry a resolution: "
            + "STATIC for addresses, DNS for host names.")
      }
    case .static: checkStatic(endpointFields, spec)
    case .dns, .dnsRoundRobin: checkDNS(endpointFields, spec)
    }
  }

  private func checkStatic(_ fields: [Field], _ spec: Field) {
    for (field, endpoint) in zip(fields, endpoints) {
      switch endpoint.address {
      case .ip: break
      case .hostname(let host):
        field.child("address")?.error(
          "\(quoted(host)) is not an IP address, which resolution STATIC needs. "
            + "Use resolution DNS for host names.")
      case .unixSocket where ports.count != 1:
        field.child("address")?.error(
          "An entry with a Unix domain socket must have exactly one port, and this one has "
            + "\(ports.count).")
      case .unixSocket: break
      case nil:
        if field.child("address") == nil { field.missing("address") }
      }
    }
  }

  private func checkDNS(_ fields: [Field], _ spec: Field) {
    if fields.isEmpty, workloadSelector == nil {
      for (text, field) in spec.texts("hosts") where text.hasPrefix("*.") {
        field.error(
          "\(quoted(text)) cannot be resolved. With resolution \(resolution.rawValue) a wildcard "
            + "needs endpoints.")
      }
    }
    if resolution == .dnsRoundRobin, fields.count > 1 {
      spec.child("endpoints")?.error(
        "With resolution DNS_ROUND_ROBIN there can be one endpoint only, and there are "
          + "\(fields.count).")
    }
    for (field, endpoint) in zip(fields, endpoints) {
      if case .unixSocket = endpoint.address {
        field.child("address")?.error(
          "A Unix domain socket needs resolution STATIC, not \(resolution.rawValue).")
      } else if endpoint.address == nil, field.child("address") == nil {
        field.missing("address")
      }
    }
  }

  private func checkEndpointPorts(_ fields: [Field]) {
    let names = Set(ports.map(\.name))
    for (field, endpoint) in zip(fields, endpoints) {
      for name in endpoint.ports.keys.sorted() where !names.contains(name) {
        let known = names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
        field.child("ports")?.child(name)?.error(
          "\(quoted(name)) is not a port of this entry. Its ports are: \(known).")
      }
    }
  }

  /// With plain TCP there is nothing in a connection that says which of several hosts is meant.
  private func checkHostsCanBeTold(_ spec: Field) {
    guard resolution != .none, hosts.count > 1, !spec.findings.hasErrors else { return }
    for (field, port) in zip(spec.mappings("ports"), ports) where !Self.namesHost(port) {
      field.error(
        "Several hosts cannot share a port of plain TCP. Give the port a protocol that names the "
          + "host, or make one entry for each host.")
    }
  }

  /// Whether requests or connections say which host they want (HTTP, TLS with SNI).
  private static func namesHost(_ port: Port) -> Bool {
    let prefix = port.name.split(separator: "-").first.map(String.init) ?? ""
    return [prefix, port.protocolName.lowercased()].contains { word in
      ["http", "http2", "grpc", "grpc-web", "https", "tls"].contains(word)
    }
  }
}

extension Field {
  /// A `protocol` in Istio's words, in any case.
  func istioProtocol() -> String? {
    guard let field = child("protocol"), let text = field.text else { return nil }
    let known = [
      "HTTP", "HTTPS", "HTTP2", "GRPC", "GRPC-WEB", "TCP", "TLS", "MONGO", "MYSQL", "REDIS",
    ]
    if known.contains(text.uppercased()) { return text }
    if text.uppercased() == "UDP" {
      field.warning("UDP is understood but not yet acted on.")
    } else {
      field.error("\(quoted(text)) is not a protocol. Known are \(known.joined(separator: ", ")).")
    }
    return text
  }
}

extension FieldNames {
  fileprivate static let serviceEntrySpec = FieldNames(
    acted: [
      "addresses", "endpoints", "exportTo", "hosts", "location", "ports", "resolution",
      "workloadSelector",
    ],
    inert: ["subjectAltNames"])

  fileprivate static let serviceEntryPort = FieldNames(
    acted: ["name", "number", "protocol", "targetPort"])
}
