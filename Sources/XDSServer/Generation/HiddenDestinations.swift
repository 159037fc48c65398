internal import struct MeshModel.ServicePort
internal import struct MeshModel.VirtualService

/// The services, or ports of services, that the clients' Sidecar hides, and that VirtualServices
/// lead them to all the same: those for hosts that they see.
///
/// Clients are given the clusters of these services, so that the routes lead somewhere, and no
/// listeners or virtual hosts: by its own name such a service stays unknown. As in Istio, where a
/// destination names its port it is that port alone.
struct HiddenDestinations: Sendable {
  /// A service to which VirtualServices for a host lead.
  private struct Entry: OrderedElement {
    /// The host of the service.
    var destination: String
    /// The host that clients see.
    var source: String
    var ports: SeenPorts

    static func precedes(_ left: Entry, _ right: Entry) -> Bool {
      (left.destination, left.source) < (right.destination, right.source)
    }
  }

  /// Of all destinations, hidden or not.
  private var entries = OrderedChunks<Entry>()

  /// Follows what clients see to where rules lead them from there.
  ///
  /// - Parameters:
  ///   - seen: what becomes of the services that their Sidecar shows.
  ///   - changes: what becomes of all services.
  ///   - client: the clients.
  /// - Returns: what becomes of the hidden services that they are led to.
  /// - Complexity: O(k log n) for k changes.
  mutating func apply(
    _ seen: [VisibleChange], of changes: ServiceChanges, for client: OutboundClient
  ) -> [VisibleChange] {
    var (removed, added): ([Entry], [Entry]) = ([], [])
    for change in seen where change.changesShape {
      removed += Self.entries(from: change.old, for: client)
      added += Self.entries(from: change.new, for: client)
    }
    let before = self
    entries = entries.replacing(removed, with: added)
    if before.entries.isEmpty, entries.isEmpty { return [] }
    var hosts = Set((removed + added).map(\.destination))
    hosts.formUnion(changes.hostNames.filter { ports(of: $0) != nil })
    return hosts.compactMap { host in
      let services = changes.services(of: host)
      let old = before.hidden(services.old, host, for: client)
      let new = hidden(services.new, host, for: client)
      return old == nil && new == nil ? nil : VisibleChange(old: old, new: new)
    }
  }

  /// What of the services of `host` is hidden from the clients, and what they are led to.
  private func hidden(
    _ candidates: [ServiceResources], _ host: String, for client: OutboundClient
  ) -> SeenService? {
    guard let ports = ports(of: host) else { return nil }
    guard let shown = client.visibility.winner(of: candidates).map(client.sees) else {
      let meant = client.visibility.withoutSidecar.winner(of: candidates)
      return meant.map { client.sees($0, at: ports) }
    }
    let rest = shown.shape.ports.map(\.number).filter {
      ports.contains($0) && !shown.ports.contains($0)
    }
    return rest.isEmpty ? nil : client.sees(shown.resources, at: .only(Set(rest)))
  }

  /// The ports of `host` that rules lead to; nil when none does.
  private func ports(of host: String) -> SeenPorts? {
    var ports: SeenPorts?
    var rest = entries.elements { $0.destination < host }
    while let entry = rest.next(), entry.destination == host {
      ports = ports?.union(entry.ports) ?? entry.ports
    }
    return ports
  }

  private static func entries(from seen: SeenService?, for client: OutboundClient) -> [Entry] {
    guard let seen else { return [] }
    let source = seen.shape.service.host
    var ports: [String: SeenPorts] = [:]
    for destination in seen.shape.rules.destinations(for: client, of: source) {
      // Without a port it may be that on which the client called, whichever that is.
      let named = destination.port.map { SeenPorts.only([$0]) } ?? .all
      ports[destination.host] = ports[destination.host]?.union(named) ?? named
    }
    return ports.map { Entry(destination: $0, source: source, ports: $1) }
  }
}
