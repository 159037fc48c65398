/// What the Gateways of one proxy have it listen on: their servers by address and port, without
/// those that cannot be served beside the others.
///
/// As Istio has it: servers of HTTP share a port, and so do servers of TLS, which are told apart by
/// the server that a client names; nothing else does. The first Gateway counts, then the first
/// server.
package struct GatewayServers: Hashable, Sendable {
  /// A server, and whose it is.
  package struct Entry: Hashable, Sendable {
    /// The Gateway.
    package var gateway: Gateway
    /// Which of its servers.
    package var index: Int

    /// The server.
    package var server: Gateway.Server { gateway.servers[index] }
  }

  /// What the servers of a port have in common.
  package enum Traffic: Hashable, Sendable {
    /// Requests.
    case http
    /// TLS.
    case tls
    /// Bytes.
    case tcp
  }

  /// The servers of one address and port.
  package struct Listener: Hashable, Sendable {
    /// The address; nil means all.
    package var bind: IPAddress?
    /// The port.
    package var port: UInt16
    /// What is spoken there.
    package var traffic: Traffic
    /// The servers, the first that counts first.
    package var servers: [Entry]
  }

  /// A server that is not served.
  package struct Loser: Hashable, Sendable {
    /// Why it is not.
    package enum Reason: Hashable, Sendable {
      /// The port speaks something else.
      case traffic
      /// The port serves one server only.
      case port
      /// Another server on the port has that host.
      case host(String)
    }

    /// The server.
    package var entry: Entry
    /// The one that is served.
    package var rival: Entry
    /// Why.
    package var reason: Reason
  }

  /// What is listened on, ordered by port, then address.
  package private(set) var listeners: [Listener] = []
  /// The servers that lost.
  package private(set) var losers: [Loser] = []

  /// The servers of `gateways`, the one that counts first first.
  ///
  /// - Parameters:
  ///   - gateways: the Gateways.
  ///   - targetPorts: the ports on which to listen instead of that of a server, as the Service says
  ///     by which clients reach the proxy.
  package init(_ gateways: [Gateway], targetPorts: [UInt16: Set<UInt16>] = [:]) {
    var places = Places()
    for gateway in gateways {
      for index in gateway.servers.indices {
        let entry = Entry(gateway: gateway, index: index)
        let number = entry.server.port.number
        for port in (targetPorts[number] ?? [number]).sorted() { places.add(entry, port: port) }
      }
    }
    losers = places.losers
    listeners = places.listeners.sorted { left, right in
      if left.port != right.port { return left.port < right.port }
      guard let right = right.bind else { return false }
      return left.bind.map { $0 < right } ?? true
    }
  }

  /// The listeners while servers are added to them.
  private struct Places {
    private struct Place: Hashable {
      var bind: IPAddress?
      var port: UInt16
    }

    private(set) var listeners: [Listener] = []
    private(set) var losers: [Loser] = []
    private var indices: [Place: Int] = [:]
    /// By listener, which of its servers has a host.
    private var owners: [[String: Int]] = []

    mutating func add(_ entry: Entry, port: UInt16) {
      let server = entry.server
      let place = Place(bind: server.bind, port: port)
      guard let index = indices[place] else {
        indices[place] = listeners.count
        owners.append([:])
        listeners.append(
          Listener(bind: server.bind, port: port, traffic: server.traffic, servers: []))
        return serve(entry, at: listeners.count - 1)
      }
      let traffic = listeners[index].traffic
      if traffic != server.traffic {
        lose(entry, to: 0, at: index, .traffic)
      } else if traffic == .tcp {
        lose(entry, to: 0, at: index, .port)
      } else if traffic == .tls, let (rival, host) = contest(server, at: index) {
        lose(entry, to: rival, at: index, .host(host))
      } else {
        serve(entry, at: index)
      }
    }

    private mutating func serve(_ entry: Entry, at index: Int) {
      let own = listeners[index].servers.count
      for host in entry.server.hosts { owners[index][host.host] = own }
      listeners[index].servers.append(entry)
    }

    private mutating func lose(
      _ entry: Entry, to rival: Int, at index: Int, _ reason: Loser.Reason
    ) {
      losers.append(Loser(entry: entry, rival: listeners[index].servers[rival], reason: reason))
    }

    /// The first that has one of the hosts already: of two chains for one name Envoy accepts
    /// neither.
    private func contest(_ server: Gateway.Server, at index: Int) -> (rival: Int, host: String)? {
      let owners = server.hosts.compactMap { host in
        self.owners[index][host.host].map { (rival: $0, host: host.host) }
      }
      return owners.min { $0.rival < $1.rival }
    }
  }
}

extension Gateway.Server {
  /// What is spoken with it.
  fileprivate var traffic: GatewayServers.Traffic {
    port.protocolKind.isPlainHTTP ? .http : tls == nil ? .tcp : .tls
  }
}

extension Gateway {
  /// Whether it is for proxies with those labels.
  package func selects(_ labels: [String: String]) -> Bool {
    labels.hasAll(selector)
  }
}

extension Gateway.Server {
  /// The hosts for which a VirtualService is served: where one of them says more than the other, it
  /// is that one's.
  package func hosts(servedOf virtualService: VirtualService) -> [String] {
    var served: [String] = []
    for host in virtualService.hosts {
      for common in hosts(of: virtualService.metadata.namespace, commonWith: host)
      where !served.contains(common) { served.append(common) }
    }
    return served
  }

  /// What both the server's hosts, as far as they are for VirtualServices of a namespace, and
  /// `pattern` stand for.
  package func hosts(of namespace: String, commonWith pattern: String) -> [String] {
    hosts.filter { $0.namespace == nil || $0.namespace == namespace }.compactMap { host in
      if HostPattern.covers(host.host, pattern) { return pattern }
      return HostPattern.covers(pattern, host.host) ? host.host : nil
    }
  }
}
