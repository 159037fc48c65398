import ArgumentParser
internal import EnvoyAPI
internal import MeshModel

/// `causeway deregister`.
struct DeregisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deregister",
    abstract: "Take a registered VM out of a service.",
    discussion: """
      The VM gets no new requests from now on and finishes those it has; its WorkloadEntry is \
      removed as soon as every Envoy knows. What a manifest names, and not register, is taken out \
      of the manifest.

      Example:
        causeway deregister productcatalogservice 10.128.0.13
        causeway deregister reviews 10.128.0.14 -n bookinfo
      """)

  @Argument(help: "The service: NAME, NAME.NAMESPACE, or its host.")
  var service: String

  @Argument(help: "The VM's IP address.")
  var ip: String

  @Option(name: .shortAndLong, help: "The service's namespace (default: default).")
  var namespace: String?

  @Option(name: .shortAndLong, help: "How the answer is printed: text or json.")
  var output: OutputFormat = .text

  @OptionGroup var server: AdminOptions

  func run() throws {
    guard let address = IPAddress(ip) else {
      throw UsageError("'\(ip)' is not an IP address.")
    }
    let path = AdminPath(
      "workloads", service, address.description, query: ["namespace": namespace])
    let answer = try server.client().delete(path)
    switch output {
    case .json: print(answer.rendered(), terminator: "")
    case .text: RegistrationAnswer(answer, ip: ip).report("deregistered", "from")
    }
  }
}
