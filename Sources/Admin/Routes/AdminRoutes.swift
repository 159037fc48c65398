/// The admin API: one table of routes, and the rules that hold for all of them.
public enum AdminRoutes {
  /// Every route, in the order in which people are told of them.
  static let all: [Route] = [
    Route("/", handler: page),
    Route("/healthz") { _, _, _ in .text(.ok, "ok") },
    Route("/readyz", handler: readiness),
    Route("/metrics", handler: metrics),
    Route("/api/v1/services", query: ["namespace"], handler: services),
    Route("/api/v1/services/{host}", query: ["namespace"], handler: service),
    Route(
      "/api/v1/snapshot",
      query: ["type", "name", "node", "namespace", "interception", "labels", "locality"],
      handler: snapshot),
    Route("/api/v1/sources", query: [], handler: sources),
    Route(
      "/api/v1/workloads", query: [],
      methods: ["GET": workloads, "HEAD": workloads, "POST": register]),
    Route(
      "/api/v1/workloads/{service}/{ip}", query: ["namespace"], methods: ["DELETE": deregister]),
    Route("/api/v1/proxies", query: [], handler: proxies),
    Route("/api/v1/proxies/{id}", query: [], handler: proxy),
    Route("/api/v1/proxies/{id}/config", query: ["type", "name"], handler: config),
    Route("/api/v1/pushes", query: ["limit"], handler: pushes),
    Route("/api/v1/pushes/{revision}", query: [], handler: push),
  ]

  /// Answers a request: one that reads without I/O, waiting for nothing but what event loops have
  /// to say, and that for at most 2 s; one that changes something when that is done.
  public static func respond(to request: AdminRequest, state: AdminState) -> AdminResponse {
    if let refusal = state.hostPolicy.refusal(of: request) { return refusal }
    for route in all {
      guard let parameters = route.parameters(in: request.path) else { continue }
      guard let handler = route.handler(of: request.method) else {
        let methods = route.methods.joined(separator: " or ")
        var response = AdminResponse.failure(
          .methodNotAllowed,
          "\(route.path) has no method \(request.method): use \(methods).", field: "method")
        response.allowedMethods = route.methods
        return response
      }
      if let refusal = route.refusal(ofQuery: request) { return refusal }
      let isReading = ["GET", "HEAD"].contains(request.method)
      if !isReading, let refusal = HostPolicy.refusal(ofChange: request) { return refusal }
      return handler(request, parameters, state)
    }
    let paths = all.map(\.path).joined(separator: ", ")
    return .failure(
      .notFound, "There is nothing at /\(request.path.joined(separator: "/")). There are \(paths).",
      field: "path")
  }

  private static func readiness(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    state.view == nil
      ? .text(.serviceUnavailable, "not ready: the sources have not been read yet")
      : .text(.ok, "ready")
  }
}
