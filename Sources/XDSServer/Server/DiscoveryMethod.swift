/// A method of Envoy's discovery services: what it serves, and how.
struct DiscoveryMethod: Hashable, Sendable {
  /// The `:path` of a call.
  let path: String
  /// Which types may be asked for.
  let scope: DiscoveryStream.Scope
  /// How the client speaks.
  let variant: ProtocolVariant

  private init(_ path: String, _ scope: DiscoveryStream.Scope, _ variant: ProtocolVariant) {
    self.path = path
    self.scope = scope
    self.variant = variant
  }

  /// All that are served.
  static let all: [DiscoveryMethod] = [
    DiscoveryMethod(
      "/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources",
      .aggregated, .stateOfTheWorld),
    DiscoveryMethod(
      "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
      .aggregated, .delta),
    DiscoveryMethod(
      "/envoy.service.cluster.v3.ClusterDiscoveryService/StreamClusters",
      .only(.cluster), .stateOfTheWorld),
    DiscoveryMethod(
      "/envoy.service.cluster.v3.ClusterDiscoveryService/DeltaClusters",
      .only(.cluster), .delta),
    DiscoveryMethod(
      "/envoy.service.endpoint.v3.EndpointDiscoveryService/StreamEndpoints",
      .only(.endpoint), .stateOfTheWorld),
    DiscoveryMethod(
      "/envoy.service.endpoint.v3.EndpointDiscoveryService/DeltaEndpoints",
      .only(.endpoint), .delta),
    DiscoveryMethod(
      "/envoy.service.listener.v3.ListenerDiscoveryService/StreamListeners",
      .only(.listener), .stateOfTheWorld),
    DiscoveryMethod(
      "/envoy.service.listener.v3.ListenerDiscoveryService/DeltaListeners",
      .only(.listener), .delta),
    DiscoveryMethod(
      "/envoy.service.route.v3.RouteDiscoveryService/StreamRoutes",
      .only(.route), .stateOfTheWorld),
    DiscoveryMethod(
      "/envoy.service.route.v3.RouteDiscoveryService/DeltaRoutes",
      .only(.route), .delta),
  ]

  /// The method of that path; nil when none is served there.
  init?(path: String) {
    guard let method = Self.all.first(where: { $0.path == path }) else { return nil }
    self = method
  }

  /// The service's full name: what stands between the slashes.
  var serviceName: String {
    path.split(separator: "/").first.map(String.init) ?? ""
  }

  /// The full name of the messages that a client sends.
  var requestName: String {
    switch variant {
    case .stateOfTheWorld: "envoy.service.discovery.v3.DiscoveryRequest"
    case .delta: "envoy.service.discovery.v3.DeltaDiscoveryRequest"
    }
  }
}
