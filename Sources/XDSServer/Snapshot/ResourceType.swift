/// The resource types that Causeway serves, in the order in which a change is pushed
/// (CDS, EDS, LDS, RDS: "Eventual consistency considerations" of Envoy's xDS protocol page).
public enum ResourceType: Int, CaseIterable, Hashable, Sendable {
  case cluster
  case endpoint
  case listener
  case route

  /// The `type_url` of requests, responses and resources.
  public var typeURL: String {
    switch self {
    case .cluster: "type.googleapis.com/envoy.config.cluster.v3.Cluster"
    case .endpoint: "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
    case .listener: "type.googleapis.com/envoy.config.listener.v3.Listener"
    case .route: "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"
    }
  }

  /// Whether the bytes are the `type_url`.
  func isWritten(_ bytes: RawSpan) -> Bool {
    let url = typeURL
    return unsafe bytes.hasSameBytes(as: url.utf8Span.span.bytes)
  }

  /// The short name people use: `cds`, `eds`, `lds`, `rds`.
  public var shortName: String {
    switch self {
    case .cluster: "cds"
    case .endpoint: "eds"
    case .listener: "lds"
    case .route: "rds"
    }
  }

  /// Whether a SotW response must hold every subscribed resource: what is left out of a CDS or LDS
  /// response is deleted by the client, what is left out of an EDS or RDS response is not.
  public var isFullState: Bool { self == .cluster || self == .listener }

  /// The type of that URL; nil for types that Causeway does not serve.
  public init?(typeURL: String) {
    guard let type = Self.allCases.first(where: { $0.typeURL == typeURL }) else { return nil }
    self = type
  }
}
