import ArgumentParser
internal import EnvoyAPI

/// `causeway proxies`.
struct ProxiesCommand: ParsableCommand {
  /// How the clients are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text
    case wide
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "proxies",
    abstract: "List the connected Envoys, and how far each has come.",
    discussion: """
      For each type of resource: SYNCED, the Envoy has accepted all that it is to have; PENDING, \
      it has not answered yet; REJECTED, it refuses something, and keeps what it had before. \
      Behind it, how long ago that was. What is refused is shown below the table, in the Envoy's \
      words and with the object that it was made from.

      Example:
        causeway proxies
        causeway proxies -o wide --admin http://10.128.0.2:15014
      """)

  @Option(
    name: .shortAndLong,
    help: "How they are printed: text, wide (whole ids, versions and sizes) or json.")
  var output: Format = .text

  @OptionGroup var server: AdminOptions

  func run() throws {
    let answer = try server.client().get(AdminPath("proxies"))
    guard output != .json else {
      print(answer.rendered(), terminator: "")
      return
    }
    let proxies = try ConnectedProxy.understood(answer)
    guard !proxies.isEmpty else {
      StandardError.write(line: "No Envoy is connected.")
      return
    }
    let table = ProxyTable(proxies, at: .now)
    print(output == .wide ? table.wideText : table.text, terminator: "")
  }
}

extension ConnectedProxy {
  /// All in an answer of `/api/v1/proxies`.
  static func understood(_ answer: JSONValue) throws(CommandFailure) -> [ConnectedProxy] {
    guard let proxies = all(in: answer) else { throw CommandFailure.notUnderstood }
    return proxies
  }
}
