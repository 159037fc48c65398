internal import MeshModel

/// Which `Host` a request may name.
///
/// A web page can have its own name resolve to 127.0.0.1 and then read what is served there as if
/// it were its own ("DNS rebinding"). Such a request carries the page's name; one that was meant
/// for us carries an address, or a name that no page can have.
public enum HostPolicy: Hashable, Sendable {
  /// Addresses and `localhost` only: for a server on loopback.
  case local
  /// Anything: for a server that was opened to a network on purpose, where it may have any name.
  case any

  /// The refusal that the request deserves; nil when it may pass.
  func refusal(of request: AdminRequest) -> AdminResponse? {
    guard self == .local, let host = request.host, !Self.isLocal(host) else { return nil }
    return .failure(
      .forbidden,
      "The admin API does not go by the name \(host): use its address, or localhost.", field: "Host"
    )
  }

  private static func isLocal(_ host: String) -> Bool {
    if host.hasPrefix("[") { return true }
    let name = host.prefix { $0 != ":" }.lowercased()
    return name.isEmpty || name == "localhost" || name.hasSuffix(".localhost")
      || IPAddress(name) != nil
  }
}
