internal import ManifestSource
internal import MeshModel

/// Decides which ports of a service the ports of a VM serve.
struct ServicePortChoice {
  private let service: MeshService
  /// The numbers that the objects of the service give as the targets of its ports.
  private let targets: [UInt16: Set<UInt16>]

  /// The choice among the ports of `service`, one of those made of `manifests`.
  init(_ service: MeshService, _ manifests: ManifestSnapshot) {
    self.service = service
    var targets: [UInt16: Set<UInt16>] = [:]
    for origin in service.origins {
      switch manifests.object(origin)?.object {
      case .service(let object):
        for port in object.ports {
          if case .number(let target) = port.targetPort {
            targets[port.number, default: []].insert(target)
          }
        }
      case .serviceEntry(let object):
        for port in object.ports {
          if let target = port.targetPort { targets[port.number, default: []].insert(target) }
        }
      default: break
      }
    }
    self.targets = targets
  }

  /// The ports of a WorkloadEntry: by the name of the service's port, or its number where it has no
  /// name.
  func named(
    _ ports: [RegistrationRequest.Port]
  ) throws(RegistrationError) -> [String: UInt16] {
    guard !ports.isEmpty else {
      throw RegistrationError(
        .invalid, "Name at least one port of the machine. \(summary)", field: "ports")
    }
    var named: [String: UInt16] = [:]
    for port in ports {
      let servicePort = try servicePort(of: port)
      let key =
        NameRules.isLabel(servicePort.name) ? servicePort.name : String(servicePort.number)
      if let other = named.updateValue(port.number, forKey: key) {
        throw RegistrationError(
          .invalid,
          "\(other) and \(port.number) would both serve the port \(servicePort): name one of them.",
          field: "ports")
      }
    }
    return named
  }

  private func servicePort(
    of port: RegistrationRequest.Port
  ) throws(RegistrationError) -> ServicePort {
    if let name = port.name {
      let match =
        service.ports.first { $0.name == name } ?? service.ports.first { String($0.number) == name }
      guard let match else {
        throw RegistrationError(
          .invalid, "There is no port '\(name)'. \(summary)", field: "ports")
      }
      return match
    }
    // A service with one port leaves no choice.
    if service.ports.count == 1 { return service.ports[0] }
    if let match = service.ports.first(where: { $0.number == port.number }) { return match }
    let matches = service.ports.filter { targets[$0.number]?.contains(port.number) == true }
    guard matches.count == 1 else {
      throw RegistrationError(
        .invalid,
        "It is not clear which port of the service \(port.number) serves. \(summary) Write "
          + "NAME:\(port.number).", field: "ports")
    }
    return matches[0]
  }

  /// The ports that there are, in a sentence.
  private var summary: String {
    guard !service.ports.isEmpty else { return "\(service.host) has no ports." }
    let ports = service.ports.map { port in
      port.name.isEmpty ? "\(port.number)" : "\(port.name) (\(port.number))"
    }
    return "\(service.host) has the ports \(ports.joined(separator: ", "))."
  }
}
