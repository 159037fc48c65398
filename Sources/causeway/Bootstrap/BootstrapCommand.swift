import ArgumentParser
internal import MeshModel

/// `causeway bootstrap`.
struct BootstrapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Print a ready Envoy bootstrap (YAML) for one pod, VM or gateway.",
    discussion: """
      The Envoy that starts with it says who it is and gets everything else from the control \
      plane over ADS. It is not ready before it has got that.

      Example:
        causeway bootstrap --kind vm --name catalog-vm -n default --ip 10.128.0.13 \\
          -l app=productcatalogservice,version=v1 --xds 10.128.0.2:15010 > envoy.yaml
        envoy -c envoy.yaml

      With --kind gateway it is an Envoy at the edge of the mesh: it serves the Gateways whose \
      selector its labels have.

      With --tls-ca it speaks TLS to the control plane, and makes sure that the other side has a \
      certificate of that CA for the host of --xds; with --tls-cert and --tls-key it shows one of \
      its own. The files are the Envoy's: it reads them when it starts, and only then.
      """)

  @Option(help: "What the Envoy stands beside, pod or vm; or that it is a gateway.")
  var kind: EnvoyBootstrap.Kind

  @Option(help: "The name of the pod, or of the VM's WorkloadEntry, or any for a gateway.")
  var name: String

  @Option(name: .shortAndLong, help: "The workload's namespace.")
  var namespace: String

  @Option(help: "The workload's IP address.")
  var ip: String

  @Option(
    name: .shortAndLong, help: .init("The workload's labels.", valueName: "k=v,…"))
  var labels: [String] = []

  @Option(name: .shortAndLong, help: "The workload's service account.")
  var serviceaccount: String = "default"

  @Option(help: .init("Where the workload is.", valueName: "region/zone/subzone"))
  var locality: String?

  @Option(
    help: .init(
      "The control plane (default 127.0.0.1:15010, with --tls-ca 127.0.0.1:15012).",
      valueName: "host:port"))
  var xds: String?

  @Option(help: .init("The CA of the control plane's certificate, in PEM.", valueName: "file"))
  var tlsCa: String?

  @Option(
    help: .init(
      "The workload's certificate in PEM, with those between it and its CA.", valueName: "file"))
  var tlsCert: String?

  @Option(help: .init("The private key of that certificate, in PEM.", valueName: "file"))
  var tlsKey: String?

  @Flag(help: "How the Envoy asks: for the state of the world, or for changes only.")
  var variant: EnvoyBootstrap.Variant = .sotw

  @Option(
    help: """
      How connections reach the Envoy: redirect (iptables, ports 15001 and 15006) or none \
      (applications connect to its listeners); a gateway is called anyway.
      """)
  var interception: EnvoyBootstrap.Interception = .redirect

  @Option(help: "The port of the Envoy's own admin page on 127.0.0.1.")
  var envoyAdminPort: UInt16 = 15000

  func run() throws {
    print(try bootstrap().rendered(), terminator: "")
  }

  /// The bootstrap that the arguments ask for.
  func bootstrap() throws(UsageError) -> EnvoyBootstrap {
    guard let address = IPAddress(ip) else {
      throw UsageError("--ip: '\(ip)' is not an IP address.")
    }
    try Self.checkName(name, of: "--name", mayHaveDots: true)
    try Self.checkName(namespace, of: "--namespace", mayHaveDots: false)
    try Self.checkName(serviceaccount, of: "--serviceaccount", mayHaveDots: true)
    var bootstrap = EnvoyBootstrap(
      kind: kind, name: name, namespace: namespace, address: address,
      labels: try KeyValues.parse(labels, of: "--labels"), serviceAccount: serviceaccount,
      controlPlane: try Self.controlPlane(
        xds ?? (tlsCa == nil ? "127.0.0.1:15010" : "127.0.0.1:15012")),
      interception: interception,
      adminPort: envoyAdminPort)
    bootstrap.variant = variant
    bootstrap.tls = try tls()
    bootstrap.locality = try locality.map(Self.locality)
    return bootstrap
  }

  private func tls() throws(UsageError) -> EnvoyBootstrap.TLS? {
    let files = [("--tls-ca", tlsCa), ("--tls-cert", tlsCert), ("--tls-key", tlsKey)]
    if let empty = files.first(where: { $0.1 == "" }) {
      throw UsageError("\(empty.0): an empty text names no file.")
    }
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw UsageError(
        "--tls-cert and --tls-key belong together: \(tlsKey == nil ? "--tls-key" : "--tls-cert") "
          + "FILE is missing.")
    }
    guard let tlsCa else {
      guard tlsCert == nil else {
        throw UsageError(
          "--tls-cert needs --tls-ca FILE: without it the Envoy would take anybody for its "
            + "control plane.")
      }
      return nil
    }
    var tls = EnvoyBootstrap.TLS(authority: tlsCa)
    if let tlsCert, let tlsKey { tls.own = (tlsCert, tlsKey) }
    return tls
  }

  /// Names end up in the node id, whose parts end at `~` and `.`: what Kubernetes allows is safe
  /// there.
  private static func checkName(
    _ name: String, of option: String, mayHaveDots: Bool
  ) throws(UsageError) {
    guard mayHaveDots ? NameRules.isSubdomain(name) : NameRules.isLabel(name) else {
      let dots = mayHaveDots ? ", '-' and '.'" : " and '-'"
      throw UsageError(
        "\(option): '\(name)' is not a Kubernetes name: use lower-case letters, digits\(dots).")
    }
  }

  private static func locality(_ text: String) throws(UsageError) -> Locality {
    guard let locality = Locality(text) else {
      throw UsageError(
        "--locality: '\(text)' is not a locality: write REGION, REGION/ZONE or REGION/ZONE/SUBZONE."
      )
    }
    return locality
  }

  private static func controlPlane(_ text: String) throws(UsageError) -> HostAndPort {
    do {
      let address = try HostAndPort(parsing: text)
      guard address.port != 0 else { throw UsageError("port 0 is nowhere: name the real port.") }
      return address
    } catch {
      throw UsageError("--xds: \(error)")
    }
  }
}

extension EnvoyBootstrap.Kind: ExpressibleByArgument {}
extension EnvoyBootstrap.Interception: ExpressibleByArgument {}
extension EnvoyBootstrap.Variant: EnumerableFlag {}
