import ArgumentParser
internal import FoundationEssentials

/// `--admin`, of every command that talks to a server.
struct AdminOptions: ParsableArguments {
  @Option(
    help: .init(
      "The server's admin API (CAUSEWAY_ADMIN; default \(AdminURL.standard)).", valueName: "url"))
  var admin: String?

  /// A client of the server that is meant: by the flag, else the environment, else on this machine.
  func client(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(UsageError) -> AdminClient {
    let variable = environment["CAUSEWAY_ADMIN"].flatMap { $0.isEmpty ? nil : $0 }
    guard let text = admin ?? variable else { return AdminClient(.standard) }
    do {
      return AdminClient(try AdminURL(parsing: text))
    } catch {
      throw UsageError("\(admin == nil ? "CAUSEWAY_ADMIN" : "--admin"): \(error)")
    }
  }
}
