/// The admin API: one table of routes, and the rules that hold for all of them.
public enum AdminRoutes {
  /// Every route, in the order in which people are told of them.
  static let all: [Route] = [
    Route("/healthz", "Whether the process lives.") { _, _, _ in .text(.ok, "ok") },
    Route("/readyz", "Whether the sources have been read and xDS is served.", handler: readiness),
    Route("/api/v1/services", "Services with their merged endpoints.", handler: services),
    Route("/api/v1/services/{host}", "One service.", handler: service),
    Route("/api/v1/snapshot", "What a client is sent.", handler: snapshot),
    Route("/api/v1/sources", "Files, objects, and what is wrong with them.", handler: sources),
  ]

  /// Answers a request, without I/O and without waiting for anything.
  public static func respond(to request: AdminRequest, state: AdminState) -> AdminResponse {
    if let refusal = state.hostPolicy.refusal(of: request) { return refusal }
    for route in all {
      guard let parameters = route.parameters(in: request.path) else { continue }
      guard route.methods.contains(request.method) else {
        let methods = route.methods.joined(separator: " or ")
        var response = AdminResponse.failure(
          .methodNotAllowed,
          "\(route.path) has no method \(request.method): use \(methods).", field: "method")
        response.allowedMethods = route.methods
        return response
      }
      return route.handler(request, parameters, state)
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
