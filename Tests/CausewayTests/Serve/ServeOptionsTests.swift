import Logging
import MeshModel
import Testing
import XDSServer

@testable import causeway

@Suite("Options of causeway serve")
struct ServeOptionsTests {
  private func options(
    _ flags: ServeOptions.Flags = .init(config: ["x"]), _ environment: [String: String] = [:]
  ) throws(UsageError) -> ServeOptions {
    try ServeOptions(flags: flags, environment: environment, coreCount: 2)
  }

  private func address(_ text: String, _ port: UInt16) throws -> SocketAddress {
    SocketAddress(ip: try #require(IPAddress(text)), port: port)
  }

  @Test("The defaults are those that are documented")
  func defaults() throws {
    let options = try options()
    #expect(options.xdsListen == (try address("127.0.0.1", 15010)))
    #expect(options.adminListen == (try address("127.0.0.1", 15014)))
    #expect(options.stateDir == "./causeway-state")
    #expect(options.logLevel == .info)
    #expect(options.logFormat == .text)
    #expect(options.loops == 2)
    #expect(options.maxConnectionAge == nil)
    #expect(options.tls == nil)
  }

  @Test("TLS is served where it is said, from the flags or the environment")
  func tls() throws {
    let flags = ServeOptions.Flags(
      config: ["x"], xdsTLSListen: "0.0.0.0:15012", tlsCert: "c", tlsKey: "k", tlsClientCA: "a")
    let listen = try address("0.0.0.0", 15012)
    let files = TLSFiles(certificate: "c", key: "k", clientCA: "a")
    #expect(try options(flags).tls == ServeOptions.TLS(listen: listen, files: files))
    let environment = [
      "CAUSEWAY_XDS_TLS_LISTEN": "0.0.0.0:15012", "CAUSEWAY_TLS_CERT": "c", "CAUSEWAY_TLS_KEY": "k",
      "CAUSEWAY_TLS_CLIENT_CA": "a",
    ]
    #expect(try options(.init(config: ["x"]), environment) == options(flags))
    // It needs no --allow-plaintext, but a client CA would be wise.
    #expect(try options(flags).tls?.warning == nil)
    var open = flags
    open.tlsClientCA = nil
    #expect(try options(open).tls?.warning?.contains("--tls-client-ca") == true)
    open.xdsTLSListen = "127.0.0.1:15012"
    #expect(try options(open).tls?.warning == nil)
  }

  @Test("Every flag can be given as an environment variable")
  func environment() throws {
    let options = try options(
      .init(),
      [
        "CAUSEWAY_CONFIG": "a:b,c", "CAUSEWAY_XDS_LISTEN": "0.0.0.0:1",
        "CAUSEWAY_ADMIN_LISTEN": "[::1]:2", "CAUSEWAY_ALLOW_PLAINTEXT": "yes",
        "CAUSEWAY_LOG_LEVEL": "Debug", "CAUSEWAY_LOOPS": "7", "CAUSEWAY_STATE_DIR": "s",
        "CAUSEWAY_MAX_CONNECTION_AGE": "30m", "CAUSEWAY_LOG_FORMAT": "JSON",
      ])
    #expect(options.config == ["a", "b", "c"])
    #expect(options.xdsListen == (try address("0.0.0.0", 1)))
    #expect(options.adminListen == (try address("::1", 2)))
    #expect(options.stateDir == "s")
    #expect(options.logLevel == .debug)
    #expect(options.logFormat == .json)
    #expect(options.loops == 7)
    #expect(options.maxConnectionAge == .seconds(1800))
  }

  @Test(
    "The maximum age of a connection is a duration, and 0 is none",
    arguments: [("90s", 90), ("1h30m", 5400), ("0m", nil), ("0", nil)] as [(String, Int?)])
  func age(text: String, seconds: Int?) throws {
    let options = try options(.init(config: ["x"], maxConnectionAge: text))
    #expect(options.maxConnectionAge == seconds.map { .seconds($0) })
  }

  @Test(
    "An age that makes no sense is an error that says what one looks like",
    arguments: ["30", "m", "-1m", "1d"])
  func badAge(text: String) {
    let error = #expect(throws: UsageError.self) {
      _ = try options(.init(config: ["x"], maxConnectionAge: text))
    }
    #expect(
      error.map { "\($0)" }?.hasPrefix("--max-connection-age: '\(text)' is not a duration") == true)
  }

  @Test("A flag wins over the environment")
  func flagsWin() throws {
    let options = try options(
      .init(
        config: ["f"], xdsListen: "127.0.0.9:9", adminListen: "localhost:8", logLevel: "error",
        loops: 1),
      [
        "CAUSEWAY_CONFIG": "a", "CAUSEWAY_XDS_LISTEN": "nonsense",
        "CAUSEWAY_ADMIN_LISTEN": "nonsense", "CAUSEWAY_LOG_LEVEL": "nonsense",
        "CAUSEWAY_LOOPS": "nonsense",
      ])
    #expect(options.config == ["f"])
    #expect(options.xdsListen == (try address("127.0.0.9", 9)))
    #expect(options.adminListen == (try address("127.0.0.1", 8)))
    #expect(options.logLevel == .error)
    #expect(options.loops == 1)
  }

  @Test("An empty variable counts as none")
  func emptyVariables() throws {
    let options = try options(
      .init(config: ["x"]), ["CAUSEWAY_XDS_LISTEN": "", "CAUSEWAY_LOOPS": ""])
    #expect(options.xdsListen == (try address("127.0.0.1", 15010)))
  }

  @Test("Plaintext xDS leaves the machine only when that is said")
  func plaintext() throws {
    for address in ["0.0.0.0:15010", "[::]:15010", "192.0.2.1:15010"] {
      let error = #expect(throws: UsageError.self) {
        try options(.init(config: ["x"], xdsListen: address))
      }
      #expect(error?.description.contains("--allow-plaintext") == true)
      #expect(
        throws: Never.self,
        performing: {
          try options(.init(config: ["x"], xdsListen: address, allowPlaintext: true))
        })
    }
    for address in ["127.0.0.1:0", "127.9.9.9:1", "[::1]:1"] {
      #expect(throws: Never.self) { try options(.init(config: ["x"], xdsListen: address)) }
    }
  }

  @Test(
    "What makes no sense is refused, naming where it was said",
    arguments: [
      (ServeOptions.Flags(), [:], "There is nothing to serve"),
      (.init(), ["CAUSEWAY_CONFIG": ":"], "There is nothing to serve"),
      (.init(config: [""]), [:], "There is nothing to serve"),
      (.init(config: ["x"], xdsListen: "x"), [:], "--xds-listen: 'x' has no port"),
      (.init(config: ["x"], xdsListen: "example.org:1"), [:], "--xds-listen: 'example.org' is not"),
      (.init(config: ["x"]), ["CAUSEWAY_ADMIN_LISTEN": "1"], "CAUSEWAY_ADMIN_LISTEN: '1' has no"),
      (.init(config: ["x"], logLevel: "loud"), [:], "--log-level: 'loud' is not a level"),
      (
        .init(config: ["x"], xdsTLSListen: "127.0.0.1:1", tlsKey: "k"), [:],
        "--xds-tls-listen needs a certificate and its key: --tls-cert FILE is missing."
      ),
      (
        .init(config: ["x"], xdsTLSListen: "127.0.0.1:1", tlsCert: "c"), [:],
        "--xds-tls-listen needs a certificate and its key: --tls-key FILE is missing."
      ),
      (
        .init(config: ["x"], tlsClientCA: "a"), [:],
        "--tls-client-ca is for TLS: say where that is served with --xds-tls-listen HOST:PORT."
      ),
      (
        .init(config: ["x"], tlsCert: ""), [:], "--tls-cert: an empty text names no file."
      ),
      (
        .init(config: ["x"], xdsTLSListen: "x:1", tlsCert: "c", tlsKey: "k"), [:],
        "--xds-tls-listen: 'x' is not an IP address"
      ),
      (
        .init(config: ["x"], xdsTLSListen: "127.0.0.1:15010", tlsCert: "c", tlsKey: "k"), [:],
        "--xds-listen and --xds-tls-listen are both 127.0.0.1:15010"
      ),
      (.init(config: ["x"], loops: 0), [:], "--loops: '0' is not a number from 1 to 256."),
      (.init(config: ["x"]), ["CAUSEWAY_LOOPS": "x"], "CAUSEWAY_LOOPS: 'x' is not a number"),
      (
        .init(config: ["x"]), ["CAUSEWAY_ALLOW_PLAINTEXT": "maybe"],
        "CAUSEWAY_ALLOW_PLAINTEXT: 'maybe' is neither true nor false."
      ),
    ] as [(ServeOptions.Flags, [String: String], String)])
  func refused(
    _ flags: ServeOptions.Flags, _ environment: [String: String], _ sentence: String
  ) {
    let error = #expect(throws: UsageError.self) { try options(flags, environment) }
    #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
  }
}
