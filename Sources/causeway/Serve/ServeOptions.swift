internal import Logging
internal import MeshModel
internal import XDSServer

/// What `causeway serve` is to do: its flags, where they are not given the environment, and else
/// the defaults.
struct ServeOptions: Hashable {
  /// The flags as they were given; nil or empty where they were not.
  struct Flags: Hashable {
    var config: [String] = []
    var xdsListen: String?
    var xdsTLSListen: String?
    var tlsCert: String?
    var tlsKey: String?
    var tlsClientCA: String?
    var adminListen: String?
    var stateDir: String?
    var allowPlaintext = false
    var logLevel: String?
    var logFormat: String?
    var loops: Int?
    var maxConnectionAge: String?
  }

  /// xDS over TLS.
  struct TLS: Hashable {
    var listen: SocketAddress
    var files: TLSFiles

    /// What a person should know before clients come; nil if there is nothing.
    var warning: String? {
      guard !listen.ip.isLoopback, files.clientCA == nil else { return nil }
      return """
        Without --tls-client-ca everybody who reaches \(listen) can read the whole configuration, \
        and be any node.
        """
    }
  }

  var config: [String]
  var xdsListen: SocketAddress
  /// Where xDS is served over TLS, and with which files; nil for nowhere.
  var tls: TLS?
  var adminListen: SocketAddress
  /// Where everything is kept that must survive a restart.
  var stateDir: String
  var logLevel: Logger.Level
  var logFormat: LogFormat
  /// The number of event loops.
  var loops: Int
  /// How old a connection may become, give or take a quarter; nil for as old as it likes.
  var maxConnectionAge: Duration?

  /// Puts the options together.
  ///
  /// - Parameters:
  ///   - flags: what the command line says.
  ///   - environment: the environment variables.
  ///   - coreCount: the number of the machine's cores: one event loop runs on each.
  /// - Throws: `UsageError` when a flag or variable makes no sense.
  init(
    flags: Flags, environment: [String: String], coreCount: Int
  ) throws(UsageError) {
    let settings = Settings(environment: environment)
    config =
      flags.config.isEmpty
      ? (settings["CAUSEWAY_CONFIG"]?.split { $0 == ":" || $0 == "," }.map(String.init) ?? [])
      : flags.config
    guard !config.isEmpty, !config.contains("") else {
      throw UsageError(
        "There is nothing to serve: name a file or folder of manifests with --config PATH, or in "
          + "CAUSEWAY_CONFIG.")
    }
    xdsListen = try settings.value(
      flags.xdsListen, "--xds-listen", "CAUSEWAY_XDS_LISTEN", default: "127.0.0.1:15010",
      Self.address)
    tls = try Self.tls(flags, settings)
    adminListen = try settings.value(
      flags.adminListen, "--admin-listen", "CAUSEWAY_ADMIN_LISTEN", default: "127.0.0.1:15014",
      Self.address)
    stateDir = try settings.value(
      flags.stateDir, "--state-dir", "CAUSEWAY_STATE_DIR", default: "./causeway-state", Self.folder)
    logLevel = try settings.value(
      flags.logLevel, "--log-level", "CAUSEWAY_LOG_LEVEL", default: "info", Self.logLevel)
    logFormat = try settings.value(
      flags.logFormat, "--log-format", "CAUSEWAY_LOG_FORMAT", default: "text", Self.logFormat)
    loops = try settings.value(
      flags.loops.map(String.init), "--loops", "CAUSEWAY_LOOPS", default: String(max(1, coreCount)),
      Self.loops)
    maxConnectionAge = try settings.value(
      flags.maxConnectionAge, "--max-connection-age", "CAUSEWAY_MAX_CONNECTION_AGE", default: "0s",
      Self.age)
    let isAllowed = try settings.value(
      flags.allowPlaintext ? "true" : nil, "--allow-plaintext", "CAUSEWAY_ALLOW_PLAINTEXT",
      default: "false", Self.truth)
    guard xdsListen.ip.isLoopback || isAllowed else {
      throw UsageError(
        "--xds-listen \(xdsListen) would serve unencrypted xDS to the network: add "
          + "--allow-plaintext if that is meant, or choose an address of 127.0.0.0/8; "
          + "--xds-tls-listen serves it over TLS.")
    }
    if let tls, tls.listen == xdsListen, xdsListen.port != 0 {
      throw UsageError(
        "--xds-listen and --xds-tls-listen are both \(xdsListen): give each a port of its own.")
    }
  }

