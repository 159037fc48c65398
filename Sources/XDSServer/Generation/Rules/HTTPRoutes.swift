internal import XDSProto

internal import struct MeshModel.VirtualService

/// Turns the `http` routes of VirtualServices into Envoy's, for one port as one client sees it.
///
/// Serves sidecars and gateways alike.
struct HTTPRoutes {
  /// Whom they are for.
  let client: RuleClient
  /// The port that requests come to.
  let port: UInt16
  /// Whether requests come over TLS that ends at the proxy.
  var isTLS = false
  /// What a destination means to the client.
  let target: (VirtualService.Destination) -> RouteTarget

  /// The routes of the VirtualServices of one host; none when nothing in them is for the client.
  ///
  /// The first VirtualService comes first.
  func routes(of virtualServices: [VirtualService]) -> [Route] {
    [Route](merging: virtualServices.map(routes))
  }

  /// The routes of one VirtualService.
  private func routes(of virtualService: VirtualService) -> [Route] {
    var routes: [Route] = []
    for rule in virtualService.http {
      // No match at all is one that always holds.
      for match in rule.match.isEmpty ? [VirtualService.HTTPMatch()] : rule.match {
        if let matchPort = match.port, matchPort != port { continue }
        guard client.canSatisfy(match.source, of: virtualService) else { continue }
        routes.append(route(rule, match))
      }
    }
    return routes
  }

  private func route(
    _ rule: VirtualService.HTTPRoute, _ match: VirtualService.HTTPMatch
  ) -> Route {
    let name = [rule.name, match.name].filter { !$0.isEmpty }.joined(separator: ".")
    var route = Route(match: RouteMatch(match), name: name, statPrefix: match.statPrefix)
    var headers = HeaderEdits(rule.headers)
    switch rule.action {
    case .forward(let destinations):
      forward(&route, rule, to: destinations, headers: &headers)
    case .redirect(let redirect):
      route.action = .redirect(RedirectAction(redirect, port: port, isTLS: isTLS))
    case .respond(let response):
      route.action = .directResponse(DirectResponseAction(response))
    }
    route.requestHeadersToAdd = headers.requestAdd
    route.requestHeadersToRemove = headers.requestRemove
    route.responseHeadersToAdd = headers.responseAdd
    route.responseHeadersToRemove = headers.responseRemove
    if let fault = rule.fault.flatMap(HTTPFault.init) {
      route.typedPerFilterConfig[HttpFilter.fault.name] = AnyMessage(packing: fault)
    }
    if let cors = rule.cors {
      route.typedPerFilterConfig[HttpFilter.cors.name] = AnyMessage(packing: CorsPolicy(cors))
    }
    return route
  }

  private func forward(
    _ route: inout Route, _ rule: VirtualService.HTTPRoute,
    to destinations: [VirtualService.HTTPDestination], headers: inout HeaderEdits
  ) {
    // A single destination gets everything, whatever its weight.
    let shares = destinations.count == 1 ? destinations : destinations.filter { $0.weight > 0 }
    guard let first = shares.first else {
      // There is nobody to whom the requests may go.
      route.action = .directResponse(DirectResponseAction(status: 503))
      return
    }
    var action = RouteAction(timeout: rule.timeout.map(ProtoDuration.init) ?? .seconds(0))
    let targets = shares.map { target($0.destination) }
    action.hashPolicy = targets.compactMap { $0.policy.hashKey.map { RouteAction.HashPolicy($0) } }
    if shares.count == 1 {
      action.clusterSpecifier = .cluster(targets[0].cluster)
      headers.append(HeaderEdits(first.headers))
    } else {
      let weights = Weights.bounded(shares.map(\.weight))
      action.clusterSpecifier = .weightedClusters(
        WeightedCluster(
          clusters: zip(shares, zip(targets, weights)).map { share, target in
            clusterWeight(share, target.0, weight: target.1)
          }))
    }
    action.rewrite(rule.rewrite)
    // What a rule says of the host as a header is what `rewrite` says better.
    if action.hostRewriteSpecifier == nil, let authority = headers.authority {
      action.hostRewriteSpecifier = .hostRewriteLiteral(authority)
    }
    action.retryPolicy = RetryPolicy.of(
      rule.retries, isBoundToEndpoint: !action.hashPolicy.isEmpty)
    action.requestMirrorPolicies = rule.mirrors.compactMap { mirror in
      // Nobody wants a copy of no request.
      guard let fraction = FractionalPercent(percentage: mirror.percentage) else { return nil }
      return RouteAction.RequestMirrorPolicy(
        cluster: target(mirror.destination).cluster,
        runtimeFraction: RuntimeFractionalPercent(defaultValue: fraction))
    }
    route.action = .route(action)
  }

  private func clusterWeight(
    _ destination: VirtualService.HTTPDestination, _ target: RouteTarget, weight: UInt32
  ) -> WeightedCluster.ClusterWeight {
    let headers = HeaderEdits(destination.headers)
    return WeightedCluster.ClusterWeight(
      name: target.cluster, weight: weight, requestHeadersToAdd: headers.requestAdd,
      responseHeadersToAdd: headers.responseAdd,
      responseHeadersToRemove: headers.responseRemove,
      requestHeadersToRemove: headers.requestRemove,
      hostRewriteSpecifier: headers.authority.map { .hostRewriteLiteral($0) })
  }
}

extension Route: FirstMatch {
  var takesEverything: Bool {
    guard let match, match.headers.isEmpty, match.queryParameters.isEmpty else { return false }
    return switch match.pathSpecifier {
    case .prefix(let prefix): prefix == "/" || prefix.isEmpty
    case .safeRegex(let matcher): matcher.regex == ".*"
    default: false
    }
  }
}

/// Shares of several destinations.
enum Weights {
  /// The same shares with a sum that fits into 32 bits, as Envoy wants it; none becomes 0.
  static func bounded(_ weights: [UInt32]) -> [UInt32] {
    var shift = 0
    while weights.reduce(UInt64(0), { $0 + UInt64(max(1, $1 >> shift)) }) > UInt64(UInt32.max) {
      shift += 1
    }
    return shift == 0 ? weights : weights.map { max(1, $0 >> shift) }
  }
}
