extension WorkloadSpec {
  /// Reads an endpoint of a ServiceEntry, or the `spec` of a WorkloadEntry.
  init(_ field: Field) {
    field.check(.workload)
    self.init(
      address: Self.address(field), ports: Self.ports(field), labels: field.textMap("labels"),
      network: field.text("network") ?? "", locality: Self.locality(field),
      weight: Self.weight(field), serviceAccount: field.text("serviceAccount") ?? "")
    if case .unixSocket = address, field.child("ports") != nil {
      field.child("ports")?.error("A Unix domain socket has no ports.")
    }
  }

  private static func address(_ field: Field) -> WorkloadAddress? {
    guard let child = field.child("address"), let text = child.text, !text.isEmpty else {
      return nil
    }
    if text.hasPrefix("unix://") { return child.unixSocketPath.map { .unixSocket($0) } }
    if let ip = IPAddress(text) {
      if ip.isUnspecified { child.error("\(ip) means any address and cannot be an endpoint.") }
      return .ip(ip)
    }
    if let host = NameRules.host(text) { return .hostname(host) }
    child.error("\(quoted(text)) is neither an IP address nor a host name.")
    return nil
  }

  private static func ports(_ field: Field) -> [String: UInt16] {
    guard let ports = field.mapping("ports"), case .mapping(let entries) = ports.node.content else {
      return [:]
    }
    var result: [String: UInt16] = [:]
    for entry in entries {
      guard let port = ports.required(entry.key) else { continue }
      if !NameRules.isLabel(entry.key) {
        port.error(
          "\(quoted(entry.key)) is not a port name: use lower-case letters, digits and \"-\".")
      }
      result[entry.key] = port.port
    }
    return result
  }

  private static func locality(_ field: Field) -> Locality? {
    guard let child = field.child("locality"), let text = child.text, !text.isEmpty else {
      return nil
    }
    guard let locality = Locality(text) else {
      child.error(
        "\(quoted(text)) is not a locality. Write REGION, REGION/ZONE or REGION/ZONE/SUBZONE.")
      return nil
    }
    return locality
  }

  /// 0 that is written is not the same as nothing: it takes the endpoint out of the rotation.
  private static func weight(_ field: Field) -> UInt32? {
    guard let child = field.child("weight"), let value = child.integer else { return nil }
    guard let weight = UInt32(exactly: value) else {
      child.error("\(value) is not a weight. Weights are numbers from 0 to 4294967295.")
      return nil
    }
    return weight
  }
}

extension WorkloadEntry {
  /// Reads a WorkloadEntry.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    var workload = WorkloadSpec(spec)
    if workload.address == nil, spec.child("address") == nil {
      if workload.network.isEmpty {
        spec.missing("address")
      } else {
        spec.warning(
          "An entry that is reached through its network's gateway is understood but not yet "
            + "acted on.")
      }
    }
    workload.labels.merge(metadata.labels) { own, _ in own }
    self.init(metadata: metadata, workload: workload)
  }
}

extension Field {
  /// The path of `unix:///PATH`, or `@NAME` of `unix://@NAME`.
  var unixSocketPath: String? {
    guard case .string(let text) = node.content else { return nil }
    let path = String(text.dropFirst("unix://".count))
    let isAbsolute = path.hasPrefix("/") && !path.hasSuffix("/")
    let isAbstract = path.hasPrefix("@") && path.utf8.count > 1
    guard isAbsolute || isAbstract, !path.utf8.contains(0) else {
      error("\(quoted(text)) is not a Unix domain socket. Write unix:///PATH or unix://@NAME.")
      return nil
    }
    // The size of sun_path in unix(7), with its terminating zero.
    guard path.utf8.count < 108 else {
      error("The path of a Unix domain socket has at most 107 bytes.")
      return nil
    }
    return path
  }
}

extension FieldNames {
  fileprivate static let workload = FieldNames(
    acted: ["address", "labels", "locality", "network", "ports", "serviceAccount", "weight"])
}
