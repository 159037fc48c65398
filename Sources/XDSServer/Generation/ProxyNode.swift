public import struct MeshModel.IPAddress
public import struct MeshModel.Locality

/// Who is asking: what a client says of itself in the first request of a stream, understood.
public struct ProxyNode: Hashable, Sendable {
  /// What kind of client it is; decides which shapes of resources it accepts.
  public enum Kind: CaseIterable, Hashable, Sendable {
    /// An Envoy beside a workload: a node id that begins with `sidecar~`.
    case sidecar
    /// A gateway: a node id that begins with `router~`.
    case router
    /// A gRPC library that speaks xDS itself: its user agent begins with `gRPC`.
    case grpc
    /// Any other Envoy: it is given what a client of its namespace sees, and no inbound side.
    case plain
  }

  /// How connections come into the proxy (`INTERCEPTION_MODE`).
  public enum InterceptionMode: String, Hashable, Sendable {
    /// iptables redirects them to ports 15001 and 15006.
    case redirect = "REDIRECT"
    /// They are made to the proxy's own listeners.
    case none = "NONE"
  }

  /// The node id as it was sent.
  public var id: String
  /// What kind of client it is.
  public var kind: Kind
  /// The proxy's address; nil for a client whose id says none.
  public var address: IPAddress?
  /// The workload's name: `NAME` of the id.
  public var name: String
  /// The namespace: `NAMESPACE` of the metadata, else of the id, else `default`.
  public var namespace: String
  /// The DNS domain, the id's last field; empty when the id has none.
  public var dnsDomain: String
  /// `LABELS` of the metadata.
  public var labels: [String: String]
  /// `SERVICE_ACCOUNT` of the metadata; empty when absent.
  public var serviceAccount: String
  /// `WORKLOAD_NAME` of the metadata; empty when absent.
  public var workloadName: String
  /// `CLUSTER_ID` of the metadata; empty when absent.
  public var clusterID: String
  /// How connections come in; `REDIRECT` when absent.
  public var interceptionMode: InterceptionMode
  /// Where the node is; nil when it does not say.
  public var locality: Locality?
  /// The client's program and its version, such as `envoy 1.40.0`; empty when it does not say.
  public var userAgent: String

  /// A node of those properties.
  public init(
    id: String, kind: Kind, address: IPAddress? = nil, name: String = "",
    namespace: String = "default", dnsDomain: String = "", labels: [String: String] = [:],
    serviceAccount: String = "", workloadName: String = "", clusterID: String = "",
    interceptionMode: InterceptionMode = .redirect, locality: Locality? = nil,
    userAgent: String = ""
  ) {
    self.id = id
    self.kind = kind
    self.address = address
    self.name = name
    self.namespace = namespace
    self.dnsDomain = dnsDomain
    self.labels = labels
    self.serviceAccount = serviceAccount
    self.workloadName = workloadName
    self.clusterID = clusterID
    self.interceptionMode = interceptionMode
    self.locality = locality
    self.userAgent = userAgent
  }
}
