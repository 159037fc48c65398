// What a VirtualService names.
extension VirtualService {
  /// Where requests and connections go, those of mirrors too, each as often as it is named.
  public var destinations: [Destination] {
    http.flatMap { $0.destinations.map(\.destination) + $0.mirrors.map(\.destination) }
      + (tls.flatMap(\.route) + tcp.flatMap(\.route)).map(\.destination)
  }

  /// Every host that it names, as one that it is for or as a destination.
  public var namedHosts: Set<String> { Set(hosts).union(destinations.map(\.host)) }

  /// What each of its matches says of clients.
  public var sources: [SourceMatch] {
    http.flatMap { $0.match.map(\.source) } + tls.flatMap { $0.match.map(\.connection.source) }
      + tcp.flatMap { $0.match.map(\.source) }
  }

  /// The Gateways to which it, or one of its matches, is bound: `NAMESPACE/NAME`.
  public var boundGateways: Set<String> { bindings.subtracting([Self.mesh]) }

  /// Whether it, or one of its matches, is for sidecars.
  public var isBoundToMesh: Bool { bindings.contains(Self.mesh) }

  private var bindings: Set<String> { Set(gateways).union(sources.compactMap(\.gateways).joined()) }

  /// Changes every host that it names.
  mutating func changeHosts(_ change: (String) -> String) {
    func changeHost(of destination: inout Destination) {
      destination.host = change(destination.host)
    }
    hosts = hosts.map(change)
    for route in http.indices {
      if case .forward(var destinations) = http[route].action {
        for place in destinations.indices { changeHost(of: &destinations[place].destination) }
        http[route].action = .forward(destinations)
      }
      for place in http[route].mirrors.indices {
        changeHost(of: &http[route].mirrors[place].destination)
      }
    }
    for route in tls.indices {
      for place in tls[route].route.indices { changeHost(of: &tls[route].route[place].destination) }
    }
    for route in tcp.indices {
      for place in tcp[route].route.indices { changeHost(of: &tcp[route].route[place].destination) }
    }
  }
}

extension VirtualService.HTTPRoute {
  /// `route`; none where requests are answered without being forwarded.
  public var destinations: [VirtualService.HTTPDestination] {
    if case .forward(let destinations) = action { destinations } else { [] }
  }
}
