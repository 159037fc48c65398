// Gateways.
extension RuleCheck {
  /// What does not fit of a Gateway; `isUsed` says whether a VirtualService is bound to it.
  static func problems(of gateway: Gateway, isUsed: Bool, in mesh: Mesh) -> Set<MeshProblem> {
    var check = Self(mesh, gateway.reference(.gateway))
    if !isUsed { check.findUse(of: gateway) }
    check.findRivals(of: gateway)
    return check.found.problems
  }

  private mutating func findUse(of gateway: Gateway) {
    let place = gateway.servers.firstIndex {
      $0.tls?.redirectsToHTTPS != true && $0.tls?.mode != .autoPassthrough
    }
    guard let place else { return }
    report(
      "spec.servers[\(place)].hosts",
      "No VirtualService is bound to this Gateway, which leads nowhere; write "
        + "`gateways: [\(gateway.boundName)]` in one.")
  }

  /// The servers that no proxy serves because of others, of this Gateway or of one that every proxy
  /// of this one has as well.
  private mutating func findRivals(of gateway: Gateway) {
    let rivals = mesh.gateways.prefix { $0.metadata != gateway.metadata }
      .filter { $0.sharesPort(with: gateway) && gateway.selects(asFarAs: $0) }
    for loser in GatewayServers(rivals + [gateway]).losers where loser.entry.gateway == gateway {
      let rival = loser.rival.gateway.reference(.gateway)
      let port = loser.entry.server.port
      let server = "spec.servers[\(loser.entry.index)]"
      switch loser.reason {
      case .traffic:
        report(
          "\(server).port.protocol",
          "The port \(port.number) speaks \(loser.rival.server.port.protocolKind.rawValue) for "
            + "\(rival), which comes first, and this server is not served; use another port.")
      case .port:
        report(
          "\(server).port.number",
          "The port \(port.number) is that of a server of \(rival), which comes first, and "
            + "servers of \(port.protocolKind.rawValue) share none; use another port.")
      case .host(let host):
        report(
          "\(server).hosts",
          "On port \(port.number) the host \(host) is that of a server of \(rival), which comes "
            + "first, and this one is not served; name each host in one server only.")
      }
    }
  }
}

extension Gateway {
  /// Whether both have a server on one port.
  func sharesPort(with other: Gateway) -> Bool {
    servers.contains { server in
      other.servers.contains { $0.port.number == server.port.number }
    }
  }

  /// Whether every proxy that it selects is selected by `other` too.
  fileprivate func selects(asFarAs other: Gateway) -> Bool {
    selector.hasAll(other.selector)
  }
}
