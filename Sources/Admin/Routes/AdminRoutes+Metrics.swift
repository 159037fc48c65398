internal import XDSServer

extension AdminRoutes {
  /// What the server has done and what it takes, for Prometheus.
  static func metrics(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    var measurements = Measurements(version: state.version)
    measurements.view = state.view
    measurements.adminAnswers = state.answers.byCode
    measurements.process = .now()
    if let clients = state.clients {
      measurements.discovery = clients.statistics
      measurements.transport = clients.transportCounters
      measurements.clients = try? clients.census(within: patience)
    }
    return AdminResponse(
      status: .ok, contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: measurements.text)
  }
}
