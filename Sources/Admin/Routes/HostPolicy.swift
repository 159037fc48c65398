internal import MeshModel
internal import XDSServer

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

  /// The refusal of a request that would change something; nil when it may pass.
  ///
  /// It has to name the very address at which it arrives, on whatever network that is, and no web
  /// page but one from there may have made it: browsers send requests to any address that a page
  /// names, and say in `Origin` whose page it was.
  static func refusal(ofChange request: AdminRequest) -> AdminResponse? {
    let host = request.host ?? ""
    guard let local = request.localAddress, isAddress(host, local) else {
      let address = request.localAddress.map { ": use http://\($0)" } ?? ""
      return .failure(
        .forbidden,
        "Changes are taken only at the admin API's own address, not at '\(host)'\(address).",
        field: "Host")
    }
    guard let origin = request.origin, origin.lowercased() != "http://\(host.lowercased())" else {
      return nil
    }
    return .failure(
      .forbidden, "Changes are not taken from web pages of another origin (\(origin)).",
      field: "Origin")
  }

  /// Whether a `Host` is that address: `127.0.0.1:15014`, `[::1]:15014`, `localhost:15014`.
  private static func isAddress(_ host: String, _ address: SocketAddress) -> Bool {
    var name = Substring(host)
    var port: UInt16? = 80
    if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
      name = host[..<colon]
      port = UInt16(host[host.index(after: colon)...])
    }
    guard port == address.port else { return false }
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    if name.lowercased() == "localhost" { return address.ip.isLoopback }
    guard let ip = IPAddress(String(name)) else { return false }
    return ip == address.ip || (ip.isLoopback && address.ip.isLoopback)
  }

  private static func isLocal(_ host: String) -> Bool {
    if host.hasPrefix("[") { return true }
    let name = host.prefix { $0 != ":" }.lowercased()
    return name.isEmpty || name == "localhost" || name.hasSuffix(".localhost")
      || IPAddress(name) != nil
  }
}
