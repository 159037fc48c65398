extension AdminRoutes {
  /// The page for people.
  ///
  /// It asks the API itself for what it shows, so it is served before anything is ready. Names that
  /// it shows come from manifests and node ids: should one ever get into its markup, its policy
  /// forbids to run it, to load anything, and to send anything elsewhere.
  static func page(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    AdminResponse(
      status: .ok, contentType: "text/html; charset=utf-8", body: AdminPage.html,
      headers: [
        .init("Content-Security-Policy", AdminPage.policy),
        .init("Referrer-Policy", "no-referrer"),
      ])
  }
}
