/// A VM that is to become an endpoint of a service, as it was asked for: nothing of it has been
/// checked.
public struct RegistrationRequest: Hashable, Sendable {
  /// A port of the VM, and which port of the service it serves: `[NAME:]PORT`.
  public struct Port: Hashable, Sendable {
    /// The name of the service's port, or its number; nil where the VM's port is to say it.
    public var name: String?
    /// The port of the VM.
    public var number: UInt16

    /// A port.
    public init(name: String? = nil, number: UInt16) {
      self.name = name
      self.number = number
    }

    /// Reads `[NAME:]PORT`; nil for anything else.
    public init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let last = parts.last, last.utf8.allSatisfy({ (0x30...0x39) ~= $0 }),
        let number = UInt16(last), number > 0, !parts[0].isEmpty
      else { return nil }
      self.init(name: parts.count == 2 ? String(parts[0]) : nil, number: number)
    }
  }

  /// The service: its host, `name.namespace`, or its bare name.
  public var service: String
  /// The service's namespace; nil is `default` for a bare name, and any for a host.
  public var namespace: String?
  /// The VM's IP address.
  public var address: String
  /// Its ports.
  public var ports: [Port]
  /// Its labels.
  public var labels: [String: String] = [:]
  /// Annotations of its WorkloadEntry.
  public var annotations: [String: String] = [:]
  /// Its service account; nil when none is said.
  public var serviceAccount: String?
  /// Its weight; nil when none is said.
  public var weight: UInt32?
  /// `REGION/ZONE/SUBZONE`; nil when none is said.
  public var locality: String?

  /// A request.
  public init(service: String, namespace: String? = nil, address: String, ports: [Port]) {
    self.service = service
    self.namespace = namespace
    self.address = address
    self.ports = ports
  }
}