  private static func tls(_ flags: Flags, _ settings: Settings) throws(UsageError) -> TLS? {
    let listen = try settings.optional(
      flags.xdsTLSListen, "--xds-tls-listen", "CAUSEWAY_XDS_TLS_LISTEN", Self.address)
    let certificate = try settings.optional(
      flags.tlsCert, "--tls-cert", "CAUSEWAY_TLS_CERT", Self.file)
    let key = try settings.optional(flags.tlsKey, "--tls-key", "CAUSEWAY_TLS_KEY", Self.file)
    let clientCA = try settings.optional(
      flags.tlsClientCA, "--tls-client-ca", "CAUSEWAY_TLS_CLIENT_CA", Self.file)
    guard let listen else {
      let given = [("--tls-cert", certificate), ("--tls-key", key), ("--tls-client-ca", clientCA)]
      guard let useless = given.first(where: { $0.1 != nil }) else { return nil }
      throw UsageError(
        "\(useless.0) is for TLS: say where that is served with --xds-tls-listen HOST:PORT.")
    }
    guard let certificate, let key else {
      let missing = certificate == nil ? "--tls-cert" : "--tls-key"
      throw UsageError(
        "--xds-tls-listen needs a certificate and its key: \(missing) FILE is missing.")
    }
    return TLS(
      listen: listen, files: TLSFiles(certificate: certificate, key: key, clientCA: clientCA))
  }

  private static func file(_ text: String) throws(UsageError) -> String {
    guard !text.isEmpty else { throw UsageError("an empty text names no file.") }
    return text
  }

  private static func address(_ text: String) throws(UsageError) -> SocketAddress {
    let parsed = try HostAndPort(parsing: text)
    let host = parsed.host.lowercased() == "localhost" ? "127.0.0.1" : parsed.host
    guard let ip = IPAddress(host) else {
      throw UsageError("'\(parsed.host)' is not an IP address of this machine.")
    }
    return SocketAddress(ip: ip, port: parsed.port)
  }

  private static func folder(_ text: String) throws(UsageError) -> String {
    guard !text.isEmpty else { throw UsageError("the path of a folder is missing.") }
    return text
  }

  private static func logLevel(_ text: String) throws(UsageError) -> Logger.Level {
    guard let level = Logger.Level(rawValue: text.lowercased()) else {
      let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("'\(text)' is not a level: choose one of \(levels).")
    }
    return level
  }

  private static func logFormat(_ text: String) throws(UsageError) -> LogFormat {
    guard let format = LogFormat(rawValue: text.lowercased()) else {
      let formats = LogFormat.allCases.map(\.rawValue).joined(separator: " or ")
      throw UsageError("'\(text)' is not a format: choose \(formats).")
    }
    return format
  }

  private static func loops(_ text: String) throws(UsageError) -> Int {
    guard let loops = Int(text), (1...256).contains(loops) else {
      throw UsageError("'\(text)' is not a number from 1 to 256.")
    }
    return loops
  }

  /// A duration; nil for 0.
  private static func age(_ text: String) throws(UsageError) -> Duration? {
    let age = try Duration(parsing: text)
    return age == .zero ? nil : age
  }

  private static func truth(_ text: String) throws(UsageError) -> Bool {
    switch text.lowercased() {
    case "1", "true", "yes", "on": return true
    case "0", "false", "no", "off": return false
    default: throw UsageError("'\(text)' is neither true nor false.")
    }
  }
}

/// Looks settings up: the flag, else the environment variable, else the default.
private struct Settings {
  var environment: [String: String]

  /// An environment variable; nil when it is not set, or to nothing.
  subscript(variable: String) -> String? {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value where there is one, read by `read`.
  func optional<Value>(
    _ given: String?, _ flag: String, _ variable: String,
    _ read: (String) throws(UsageError) -> Value
  ) throws(UsageError) -> Value? {
    guard let text = given ?? self[variable] else { return nil }
    return try value(text, given == nil ? variable : flag, variable, default: "", read)
  }

  /// The value, read by `read`; what is wrong with it is said of the flag or variable that it comes
  /// from.
  func value<Value>(
    _ given: String?, _ flag: String, _ variable: String, default fallback: String,
    _ read: (String) throws(UsageError) -> Value
  ) throws(UsageError) -> Value {
    let (origin, text) =
      if let given { (flag, given) } else { (variable, self[variable] ?? fallback) }
    do {
      return try read(text)
    } catch {
      throw UsageError("\(origin): \(error)")
    }
  }
}
