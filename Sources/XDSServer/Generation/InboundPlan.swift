internal import enum MeshModel.AppProtocol
internal import struct MeshModel.IPAddress
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.ServiceName
internal import struct MeshModel.Sidecar
internal import struct MeshModel.Workload

/// What a workload's proxy accepts for its application.
enum InboundPlan {
  /// The ports that the services of `workloads` lead to, ordered.
  ///
  /// The application is looked for on 127.0.0.1, where it is found if it listens there or on all
  /// addresses, as nearly all do; one that listens on the pod's address alone needs a Sidecar with
  /// a `defaultEndpoint`.
  ///
  /// Services may share a port. When they disagree on what is spoken there, the proxy assumes no
  /// more than all say.
  static func ports(of workloads: [Workload]) -> [InboundPort] {
    var ports: [UInt16: InboundPort] = [:]
    for instance in workloads.flatMap(\.instances) where instance.port != 0 {
      let name = ServiceName(host: instance.host, namespace: instance.serviceNamespace)
      let traffic = InboundPort.Traffic(instance.servicePort.appProtocol)
      var port =
        ports[instance.port]
        ?? InboundPort(
          port: instance.port, traffic: traffic,
          target: .ip(.loopback, port: instance.port), services: [])
      port.traffic = port.traffic.agreement(with: traffic)
      if !port.services.contains(name) { port.services.append(name) }
      ports[instance.port] = port
    }
    return ports.values.sorted { $0.port < $1.port }.map { port in
      var port = port
      port.services.sort { ($0.host, $0.namespace) < ($1.host, $1.namespace) }
      return port
    }
  }

  /// The ports that `ingress` of a Sidecar lists, ordered.
  ///
  /// - Parameters:
  ///   - ingress: what the Sidecar says.
  ///   - sidecar: the Sidecar's name.
  ///   - address: the proxy's own address, which stands for a missing `bind` and for `0.0.0.0`.
  ///   - isBound: whether each port is a listener of its own, not a part of `virtualInbound`.
  /// - Returns: the ports on which the proxy can listen, each number once.
  static func ports(
    of ingress: [Sidecar.Ingress], sidecar: ObjectReference, address: IPAddress?, isBound: Bool
  ) -> [InboundPort] {
    var result: [InboundPort] = []
    for entry in ingress where entry.port != 0 {
      let bind = isBound ? entry.bind ?? address : nil
      if isBound, bind == nil { continue }
      guard let target = target(of: entry, address: address) else { continue }
      // A listener that forwards to itself would take its own connections for ever.
      if case .ip(let address, port: entry.port) = target, address == bind { continue }
      if case .ip(_, port: 0) = target { continue }
      // The cluster is named by the port alone, so a port can lead to one place only.
      if result.contains(where: { $0.port == entry.port }) { continue }
      result.append(
        InboundPort(
          port: entry.port, bind: bind, traffic: InboundPort.Traffic(entry.appProtocol),
          target: target, services: [], sidecar: sidecar))
    }
    return result.sorted { $0.port < $1.port }
  }

  private static func target(
    of entry: Sidecar.Ingress, address: IPAddress?
  ) -> InboundPort.Target? {
    switch entry.defaultEndpoint {
    case nil: .ip(.loopback, port: entry.port)
    case .unixSocket(let path): .unixSocket(path)
    case .ip(let target, let port):
      target.isUnspecified ? address.map { .ip($0, port: port) } : .ip(target, port: port)
    }
  }
}

extension InboundPort.Traffic {
  /// What the proxy makes of a port of that protocol.
  init(_ appProtocol: AppProtocol) {
    self = appProtocol.isHTTP2 ? .http2 : appProtocol.isHTTP ? .http : .tcp
  }

  /// What is true of the port whichever of the two is right.
  func agreement(with other: Self) -> Self {
    if self == other { return self }
    return self == .tcp || other == .tcp ? .tcp : .http
  }
}

extension Sidecar.Ingress {
  /// What is spoken on the port; TCP if nothing says it.
  fileprivate var appProtocol: AppProtocol {
    AppProtocol(portName: portName) ?? AppProtocol(protocolName: protocolName) ?? .tcp
  }
}

extension IPAddress {
  /// 127.0.0.1.
  static let loopback = IPAddress(v4: 0x7F00_0001)

  /// Whether it is `0.0.0.0` or `::`.
  var isUnspecified: Bool { high == 0 && low == 0 }
}
