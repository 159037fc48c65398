// docs/MERGING.md, rule 12.
extension AppProtocol {
  /// The protocol that a Kubernetes `appProtocol` names; nil when it names none that matters here.
  ///
  /// Kubernetes documents `kubernetes.io/h2c`, `kubernetes.io/ws` and `kubernetes.io/wss` in
  /// "Services, Application protocol"; a WebSocket begins as an HTTP/1.1 request.
  public init?(appProtocol: String) {
    switch appProtocol.lowercased() {
    case "kubernetes.io/h2c", "h2c": self = .http2
    case "kubernetes.io/ws": self = .http
    case "kubernetes.io/wss": self = .https
    default: self.init(portName: appProtocol)
    }
  }

  /// The protocol that a port's name begins with: `http`, or `http-anything`.
  public init?(portName: String) {
    let name = portName.lowercased()
    if name == "grpc-web" || name.hasPrefix("grpc-web-") {
      self = .grpcWeb
      return
    }
    let prefix = name.prefix { $0 != "-" }
    self.init(rawValue: String(prefix))
  }

  /// The protocol that a ServiceEntry's or Sidecar's `protocol` names, in capitals or not.
  public init?(protocolName: String) {
    switch protocolName.lowercased() {
    case "http_proxy": self = .http
    case let name: self.init(rawValue: name)
    }
  }

  /// Whether Envoy treats the two alike, so that one said for the other is no contradiction.
  func isAlike(_ other: Self) -> Bool {
    switch (self, other) {
    case (.http2, .grpc), (.grpc, .http2), (.tls, .https), (.https, .tls): true
    default: self == other
    }
  }
}

extension Service.Port {
  /// What the port itself says of its protocol.
  var saidProtocol: AppProtocol? {
    appProtocol.flatMap(AppProtocol.init(appProtocol:)) ?? AppProtocol(portName: name)
  }
}

extension ServiceEntry.Port {
  /// What the port itself says of its protocol: its name first, as for every port.
  var saidProtocol: AppProtocol? {
    AppProtocol(portName: name) ?? AppProtocol(protocolName: protocolName)
  }

  /// Whether it takes part in the mesh: Envoy's listeners and clusters here are TCP.
  var isTCP: Bool { protocolName.lowercased() != "udp" }
}
