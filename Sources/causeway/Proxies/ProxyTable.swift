/// The connected clients, for people.
struct ProxyTable {
  private let proxies: [ConnectedProxy]
  private let clock: Clock
  /// The short names that belong to one node only.
  private let unique: Set<String>

  /// The table of these clients, at that time.
  init(_ proxies: [ConnectedProxy], at clock: Clock) {
    self.proxies = proxies
    self.clock = clock
    var ids: [String: Set<String>] = [:]
    for proxy in proxies { ids[ProxyName(proxy).short, default: []].insert(proxy.id) }
    unique = Set(ids.filter { $0.value.count == 1 }.keys)
  }

  /// A line for each stream, and below what clients refuse.
  var text: String {
    var table = TextTable(
      "NAME", "KIND", "ADDRESS", "STREAM", "CDS", "EDS", "LDS", "RDS", "CONNECTED")
    for proxy in proxies {
      table.add(
        name(of: proxy), proxy.kind, proxy.address ?? "", proxy.stream,
        cell(proxy["cds"]), cell(proxy["eds"]), cell(proxy["lds"]), cell(proxy["rds"]),
        clock.age(since: proxy.connectedMs) ?? "")
    }
    return table.text + rejections
  }

  /// A line for each type of each stream, with whole ids and versions.
  var wideText: String {
    var table = TextTable(
      "ID", "PEER", "STREAM", "TYPE", "STATE", "SENT", "ACKNOWLEDGED", "RESOURCES", "BYTES")
    for proxy in proxies {
      for type in proxy.types {
        table.add(
          proxy.id, proxy.peer, proxy.stream, type.type, cell(type), type.sentVersion ?? "",
          type.acknowledgedVersion ?? "", String(type.resources), String(type.bytes))
      }
    }
    return table.text + rejections
  }

  private func name(of proxy: ConnectedProxy) -> String {
    let short = ProxyName(proxy).short
    return unique.contains(short) ? short : proxy.id
  }

  private func cell(_ type: ConnectedProxy.TypeState?) -> String {
    guard let type else { return "" }
    let age = clock.age(since: type.sinceMs).map { " \($0)" } ?? ""
    return type.state.uppercased() + age
  }

  /// What is refused, in the words of the clients, and which object is to blame.
  private var rejections: String {
    var text = ""
    for proxy in proxies {
      for type in proxy.types {
        guard let rejection = type.rejection else { continue }
        let age = clock.age(since: rejection.timeMs).map { ", \($0) ago" } ?? ""
        let version = rejection.version.isEmpty ? "" : " version \(rejection.version)"
        text += "\n\(name(of: proxy).printable) has rejected \(type.type)\(version)\(age):\n"
        text += "  \(rejection.message.printable)\n"
        text += Self.line("resources", rejection.resources)
        text += Self.line("made from", rejection.origins)
      }
    }
    return text
  }

  private static func line(_ heading: String, _ names: [String]) -> String {
    names.isEmpty ? "" : "  \(heading): \(names.joined(separator: ", ").printable)\n"
  }
}
