extension VirtualService {
  /// Reads a VirtualService.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.virtualServiceSpec)
    let gateways = Self.gateways(spec, metadata)
    self.init(
      metadata: metadata, hosts: Self.hosts(spec),
      gateways: gateways ?? [Self.mesh], exportTo: spec.exportTo(namespace: metadata.namespace))
    http = spec.mappings("http").compactMap { HTTPRoute($0, metadata) }
    tls = spec.mappings("tls").compactMap { TLSRoute($0, metadata) }
    tcp = spec.mappings("tcp").compactMap { TCPRoute($0, metadata) }
  }

  private static func hosts(_ spec: Field) -> [String] {
    guard spec.required("hosts") != nil else { return [] }
    var hosts: [String] = []
    for item in spec.items("hosts") {
      let host = item.host(
        { IPAddress($0)?.description ?? NameRules.anyHost($0) },
        orLike: "a DNS name, \"*.\" and a DNS name, \"*\", or an IP address")
      if let host, !hosts.contains(host) { hosts.append(host) }
    }
    return hosts
  }

  /// `gateways`, with the namespaces of those that leave theirs out; nil when absent or empty.
  static func gateways(_ field: Field, _ metadata: ObjectMetadata) -> [String]? {
    let names = field.texts("gateways").compactMap { text, item -> String? in
      if text == mesh { return text }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      if parts.count == 1, NameRules.isSubdomain(text) { return "\(metadata.namespace)/\(text)" }
      if parts.count == 2, parts[0] == "." || NameRules.isLabel(parts[0]),
        NameRules.isSubdomain(parts[1])
      {
        return "\(parts[0] == "." ? metadata.namespace : parts[0])/\(parts[1])"
      }
      item.error(
        "\(quoted(text)) is not the name of a gateway. Write mesh, NAME or NAMESPACE/NAME.")
      return nil
    }
    return names.isEmpty ? nil : names
  }
}

extension VirtualService.Destination {
  /// Reads `destination`, which must be there.
  init?(_ parent: Field, _ key: String = "destination") {
    guard let field = parent.required(key), field.checkIsMapping() else { return nil }
    field.check(FieldNames(acted: ["host", "port", "subset"]))
    let subset = field.filledText("subset")
    let port = field.portSelector("port")
    guard
      let host = field.required("host")?.host(
        NameRules.host, orLike: "the name of a Service or a DNS name")
    else { return nil }
    self.init(host: host, subset: subset, port: port)
  }
}

extension VirtualService.WeightedDestination {
  /// Reads an item of `route`.
  init?(_ field: Field) {
    field.check(FieldNames(acted: ["destination", "weight"]))
    let weight = field.count("weight", atMost: UInt32(Int32.max)) ?? 0
    guard let destination = VirtualService.Destination(field) else { return nil }
    self.init(destination, weight: weight)
  }
}

extension VirtualService.TLSRoute {
  /// Reads an entry of `tls`.
  fileprivate init?(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(FieldNames(acted: ["match", "route"]))
    let match = field.mappings("match").map { VirtualService.TLSMatch($0, metadata) }
    self.init(
      match: match,
      route: field.mappings("route").compactMap(VirtualService.WeightedDestination.init))
  }
}

extension VirtualService.TLSMatch {
  /// Reads an item of `match`.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    var names = FieldNames.connectionMatch
    names.acted.append("sniHosts")
    field.check(names)
    let hosts = field.items("sniHosts").compactMap {
      $0.host(NameRules.anyHost, orLike: "a DNS name, \"*.\" and a DNS name, or \"*\"")
    }
    self.init(sniHosts: hosts, connection: VirtualService.ConnectionMatch(field, metadata))
  }
}

extension VirtualService.TCPRoute {
  /// Reads an entry of `tcp`.
  fileprivate init?(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(FieldNames(acted: ["match", "route"]))
    let match = field.mappings("match").map { item in
      item.check(.connectionMatch)
      return VirtualService.ConnectionMatch(item, metadata)
    }
    self.init(
      match: match,
      route: field.mappings("route").compactMap(VirtualService.WeightedDestination.init))
  }
}

extension VirtualService.ConnectionMatch {
  /// Reads what `tls` and `tcp` matches have in common.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    let blocks = field.texts("destinationSubnets").compactMap { text, item -> AddressBlock? in
      if let address = IPAddress(text) {
        return AddressBlock(base: address, prefixLength: UInt8(address.family.bitCount))
      }
      if let block = AddressBlock(text) { return block }
      item.error("\(quoted(text)) is neither an IP address nor a block like 10.0.0.0/8.")
      return nil
    }
    self.init(
      destinationSubnets: blocks, port: field.port("port"),
      source: VirtualService.SourceMatch(field, metadata))
  }
}

extension VirtualService.SourceMatch {
  /// Reads what all matches have in common.
  init(_ field: Field, _ metadata: ObjectMetadata) {
    self.init(
      labels: field.textMap("sourceLabels"), namespace: field.filledText("sourceNamespace"),
      gateways: VirtualService.gateways(field, metadata))
    if let namespace, !NameRules.isLabel(namespace) {
      field.child("sourceNamespace")?.error(
        "\(quoted(namespace)) is not a namespace: its name has lower-case letters, digits and \"-\"."
      )
    }
  }
}

extension FieldNames {
  fileprivate static let virtualServiceSpec = FieldNames(
    acted: ["exportTo", "gateways", "hosts", "http", "tcp", "tls"])

  fileprivate static let connectionMatch = FieldNames(
    acted: ["destinationSubnets", "gateways", "port", "sourceLabels", "sourceNamespace"],
    inert: ["sourceSubnet"])
}
