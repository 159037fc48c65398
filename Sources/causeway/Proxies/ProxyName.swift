/// What people call a node: `web.default`, `web`, or its address, when that means only one.
struct ProxyName {
  /// The id by which the server knows it.
  let id: String
  /// The name in the third part of an id as Istio writes them (`sidecar~IP~NAME.NAMESPACE~DOMAIN`);
  /// the whole id where it is of another form.
  let short: String
  private let all: Set<String>

  /// The names of a connected client.
  init(_ proxy: ConnectedProxy) {
    id = proxy.id
    short = Self.short(of: proxy.id)
    var all: Set = [short, proxy.workload, "\(proxy.workload).\(proxy.namespace)"]
    let suffix = ".\(proxy.namespace)"
    if short.hasSuffix(suffix) { all.insert(String(short.dropLast(suffix.count))) }
    if let address = proxy.address { all.insert(address) }
    self.all = all.filter { !$0.isEmpty && $0 != suffix }
  }

  /// The short name of the node of that id.
  static func short(of id: String) -> String {
    let parts = id.split(separator: "~", omittingEmptySubsequences: false)
    return parts.count == 4 && !parts[2].isEmpty ? String(parts[2]) : id
  }

  /// The id of the node that people mean by `name`.
  static func id(of name: String, among proxies: [ConnectedProxy]) throws(CommandFailure) -> String
  {
    if proxies.contains(where: { $0.id == name }) { return name }
    let meant = proxies.map(ProxyName.init).filter { $0.all.contains(name) }
    let ids = Set(meant.map(\.id)).sorted()
    if ids.count == 1 { return ids[0] }
    guard ids.isEmpty else {
      throw CommandFailure(
        "'\(name)' may be \(list(ids, last: " or ")): say which, by its whole id.")
    }
    let known = Set(proxies.map { ProxyName($0).short }).sorted()
    throw CommandFailure(
      known.isEmpty
        ? "No Envoy is connected, so none goes by the name '\(name)'."
        : "No connected Envoy goes by the name '\(name)'; connected: \(list(known, last: " and "))."
    )
  }

  /// A list within a sentence; of more than ten the rest is counted.
  private static func list(_ names: [String], last: String) -> String {
    let namedMax = 10
    guard names.count <= namedMax else {
      return names.prefix(namedMax).joined(separator: ", ") + " and \(names.count - namedMax) more"
    }
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + last + names[names.count - 1]
  }
}
