import Admin
import EnvoyAPI
import Logging
import MeshModel
import XDSServer

/// An admin API that answers what a test wants, on a free port of loopback.
final class FakeAdmin {
  private let server: AdminServer
  /// For `--admin`.
  let url: String

  /// Answers requests with what `answer` gives for their paths, without the query.
  init(_ answer: @escaping @Sendable (String) -> AdminResponse) throws {
    server = try AdminServer(
      listen: SocketAddress(ip: IPAddress(v4: 0x7F00_0001), port: 0),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { request in answer("/" + request.path.joined(separator: "/")) }
    url = "http://\(server.localAddress)"
  }

  /// Has one document for each path, and nothing else.
  convenience init(_ documents: [String: JSONValue]) throws {
    try self.init { path in
      documents[path].map { .json($0) } ?? .failure(.notFound, "There is nothing at \(path).")
    }
  }

  deinit { server.stop() }

  /// Runs the program against it.
  func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(arguments + ["--admin", url])
  }
}
