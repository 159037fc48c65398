extension MeshConfiguration {
  /// The host that `name` means in an object of `namespace`.
  ///
  /// A name without a dot is that of a Service of the namespace; any other stands for itself, as in
  /// Istio.
  public func qualifiedHost(_ name: String, in namespace: String) -> String {
    name.contains(".") || name.contains(":") || name == "*"
      ? name : host(ofService: name, namespace: namespace)
  }
}

extension VirtualService {
  /// The same with all hosts qualified.
  func qualified(_ configuration: MeshConfiguration) -> Self {
    var result = self
    result.changeHosts { configuration.qualifiedHost($0, in: metadata.namespace) }
    return result
  }
}

extension DestinationRule {
  /// The same with its host qualified.
  func qualified(_ configuration: MeshConfiguration) -> Self {
    var result = self
    result.host = configuration.qualifiedHost(host, in: metadata.namespace)
    return result
  }
}

// Which rules are for a host.
extension Mesh {
  /// The hosts that VirtualServices and DestinationRules may name to mean `host`, the most telling
  /// first: itself, then `*.` and what is left of it without its first labels, then `*`.
  public static func patterns(covering host: String) -> [String] {
    var patterns = [host]
    var rest = Substring(host)
    while let dot = rest.firstIndex(of: ".") {
      let pattern = "*" + rest[dot...]
      if pattern != host { patterns.append(pattern) }
      rest = rest[rest.index(after: dot)...]
    }
    if host != "*" { patterns.append("*") }
    return patterns
  }

  /// The VirtualServices that name exactly `host`, the one that counts first first.
  ///
  /// - Complexity: O(log VirtualServices).
  public func virtualServices(naming host: String) -> [VirtualService] {
    Self.rules(virtualServicesByHost, naming: host)
  }

  /// The DestinationRules that name exactly `host`, the one that counts first first.
  ///
  /// - Complexity: O(log DestinationRules).
  public func destinationRules(naming host: String) -> [DestinationRule] {
    Self.rules(destinationRulesByHost, naming: host)
  }

  /// The Gateway that VirtualServices call `NAMESPACE/NAME`; nil when there is none.
  public func gateway(named name: String) -> Gateway? { gatewaysByName[name] }

  private static func rules<Rule>(
    _ list: SortedChunks<HostedRule<Rule>>, naming host: String
  ) -> [Rule] {
    guard !list.isEmpty else { return [] }
    let start = list.partitionPoint { $0.host >= host }
    return list[start...].prefix { $0.host == host }.map(\.rule.value)
  }
}
