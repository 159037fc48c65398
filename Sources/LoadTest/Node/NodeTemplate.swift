public import XDSProto

/// Who the simulated Envoys say they are: a node whose texts have placeholders.
public struct NodeTemplate: Sendable {
  /// How much an Envoy says about itself.
  public enum Size: String, Sendable, CaseIterable {
    /// The fields that servers look at: some 400 bytes.
    case small
    /// With the extensions that a real Envoy lists in its first request: 61 kB.
    case full
  }

  /// The node; `{index}`, `{number}`, `{ip}`, `{name}` and `{namespace}` in its texts are replaced.
  public var node: Node
  /// The namespaces that the Envoys are in, in turn.
  public var namespaces: [String]
  /// How much they say.
  public var size: Size

  /// A template.
  public init(
    node: Node = NodeTemplate.standard, namespaces: [String] = ["default"], size: Size = .small
  ) {
    self.node = node
    self.namespaces = namespaces
    self.size = size
  }

  /// What an Envoy of a mesh says whose sidecars are named as Istio names them.
  public static var standard: Node {
    Node(
      id: "sidecar~{ip}~{name}.{namespace}~{namespace}.svc.cluster.local",
      cluster: "{name}.{namespace}",
      metadata: ProtoStruct(fields: [
        "NAMESPACE": .string("{namespace}"), "SERVICE_ACCOUNT": .string("default"),
        "WORKLOAD_NAME": .string("{name}"), "CLUSTER_ID": .string("Kubernetes"),
        "INTERCEPTION_MODE": .string("REDIRECT"),
        "LABELS": .object(["app": .string("{name}"), "version": .string("v1")]),
      ]),
      locality: Locality(region: "region-1", zone: "zone-a"),
      userAgentName: "envoy",
      userAgentVersionType: .userAgentBuildVersion(
        BuildVersion(version: SemanticVersion(majorNumber: 1, minorNumber: 40))))
  }

  /// The part of the encoded node that is the same for all.
  var shared: [UInt8] { size == .full ? EnvoyExtensions.encoded : [] }

  /// The part of the encoded node that is that client's own.
  func encoded(_ index: Int) -> [UInt8] {
    let texts = Placeholders(index, namespaces)
    var node = node
    node.id = texts.fill(node.id)
    node.cluster = texts.fill(node.cluster)
    if let metadata = node.metadata {
      node.metadata = ProtoStruct(fields: metadata.fields.mapValues(texts.fill))
    }
    if let locality = node.locality {
      node.locality = Locality(
        region: texts.fill(locality.region), zone: texts.fill(locality.zone),
        subZone: texts.fill(locality.subZone))
    }
    node.userAgentName = texts.fill(node.userAgentName)
    return node.encoded()
  }
}

/// What stands for the placeholders in one client's node.
private struct Placeholders {
  private let replacements: [(placeholder: String, text: String)]

  init(_ index: Int, _ namespaces: [String]) {
    // 100.64.0.0/10 (RFC 6598) is for nobody's workloads: no client is one of the server's.
    let host = index + 1
    let ip = "100.\(64 + host >> 16 & 0x3F).\(host >> 8 & 0xFF).\(host & 0xFF)"
    let namespace = namespaces.isEmpty ? "default" : namespaces[index % namespaces.count]
    replacements = [
      ("{index}", String(index)), ("{number}", String(host)), ("{ip}", ip),
      ("{name}", "envoy-\(index)"), ("{namespace}", namespace),
    ]
  }

  func fill(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    var filled = text
    for (placeholder, replacement) in replacements {
      filled = filled.replacing(placeholder, with: replacement)
    }
    return filled
  }

  func fill(_ value: ProtoValue) -> ProtoValue {
    switch value.kind {
    case .stringValue(let text)?: return .string(fill(text))
    case .structValue(let object)?: return .object(object.fields.mapValues(fill))
    case .listValue(let list)?: return .list(list.values.map(fill))
    default: return value
    }
  }
}
