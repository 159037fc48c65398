extension VirtualService {
  /// Reads a VirtualService.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.virtualServiceSpec)
    let gateways = Self.gateways(spec, metadata)
    self.init(
      metadata: metadata, hosts: Self.hosts(spec),
      gateways: gateways ?? [Self.mesh], exportTo: spec.exportTo(namespace: metadata.namespace))
    let httpFields = spec.mappings("http")
    let tlsFields = spec.mappings("tls")
    let tcpFields = spec.mappings("tcp")
    http = httpFields.compactMap { HTTPRoute($0, metadata) }
    tls = tlsFields.map { TLSRoute($0, metadata) }
    tcp = tcpFields.map { TCPRoute($0, metadata) }
    checkHosts(spec)
    if httpFields.isEmpty, tlsFields.isEmpty, tcpFields.isEmpty, !spec.findings.hasErrors {
      spec.missing("http", "Say where requests go: with http, tls or tcp.")
    }
    guard !spec.findings.hasErrors else { return }
    spec.checkReachability(zip(httpFields, http).map { ($0, $1.match.map(\.withoutNames)) })
    spec.checkReachability(zip(tlsFields, tls).map { ($0, $1.match) })
    spec.checkReachability(zip(tcpFields, tcp).map { ($0, $1.match) })
  }

  private func checkHosts(_ spec: Field) {
    if hosts.isEmpty, !spec.findings.hasErrors {
      spec.child("hosts")?.error(
        "At least one host is required. (Delegates, which have none, are not supported.)")
    }
    for (text, item) in spec.texts("hosts") {
      if text == "*", gateways.contains(Self.mesh) {
        item.error(
          "\"*\" would take all requests of the sidecars. Name the hosts, or bind it to gateways "
            + "only.")
      }
      let host = text.lowercased()
      if let wider = hosts.first(where: { $0 != host && HostPattern.covers($0, host) }) {
        item.error("\(quoted(wider)) includes \(quoted(text)). Name only one of the two.")
      }
    }
    for (place, route) in tls.enumerated() {
      let fields = spec.items("tls").dropFirst(place).first?.items("match") ?? []
      for (field, match) in zip(fields, route.match) {
        for (item, sni) in zip(field.items("sniHosts"), match.sniHosts)
        where !hosts.contains(where: { HostPattern.covers($0, sni) }) {
          item.error(
            "\(quoted(sni)) is none of the hosts of this VirtualService. Add it to hosts.")
        }
      }
    }
  }

  private static func hosts(_ spec: Field) -> [String] {
    guard spec.required("hosts") != nil else { return [] }
    var hosts: [String] = []
    for item in spec.items("hosts") {
      let host = item.host(
        { IPAddress($0)?.description ?? NameRules.anyHost($0) },
        orLike: "a DNS name, \"*.\" and a DNS name, \"*\", or an IP address")
      guard let host else { continue }
      if hosts.contains(host) {
        item.error("The host \(quoted(host)) is given twice. Remove one.")
      } else {
        hosts.append(host)
      }
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
    if let subset, !NameRules.isLabel(subset) {
      field.child("subset")?.error(
        "\(quoted(subset)) is not the name of a subset: it has lower-case letters, digits and "
          + "\"-\".")
    }
    let port = field.portSelector("port")
    guard
      let host = field.required("host")?.host(
        NameRules.wildcardHost, orLike: "the name of a Service or a DNS name")
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
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(FieldNames(acted: ["match", "route"]))
    let match = field.mappings("match").map { VirtualService.TLSMatch($0, metadata) }
    if match.isEmpty, field.child("match") == nil {
      field.missing("match", "A tls route needs a match with sniHosts.")
    } else if match.isEmpty {
      field.child("match")?.error("At least one match is required.")
    }
    self.init(match: match, route: field.weightedDestinations())
  }
}

extension VirtualService.TLSMatch {
  /// Reads an item of `match`.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    var names = FieldNames.connectionMatch
    names.acted.append("sniHosts")
    field.check(names)
    if field.required("sniHosts") != nil, field.texts("sniHosts").isEmpty {
      field.child("sniHosts")?.error("At least one host is required.")
    }
    let hosts = field.items("sniHosts").compactMap {
      $0.host(NameRules.anyHost, orLike: "a DNS name, \"*.\" and a DNS name, or \"*\"")
    }
    self.init(sniHosts: hosts, connection: VirtualService.ConnectionMatch(field, metadata))
  }
}

extension VirtualService.TCPRoute {
  /// Reads an entry of `tcp`.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(FieldNames(acted: ["match", "route"]))
    let match = field.mappings("match").map { item in
      item.check(.connectionMatch)
      return VirtualService.ConnectionMatch(item, metadata)
    }
    self.init(match: match, route: field.weightedDestinations())
  }
}

extension VirtualService.ConnectionMatch {
  /// Reads what `tls` and `tcp` matches have in common.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    if field.filledText("sourceSubnet") != nil {
      // Without it the match would hold for more than is meant.
      field.child("sourceSubnet")?.error(
        "The source's address cannot be matched. Remove this, or use sourceLabels or "
          + "sourceNamespace.")
    }
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
    field.checkLabels("sourceLabels")
    if let namespace, !NameRules.isLabel(namespace) {
      field.child("sourceNamespace")?.error(
        "\(quoted(namespace)) is not a namespace: its name has lower-case letters, digits and "
          + "\"-\".")
    }
  }
}

extension Field {
  /// The destinations of a `tls` or `tcp` route.
  fileprivate func weightedDestinations() -> [VirtualService.WeightedDestination] {
    guard required("route") != nil else { return [] }
    let destinations = mappings("route").compactMap(VirtualService.WeightedDestination.init)
    if destinations.isEmpty, !findings.hasErrors {
      child("route")?.error("At least one destination is required.")
    }
    child("route")?.checkWeights(destinations.map(\.weight))
    return destinations
  }
}

extension VirtualService.HTTPMatch {
  /// The same without what does not decide whether it holds.
  fileprivate var withoutNames: Self {
    var match = self
    match.name = ""
    match.statPrefix = ""
    return match
  }
}

extension FieldNames {
  fileprivate static let virtualServiceSpec = FieldNames(
    acted: ["exportTo", "gateways", "hosts", "http", "tcp", "tls"])

  fileprivate static let connectionMatch = FieldNames(
    acted: [
      "destinationSubnets", "gateways", "port", "sourceLabels", "sourceNamespace", "sourceSubnet",
    ])
}
