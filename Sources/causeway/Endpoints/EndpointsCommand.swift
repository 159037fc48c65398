import ArgumentParser
internal import EnvoyAPI

/// `causeway endpoints`.
struct EndpointsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "endpoints",
    abstract: "List the endpoints of services: pods, VMs and hosts outside, merged.",
    discussion: """
      Without SERVICE it lists those of all services. ORIGIN is the object that an endpoint comes \
      from; a WEIGHT that is not said counts as 1.

      Example:
        causeway endpoints
        causeway endpoints productcatalogservice -n default
      """)

  @Argument(help: "The service: NAME, NAME.NAMESPACE, or its host.")
  var service: String?

  @Option(name: .shortAndLong, help: "The services' namespace.")
  var namespace: String?

  @Option(name: .shortAndLong, help: "How they are printed: text or json.")
  var output: OutputFormat = .text

  @OptionGroup var server: AdminOptions

  func run() throws {
    let path =
      service.map { AdminPath("services", $0, query: ["namespace": namespace]) }
      ?? AdminPath("services", query: ["namespace": namespace])
    let answer = try server.client().get(path)
    guard output != .json else {
      print(answer.rendered(), terminator: "")
      return
    }
    guard let services = service == nil ? answer["services"]?.elements : [answer],
      let table = EndpointTable(services)
    else { throw CommandFailure.notUnderstood }
    guard !table.isEmpty else {
      StandardError.write(
        line: "There is no service\(namespace.map { " in namespace \($0.printable)" } ?? "").")
      return
    }
    print(table.text, terminator: "")
  }
}
