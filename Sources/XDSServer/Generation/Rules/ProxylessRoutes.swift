internal import XDSProto

/// What of routes gRPC libraries can do themselves.
///
/// gRPC leaves out routes whose matches it does not know, and actions it does not know fail a call
/// (gRFC A28 "xDS Traffic Splitting and Routing"). So that no call goes where a rule does not send
/// it, what is known of every call is decided here, and what cannot be decided is left to fail.
struct ProxylessRoutes {
  /// What calls name as their authority: `HOST:PORT`.
  let authority: String

  /// The routes that are left of Envoy's; where none is, calls fail.
  func routes(of routes: [Route]) -> [Route] {
    let routes = routes.compactMap(route)
    guard routes.isEmpty else { return routes }
    return [Route(match: RouteMatch(pathSpecifier: .prefix("")), action: Self.failing)]
  }

  /// No action of a client: gRPC fails calls that meet it.
  private static let failing = Route.Action.nonForwardingAction(NonForwardingAction())

  /// What a match comes to for every call.
  private enum Verdict {
    case holds, fails, unknown
  }

  private func route(_ route: Route) -> Route? {
    guard var match = route.match else { return nil }
    // A call has no query.
    if !match.queryParameters.isEmpty { return nil }
    var isDecided = true
    var headers: [HeaderMatcher] = []
    for header in match.headers {
      switch verdict(header) {
      case .holds: break
      case .fails: return nil
      case .unknown where header.name.hasPrefix(":"): isDecided = false
      case .unknown: headers.append(header)
      }
    }
    match.headers = headers
    // A path begins with a slash, and gRPC knows no prefix that does not, but for the empty one.
    if case .prefix(let prefix) = match.pathSpecifier {
      if prefix == "/" {
        match.pathSpecifier = .prefix("")
      } else if !prefix.isEmpty, !prefix.hasPrefix("/") {
        return nil
      }
    }
    let action = isDecided ? action(route.action) : nil
    var result = Route(match: match, action: action ?? Self.failing)
    result.typedPerFilterConfig = route.typedPerFilterConfig.filter {
      $0.key == HttpFilter.fault.name
    }
    return result
  }

  private func verdict(_ header: HeaderMatcher) -> Verdict {
    let value: String
    switch header.name {
    case ":method": value = "POST"
    case ":authority": value = authority
    default: return .unknown
    }
    let holds: Bool
    switch header.headerMatchSpecifier {
    case .presentMatch: holds = true
    case .stringMatch(let matcher):
      switch matcher.matchPattern {
      case .exact(let text): holds = text == value
      case .prefix(let text): holds = value.hasPrefix(text)
      default: return .unknown
      }
    default: return .unknown
    }
    return holds != header.invertMatch ? .holds : .fails
  }

  /// The part of an action that gRPC knows; nil where what it leaves out decides what is answered.
  private func action(_ action: Route.Action?) -> Route.Action? {
    guard case .route(let action) = action, action.prefixRewrite.isEmpty,
      action.regexRewrite == nil
    else { return nil }
    var result = RouteAction(clusterSpecifier: action.clusterSpecifier)
    if case .weightedClusters(let clusters) = action.clusterSpecifier {
      result.clusterSpecifier = .weightedClusters(
        WeightedCluster(
          clusters: clusters.clusters.map {
            WeightedCluster.ClusterWeight(name: $0.name, weight: $0.weight)
          }))
    }
    if let timeout = action.timeout, timeout != .seconds(0) {
      result.maxStreamDuration = RouteAction.MaxStreamDuration(maxStreamDuration: timeout)
    }
    result.hashPolicy = action.hashPolicy
    result.retryPolicy = action.retryPolicy.flatMap(retryPolicy)
    return .route(result)
  }

  /// Conditions of which gRPC knows none are no policy: without any, one is refused.
  private func retryPolicy(_ policy: RetryPolicy) -> RetryPolicy? {
    let known: Set<Substring> = [
      "cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable",
    ]
    let conditions = policy.retryOn.split(separator: ",").filter(known.contains)
    if conditions.isEmpty { return nil }
    return RetryPolicy(
      retryOn: conditions.joined(separator: ","), numRetries: policy.numRetries,
      retryBackOff: policy.retryBackOff)
  }
}
