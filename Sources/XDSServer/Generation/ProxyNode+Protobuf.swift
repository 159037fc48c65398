public import XDSProto

internal import struct MeshModel.IPAddress
internal import struct MeshModel.Locality

extension ProxyNode {
  /// What a client says of itself.
  ///
  /// Any Envoy may ask, whatever its id; one that begins as Istio's do must be right.
  public init(_ node: Node) throws(NodeError) {
    guard !node.id.isEmpty else { throw .idMissing }
    guard node.id.utf8.count <= Self.byteCountMax else {
      throw .tooLong(byteCount: node.id.utf8.count)
    }
    let metadata = node.metadata ?? ProtoStruct()
    self.init(id: node.id, kind: .plain)
    try readID(metadataNamespace: metadata.text("NAMESPACE"))
    // gRPC libraries are free in their id, so what they are is told by themselves.
    if node.userAgentName.hasPrefix("gRPC") { kind = .grpc }
    userAgent = node.userAgent
    if let namespace = metadata.text("NAMESPACE") { self.namespace = namespace }
    labels = metadata["LABELS"]?.structValue?.fields.compactMapValues(\.stringValue) ?? [:]
    serviceAccount = metadata.text("SERVICE_ACCOUNT") ?? ""
    workloadName = metadata.text("WORKLOAD_NAME") ?? ""
    clusterID = metadata.text("CLUSTER_ID") ?? ""
    if let text = metadata.text("INTERCEPTION_MODE") {
      guard let mode = InterceptionMode(rawValue: text) else {
        throw .interceptionMode(id: node.id, value: text)
      }
      interceptionMode = mode
    }
    if let locality = node.locality {
      self.locality = Locality(
        region: locality.region, zone: locality.zone, subZone: locality.subZone)
    }
    guard byteCount <= Self.byteCountMax else { throw .tooLong(byteCount: byteCount) }
  }

  /// How many bytes of text are kept of a node.
  static let byteCountMax = 65_536

  private var byteCount: Int {
    var texts = [id, namespace, serviceAccount, workloadName, clusterID]
    texts += [locality?.region, locality?.zone, locality?.subZone].compactMap { $0 }
    for (key, value) in labels { texts += [key, value] }
    return texts.reduce(0) { $0 + $1.utf8.count }
  }

  /// Reads `sidecar~IP~NAME.NAMESPACE~DOMAIN`.
  private mutating func readID(metadataNamespace: String?) throws(NodeError) {
    let fields = id.split(separator: "~", omittingEmptySubsequences: false)
    switch fields[0] {
    case "sidecar": kind = .sidecar
    case "router": kind = .router
    default: return
    }
    // The first word alone is a name like any other.
    guard fields.count > 1 else {
      kind = .plain
      return
    }
    guard fields.count == 4 else { throw .fieldCount(id: id, count: fields.count) }
    guard let address = IPAddress(fields[1]) else {
      throw .address(id: id, field: String(fields[1]))
    }
    self.address = address
    dnsDomain = String(fields[3])
    // A pod's name may have dots in it, a namespace has none.
    let dot = fields[2].lastIndex(of: ".")
    name = String(dot.map { fields[2][..<$0] } ?? fields[2])
    let idNamespace = dot.map { String(fields[2][$0...].dropFirst()) } ?? ""
    guard !name.isEmpty, !idNamespace.isEmpty || metadataNamespace != nil else {
      throw .name(id: id, field: String(fields[2]))
    }
    namespace = idNamespace
  }
}

extension Node {
  /// The program and its version, as people write it.
  fileprivate var userAgent: String {
    let version: String? =
      switch userAgentVersionType {
      case .userAgentVersion(let text): text
      case .userAgentBuildVersion(let build):
        build.version.map { "\($0.majorNumber).\($0.minorNumber).\($0.patch)" }
      case nil: nil
      }
    return [userAgentName, version ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension ProtoStruct {
  /// The member of that name, where it is a text that says something.
  fileprivate func text(_ name: String) -> String? {
    guard let text = self[name]?.stringValue, !text.isEmpty else { return nil }
    return text
  }
}
