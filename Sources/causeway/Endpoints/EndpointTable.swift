internal import EnvoyAPI

/// The endpoints of services, for people: one line for each port of each endpoint.
struct EndpointTable {
  private var table = TextTable(
    "SERVICE", "PORT", "ENDPOINT", "KIND", "HEALTH", "WEIGHT", "LOCALITY", "ORIGIN", "LABELS")

  /// The endpoints of services, as `/api/v1/services/{host}` tells them; nil when that is something
  /// else.
  init?(_ services: [JSONValue]) {
    for service in services {
      guard let endpoints = service["endpoints"]?.elements, let ports = service["ports"]?.elements
      else { return nil }
      let name = Self.name(of: service)
      for port in ports { add(endpoints, port, name) }
      if ports.isEmpty { table.add(name, "", "<none>", "", "", "", "", "", "") }
    }
  }

  /// Whether there is nothing to show.
  var isEmpty: Bool { table.isEmpty }

  /// The table.
  var text: String { table.text }

  /// The lines of a service's port.
  private mutating func add(_ endpoints: [JSONValue], _ port: JSONValue, _ service: String) {
    let number = port["number"]?.integerValue.map { String($0) } ?? ""
    let label = port.text("name").isEmpty ? number : "\(number)/\(port.text("name"))"
    // An endpoint need not have every port of its service.
    let reachable = endpoints.compactMap { endpoint in
      endpoint["ports"]?[number]?.integerValue.map { (endpoint, $0) }
    }
    for (endpoint, target) in reachable {
      table.add(
        service, label, Self.address(endpoint.text("address"), target), endpoint.text("kind"),
        endpoint.text("health"), endpoint["weight"]?.integerValue.map { String($0) } ?? "",
        endpoint.text("locality"), endpoint.text("origin"), Self.labels(endpoint["labels"]))
    }
    if reachable.isEmpty { table.add(service, label, "<none>", "", "", "", "", "", "") }
  }

  /// `name.namespace` for a Kubernetes Service, else the host.
  private static func name(of service: JSONValue) -> String {
    let name = service.text("name")
    return name.isEmpty ? service.text("host") : "\(name).\(service.text("namespace"))"
  }

  private static func address(_ address: String, _ port: Int64) -> String {
    // A socket in the file system has no port.
    if address.hasPrefix("unix:") { return address }
    return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
  }

  private static func labels(_ labels: JSONValue?) -> String {
    (labels?.members ?? []).map { "\($0.name)=\($0.value.stringValue ?? "")" }
      .joined(separator: ",")
  }
}
