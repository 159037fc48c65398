// Who sees which service (docs/MERGING.md, rules 17 and 20).
extension Mesh {
  /// The services that a client in `namespace` sees, one per host, ordered by host.
  ///
  /// `sidecar` is the one that holds for the client: its `egress` narrows what the client sees.
  ///
  /// - Complexity: O(services), times the wildcard patterns of the Sidecar.
  public func services(
    visibleIn namespace: String, through sidecar: Sidecar? = nil
  ) -> [MeshService] {
    let view = ServiceVisibility(namespace: namespace, sidecar: sidecar)
    var result: [MeshService] = []
    var start = services.startIndex
    while start < services.endIndex {
      let host = services[start].host
      var end = start + 1
      while end < services.endIndex, services[end].host == host { end += 1 }
      if let winner = view.winner(of: services[start..<end]) { result.append(winner) }
      start = end
    }
    return result
  }

  /// The service that a client in `namespace` means by `host`, which is fully qualified.
  ///
  /// - Complexity: O(log services).
  public func service(
    host: String, visibleIn namespace: String, through sidecar: Sidecar? = nil
  ) -> MeshService? {
    ServiceVisibility(namespace: namespace, sidecar: sidecar)
      .winner(of: services(of: host.lowercased()))
  }

  /// The services of a host, in all namespaces.
  ///
  /// - Complexity: O(log services).
  func services(of host: String) -> Slice<MeshList<MeshService>> {
    let start = services.partitionPoint { $0.host >= host }
    let end = services[start...].partitionPoint { $0.host > host }
    return services[start..<end]
  }
}

extension Mesh {
  /// Whether a service has that host, or one that the pattern covers.
  ///
  /// - Complexity: O(log services); O(services) for a pattern.
  package func hasService(coveredBy host: String) -> Bool {
    guard host.hasPrefix("*") else { return !services(of: host).isEmpty }
    return services.contains { HostPattern.covers(host, $0.host) }
  }
}

/// What a client in one namespace can see.
package struct ServiceVisibility: Sendable {
  private let namespace: String
  /// The patterns of the Sidecar by their host, where that is one name; nil when all is seen.
  private var exact: [String: [Sidecar.HostPattern]]?
  private var wildcards: [Sidecar.HostPattern] = []

  /// What a client in `namespace` can see, through the Sidecar that holds for it.
  package init(namespace: String, sidecar: Sidecar?) {
    self.namespace = namespace
    guard let patterns = sidecar?.egressHosts else { return }
    exact = [:]
    for var pattern in patterns {
      pattern.host = pattern.host.lowercased()
      if pattern.host.hasPrefix("*") {
        wildcards.append(pattern)
      } else {
        exact?[pattern.host, default: []].append(pattern)
      }
    }
  }

  /// Whether the Sidecar hides services.
  package var isNarrowed: Bool { exact != nil }

  /// What the client would see without its Sidecar.
  package var withoutSidecar: ServiceVisibility {
    ServiceVisibility(namespace: namespace, sidecar: nil)
  }

  /// Which of the services of one host, ordered by namespace, the client means.
  package func winner(of candidates: some Sequence<MeshService>) -> MeshService? {
    var first: MeshService?
    var kubernetes: MeshService?
    for service in candidates where sees(service) {
      if service.namespace == namespace { return service }
      if first == nil { first = service }
      if kubernetes == nil, service.kubernetesName != nil { kubernetes = service }
    }
    return kubernetes ?? first
  }

  /// Whether the client sees the service, if there is no other of its host.
  package func sees(_ service: MeshService) -> Bool {
    guard service.exportTo.isVisible(in: namespace) else { return false }
    guard isNarrowed else { return true }
    return patterns(covering: service).contains { pattern in
      guard let port = pattern.port else { return true }
      return service.ports.contains { $0.number == port }
    }
  }

  /// At which ports the client sees a service; nil means all.
  package func ports(of service: MeshService) -> Set<UInt16>? {
    guard isNarrowed else { return nil }
    var ports: Set<UInt16> = []
    for pattern in patterns(covering: service) {
      guard let port = pattern.port else { return nil }
      ports.insert(port)
    }
    return ports
  }

  private func patterns(covering service: MeshService) -> [Sidecar.HostPattern] {
    (exact?[service.host] ?? []).filter { covers($0, service) }
      + wildcards.filter { HostPattern.covers($0.host, service.host) && covers($0, service) }
  }

  /// Whether the namespace of a pattern is that of the service.
  private func covers(_ pattern: Sidecar.HostPattern, _ service: MeshService) -> Bool {
    switch pattern.namespace {
    case "*": true
    case "~": false
    // Of the root namespace's Sidecar too, `.` means the client's: it is a default for every
    // namespace.
    case ".": service.namespace == namespace
    default: service.namespace == pattern.namespace
    }
  }
}
