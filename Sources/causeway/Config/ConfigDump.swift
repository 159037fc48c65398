internal import EnvoyAPI

/// What a node has been sent, as `/api/v1/proxies/{id}/config` tells it, in the shape of Envoy's
/// own `/config_dump`.
struct ConfigDump {
  /// One resource.
  struct Entry: Hashable {
    /// `cds`, `eds`, `lds` or `rds`.
    var type: String
    var name: String
    var version: String
    /// The bytes that it has on the wire; nil when the server does not say.
    var bytes: Int64?
  }

  /// The resources, in the server's order.
  let entries: [Entry]

  /// What `answer` tells of; nil when it is no configuration.
  init?(_ answer: JSONValue) {
    guard let sections = answer["configs"]?.elements else { return nil }
    entries = sections.flatMap { section in
      Shape.all.first { section.text("@type").hasSuffix(".\($0.message)") }?.entries(of: section)
        ?? []
    }
  }

  /// A line for each resource.
  var text: String {
    var table = TextTable("TYPE", "NAME", "VERSION", "BYTES")
    for entry in entries {
      table.add(entry.type, entry.name, entry.version, entry.bytes.map { String($0) } ?? "")
    }
    return table.text
  }
}

/// Where the parts of a dump are
/// (https://www.envoyproxy.io/docs/envoy/latest/api-v3/admin/v3/config_dump_shared.proto).
private struct Shape {
  var type: String
  var message: String
  var list: String
  var resource: String
  var name: String

  static let all = [
    Shape(
      type: "cds", message: "ClustersConfigDump", list: "dynamicActiveClusters",
      resource: "cluster", name: "name"),
    Shape(
      type: "eds", message: "EndpointsConfigDump", list: "dynamicEndpointConfigs",
      resource: "endpointConfig", name: "clusterName"),
    Shape(
      type: "lds", message: "ListenersConfigDump", list: "dynamicListeners",
      resource: "listener", name: "name"),
    Shape(
      type: "rds", message: "RoutesConfigDump", list: "dynamicRouteConfigs",
      resource: "routeConfig", name: "name"),
  ]

  func entries(of section: JSONValue) -> [ConfigDump.Entry] {
    (section[list]?.elements ?? []).map { element in
      // Only listeners have their state in a part of its own.
      let state = element["activeState"] ?? element
      return ConfigDump.Entry(
        type: type, name: state[resource]?.text(name) ?? "", version: state.text("versionInfo"),
        bytes: state["bytes"]?.integerValue)
    }
  }
}
