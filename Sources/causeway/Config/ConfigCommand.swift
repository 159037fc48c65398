import ArgumentParser
internal import EnvoyAPI
internal import MeshModel

/// `causeway config`.
struct ConfigCommand: ParsableCommand {
  /// The types of resources.
  enum ResourceKind: String, CaseIterable, ExpressibleByArgument {
    case cds
    case eds
    case lds
    case rds
  }

  /// How the configuration is printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table
    case json
    case yaml
  }

  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the configuration that an Envoy has been sent.",
    discussion: """
      NODE is a node id, or what is shorter and means only one: the name that causeway proxies \
      shows, that name without its namespace, or the workload's address. The table lists the \
      resources; json and yaml have all of them in the shape of Envoy's own /config_dump, decoded \
      from the very bytes that were sent.

      Example:
        causeway config web.default
        causeway config web.default -o yaml --type cds \\
          --name 'outbound|80||api.default.svc.cluster.local'
      """)

  @Argument(help: "The node: its id, name, or address.")
  var node: String

  @Option(help: "Only the resources of one type: cds, eds, lds or rds.")
  var type: ResourceKind?

  @Option(help: "Only the resource of that name.")
  var name: String?

  @Option(name: .shortAndLong, help: "How it is printed: table, json or yaml.")
  var output: Format = .table

  @OptionGroup var server: AdminOptions

  func run() throws {
    let client = try server.client()
    let proxies = try ConnectedProxy.understood(try client.get(AdminPath("proxies")))
    let id = try ProxyName.id(of: node, among: proxies)
    let answer = try client.get(
      AdminPath("proxies", id, "config", query: ["type": type?.rawValue, "name": name]))
    switch output {
    case .json: print(answer.rendered(), terminator: "")
    case .yaml: print(answer.yaml.rendered(), terminator: "")
    case .table:
      guard let dump = ConfigDump(answer) else { throw CommandFailure.notUnderstood }
      guard !dump.entries.isEmpty else {
        StandardError.write(line: "\(id.printable) has been sent nothing yet.")
        return
      }
      print(dump.text, terminator: "")
    }
  }
}
