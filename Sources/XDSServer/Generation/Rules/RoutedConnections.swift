internal import struct MeshModel.AddressBlock
internal import struct MeshModel.VirtualService

/// Connections of which a `tls` or `tcp` route of a VirtualService says where they go.
struct RoutedConnections: FirstMatch {
  /// The VirtualService.
  let rule: VirtualService
  /// The server that they name, which may begin with `*.`; nil for any.
  var serverName: String?
  /// Where they were going; empty for anywhere.
  let blocks: [AddressBlock]
  let destination: ConnectionDestination

  var takesEverything: Bool { serverName == nil && blocks.isEmpty }
}

extension VirtualService {
  /// Makes a destination of those of a route.
  typealias Resolving = ([WeightedDestination]) -> ConnectionDestination

  /// What its `tls` routes say, as far as their matches can hold.
  func tlsConnections(
    where holds: (ConnectionMatch) -> Bool, to destination: Resolving
  ) -> [RoutedConnections] {
    tls.flatMap { route in
      route.match.filter { holds($0.connection) }.flatMap { match in
        match.sniHosts.map { name in
          RoutedConnections(
            rule: self, serverName: name == "*" ? nil : name.lowercased(),
            blocks: match.connection.destinationSubnets, destination: destination(route.route))
        }
      }
    }
  }

  /// What its `tcp` routes say, as far as their matches can hold.
  func tcpConnections(
    where holds: (ConnectionMatch) -> Bool, to destination: Resolving
  ) -> [RoutedConnections] {
    tcp.flatMap { route in
      // No match at all is one that always holds.
      let matches = route.match.isEmpty ? [ConnectionMatch()] : route.match
      return matches.filter(holds).map { match in
        RoutedConnections(
          rule: self, blocks: match.destinationSubnets, destination: destination(route.route))
      }
    }
  }
}
