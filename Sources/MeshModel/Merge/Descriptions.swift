// What a person sees in a failed test or a debugger: one line for each thing, most telling part
// first.

extension WorkloadAddress: CustomStringConvertible {
  /// The address, the name, or `unix://PATH`.
  public var description: String {
    switch self {
    case .ip(let address): "\(address)"
    case .hostname(let name): name
    case .unixSocket(let path): "unix://\(path)"
    }
  }
}

extension ServicePort: CustomStringConvertible {
  /// `NUMBER NAME (PROTOCOL)`.
  public var description: String {
    name.isEmpty
      ? "\(number) (\(appProtocol.rawValue))" : "\(number) \(name) (\(appProtocol.rawValue))"
  }
}

extension Endpoint: CustomStringConvertible {
  /// `ADDRESS 80→8080 KIND NAMESPACE/NAME HEALTH from ORIGIN`.
  public var description: String {
    let ports = orderedPorts.map { "\($0.servicePort)→\($0.port)" }.joined(separator: " ")
    return "\(address) \(ports) \(kind.rawValue) \(namespace)/\(workloadName) \(health.rawValue)"
      + " from \(origin)"
  }
}

extension Workload: CustomStringConvertible {
  /// `KIND NAMESPACE/NAME ADDRESSES serves 8080 for HOST:80`.
  public var description: String {
    let addresses = addresses.map { "\($0)" }.joined(separator: " ")
    let served = instances.map { "\($0.port) for \($0.host):\($0.servicePort.number)" }
    let line = "\(kind.rawValue) \(namespace)/\(name) \(addresses)"
    return served.isEmpty ? line : "\(line) serves \(served.joined(separator: ", "))"
  }
}

extension MeshService: CustomStringConvertible {
  /// `HOST in NAMESPACE` with its addresses and ports, and a line for each endpoint.
  public var description: String {
    let addresses = virtualIPs.map { "\($0)" }.joined(separator: " ")
    let ports = ports.map(\.description).joined(separator: ", ")
    let head = "\(host) in \(namespace) [\(addresses)] \(ports), \(resolution)"
    return ([head] + endpoints.map { "  \($0)" }).joined(separator: "\n")
  }
}

extension MeshProblem: CustomStringConvertible {
  /// `OBJECT: FIELD: MESSAGE`.
  public var description: String {
    field.isEmpty ? "\(object): \(message)" : "\(object): \(field): \(message)"
  }
}

extension Mesh: CustomDebugStringConvertible {
  /// Every service, workload and problem.
  public var debugDescription: String {
    (services.map(\.description) + workloads.map(\.description) + problems.map(\.description))
      .joined(separator: "\n")
  }
}
