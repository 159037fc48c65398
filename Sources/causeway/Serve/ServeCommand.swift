import ArgumentParser
internal import FoundationEssentials
internal import XDSServer

/// `causeway serve`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the control plane: serve xDS for the manifests at PATH…",
    discussion: """
      Every PATH is a file or a folder of Kubernetes and Istio YAML, which is watched and read \
      again when it changes. A broken document changes nothing: its last good version stays in \
      force, and the log and /api/v1/sources say what is wrong.

      The files of TLS are watched too. SIGTERM and SIGINT drain and end it; a second one ends it \
      at once. SIGHUP reads everything again. Every option can also be given in the \
      environment; an option wins over that.

      Example:
        causeway serve --config examples/boutique
        causeway serve --config mesh --xds-tls-listen 10.0.0.2:15012 \\
          --tls-cert tls.crt --tls-key tls.key --tls-client-ca ca.crt
        CAUSEWAY_CONFIG=mesh:vms.yaml causeway serve --xds-listen 10.0.0.2:15010 --allow-plaintext
      """)

  @Option(
    parsing: .upToNextOption,
    help: .init(
      "Files and folders of manifests (CAUSEWAY_CONFIG, separated by ':' or ',').",
      valueName: "path"))
  var config: [String] = []

  @Option(
    help: .init(
      "Where xDS is served without encryption (CAUSEWAY_XDS_LISTEN; default 127.0.0.1:15010).",
      valueName: "host:port"))
  var xdsListen: String?

  @Option(
    name: .customLong("xds-tls-listen"),
    help: .init(
      """
      Where xDS is served over TLS, besides (CAUSEWAY_XDS_TLS_LISTEN; nowhere by default).
      """, valueName: "host:port"))
  var xdsTLSListen: String?

  @Option(
    help: .init(
      """
      The server's certificate in PEM, followed by those between it and its CA (CAUSEWAY_TLS_CERT).
      """, valueName: "file"))
  var tlsCert: String?

  @Option(
    help: .init(
      "The private key of that certificate in PEM (CAUSEWAY_TLS_KEY).", valueName: "file"))
  var tlsKey: String?

  @Option(
    help: .init(
      """
      The CA of the clients' certificates in PEM (CAUSEWAY_TLS_CLIENT_CA). With it, a client must \
      have a certificate, and may only be a node whose namespace and service account the \
      certificate names: spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICEACCOUNT.
      """, valueName: "file"))
  var tlsClientCa: String?

  @Option(
    help: .init(
      "Where the admin API is served (CAUSEWAY_ADMIN_LISTEN; default 127.0.0.1:15014).",
      valueName: "host:port"))
  var adminListen: String?

  @Option(
    help: .init(
      """
      Where registered VMs are kept (CAUSEWAY_STATE_DIR; default ./causeway-state); made when it \
      is first needed.
      """, valueName: "path"))
  var stateDir: String?

  @Flag(
    help: """
      Allow an --xds-listen that is not on loopback (CAUSEWAY_ALLOW_PLAINTEXT=true).
      """)
  var allowPlaintext = false

  @Option(
    help: .init(
      "What is logged: trace, debug, info, notice, warning or error (CAUSEWAY_LOG_LEVEL).",
      valueName: "level"))
  var logLevel: String?

  @Option(
    help: .init(
      "How the log is written: text, or json with an object on each line (CAUSEWAY_LOG_FORMAT).",
      valueName: "format"))
  var logFormat: String?

  @Option(
    help: .init(
      "Event loops, each a thread (CAUSEWAY_LOOPS; default one for each core).", valueName: "n"))
  var loops: Int?

  @Option(
    help: .init(
      """
      How old a connection may become, give or take a quarter, before its client is told to \
      connect again: 30m, 2h (CAUSEWAY_MAX_CONNECTION_AGE; default: as old as it likes).
      """, valueName: "duration"))
  var maxConnectionAge: String?

  func run() async throws {
    let process = ProcessInfo.processInfo
    let options = try ServeOptions(
      flags: ServeOptions.Flags(
        config: config, xdsListen: xdsListen, xdsTLSListen: xdsTLSListen, tlsCert: tlsCert,
        tlsKey: tlsKey, tlsClientCA: tlsClientCa, adminListen: adminListen, stateDir: stateDir,
        allowPlaintext: allowPlaintext, logLevel: logLevel, logFormat: logFormat, loops: loops,
        maxConnectionAge: maxConnectionAge),
      environment: process.environment, coreCount: process.activeProcessorCount)
    OpenFiles.raiseLimit()
    var server = try ServerProcess(options)
    await server.run()
  }
}
