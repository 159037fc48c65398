import ArgumentParser
internal import EnvoyAPI
internal import MeshModel
internal import Registry

/// `causeway register`.
struct RegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Add a VM to a service.",
    discussion: """
      The VM becomes an endpoint of the service at once, beside its pods, and stays one when the \
      server is started again: it is kept as a WorkloadEntry in the server's --state-dir. The \
      service must be there. It goes by its name in the namespace, by name.namespace, or by its \
      host. A PORT without NAME is that of the service's only port, or of the one that has the \
      number as its own or as its target.

      Example:
        causeway register productcatalogservice 10.128.0.13 grpc:3550
        causeway register reviews 10.128.0.14 9080 -n bookinfo -l app=reviews,version=v2 -s reviews
      """)

  @Argument(help: "The service: NAME, NAME.NAMESPACE, or its host.")
  var service: String

  @Argument(help: "The VM's IP address.")
  var ip: String

  @Argument(help: .init("Its ports: PORT, or NAME:PORT for the service's port NAME."))
  var port: [String]

  @Option(name: .shortAndLong, help: "The service's namespace (default: default).")
  var namespace: String?

  @Option(name: .shortAndLong, help: .init("The VM's labels.", valueName: "k=v,…"))
  var labels: [String] = []

  @Option(
    name: .shortAndLong, help: .init("Annotations of its WorkloadEntry.", valueName: "k=v,…"))
  var annotations: [String] = []

  @Option(name: .shortAndLong, help: "The VM's service account.")
  var serviceaccount: String?

  @Option(help: "Its share of the requests; an endpoint without one counts as 1, and 0 is none.")
  var weight: UInt32?

  @Option(help: .init("Where it is.", valueName: "region/zone/subzone"))
  var locality: String?

  @Option(name: .shortAndLong, help: "How the answer is printed: text or json.")
  var output: OutputFormat = .text

  @OptionGroup var server: AdminOptions

  func run() throws {
    let document = try document()
    let answer = try server.client().post(AdminPath("workloads"), document)
    switch output {
    case .json: print(answer.rendered(), terminator: "")
    case .text: RegistrationAnswer(answer, ip: ip).report("registered", "for")
    }
  }

  /// What is sent to the server, which knows the services and checks the rest.
  func document() throws(UsageError) -> JSONValue {
    guard let address = IPAddress(ip) else {
      throw UsageError("'\(ip)' is not an IP address.")
    }
    for text in port where RegistrationRequest.Port(text) == nil {
      throw UsageError("'\(text)' is not a port: write PORT or NAME:PORT, for example grpc:3550.")
    }
    let labels = try KeyValues.parse(labels, of: "--labels")
    let annotations = try KeyValues.parse(annotations, of: "--annotations")
    var members: [JSONValue.Member] = [.init("service", .string(service))]
    if let namespace { members.append(.init("namespace", .string(namespace))) }
    members.append(.init("address", .string(address.description)))
    members.append(.init("ports", .array(port.map { .string($0) })))
    if !labels.isEmpty { members.append(.init("labels", .sorted(labels))) }
    if !annotations.isEmpty { members.append(.init("annotations", .sorted(annotations))) }
    if let serviceaccount { members.append(.init("serviceAccount", .string(serviceaccount))) }
    if let weight { members.append(.init("weight", .integer(Int64(weight)))) }
    if let locality { members.append(.init("locality", .string(locality))) }
    return .object(members)
  }
}
