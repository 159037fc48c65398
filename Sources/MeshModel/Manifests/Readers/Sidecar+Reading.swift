extension Sidecar {
  private enum OutboundMode: String, CaseIterable {
    case registryOnly = "REGISTRY_ONLY"
    case allowAny = "ALLOW_ANY"
  }

  /// Reads a Sidecar.
  init(_ object: Field, metadata: ObjectMetadata) {
    self.init(metadata: metadata)
    guard let spec = object.mapping("spec") else { return }
    spec.check(.sidecarSpec)
    workloadSelector = spec.mapping("workloadSelector").map { ServiceEntry.selector($0) }
    if spec.child("ingress") != nil {
      var ports: Set<UInt16> = []
      ingress = spec.mappings("ingress").compactMap { Self.ingress($0, &ports) }
    }
    if spec.child("egress") != nil {
      egressHosts = spec.mappings("egress").flatMap { Self.egressHosts($0) }
    }
    if let policy = spec.mapping("outboundTrafficPolicy") {
      policy.check(.outboundTrafficPolicy)
      let mode: OutboundMode? = policy.choice("mode")
      // Istio: a policy that is given without a mode is REGISTRY_ONLY, the first of the words.
      isRegistryOnly = (mode ?? .registryOnly) == .registryOnly
    }
  }

  private static func ingress(_ field: Field, _ ports: inout Set<UInt16>) -> Ingress? {
    field.check(.sidecarIngress)
    guard let port = field.required("port"), port.checkIsMapping() else { return nil }
    port.check(.sidecarPort)
    guard let number = port.required("number")?.port else { return nil }
    if !ports.insert(number).inserted {
      port.child("number")?.error("Two ingress listeners have port \(number).")
    }
    return Ingress(
      port: number, portName: port.text("name") ?? "", protocolName: port.istioProtocol() ?? "",
      bind: bind(field), defaultEndpoint: defaultEndpoint(field))
  }

  private static func bind(_ field: Field) -> IPAddress? {
    guard let child = field.child("bind"), let text = child.text, !text.isEmpty else { return nil }
    return child.address
  }

  private static func defaultEndpoint(_ field: Field) -> DefaultEndpoint? {
    guard let child = field.child("defaultEndpoint"), let text = child.text, !text.isEmpty else {
      return nil
    }
    if text.hasPrefix("unix://") { return child.unixSocketPath.map { .unixSocket($0) } }
    if let colon = text.lastIndex(of: ":") {
      var host = text[..<colon]
      let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
      if isBracketed { host = host.dropFirst().dropLast() }
      let digits = Array(text[text.index(after: colon)...].utf8)
      if let ip = IPAddress(host), isBracketed == (ip.family == .v6),
        let port = IPAddress.decimal(digits[...], atMost: 65_535), port > 0
      {
        return .ip(ip, port: UInt16(port))
      }
    }
    child.error(
      "\(quoted(text)) is not an endpoint. Write 127.0.0.1:PORT, [::1]:PORT, 0.0.0.0:PORT or "
        + "unix:///PATH.")
    return nil
  }

  private static func egressHosts(_ field: Field) -> [HostPattern] {
    field.check(.sidecarEgress)
    let port = egressPort(field)
    guard field.required("hosts") != nil else { return [] }
    let texts = field.texts("hosts")
    if texts.isEmpty { field.child("hosts")?.error("At least one host is required.") }
    return texts.compactMap { text, field in
      guard var pattern = HostPattern(text) else {
        field.error(
          "\(quoted(text)) is not NAMESPACE/HOST. The namespace is a name, \"*\", \".\" or \"~\"; "
            + "the host is \"*\", a name, or \"*.\" and a name.")
        return nil
      }
      pattern.port = port
      return pattern
    }
  }

  /// The port of an egress listener; nil when it is for all.
  ///
  /// A listener on a Unix socket has the number 0.
  private static func egressPort(_ field: Field) -> UInt16? {
    guard let port = field.mapping("port") else { return nil }
    port.check(.sidecarPort)
    if let field = port.child("protocol"), field.text?.uppercased() == "HTTP_PROXY" {
      field.warning("HTTP_PROXY is understood but not yet acted on.")
      return nil
    }
    _ = port.istioProtocol()
    guard let number = port.child("number"), number.integer != 0 else { return nil }
    return number.port
  }
}

extension Sidecar.HostPattern {
  /// Reads `NAMESPACE/HOST`; nil when it is anything else.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return nil }
    guard ["*", ".", "~"].contains(parts[0]) || NameRules.isLabel(parts[0]) else { return nil }
    guard let host = parts[1] == "*" ? "*" : NameRules.wildcardHost(parts[1]) else { return nil }
    self.init(namespace: parts[0], host: host)
  }
}

extension FieldNames {
  fileprivate static let sidecarSpec = FieldNames(
    acted: ["egress", "ingress", "outboundTrafficPolicy", "workloadSelector"],
    inert: ["inboundConnectionPool"])

  fileprivate static let sidecarIngress = FieldNames(
    acted: ["bind", "defaultEndpoint", "port"], inert: ["captureMode", "connectionPool", "tls"])

  fileprivate static let sidecarPort = FieldNames(
    acted: ["name", "number", "protocol"], inert: ["targetPort"])

  fileprivate static let sidecarEgress = FieldNames(
    acted: ["hosts", "port"], inert: ["bind", "captureMode"])

  fileprivate static let outboundTrafficPolicy = FieldNames(acted: ["mode"], inert: ["egressProxy"])
}
