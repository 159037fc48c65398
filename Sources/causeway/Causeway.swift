import ArgumentParser
internal import Glibc

/// The command line of the control plane.
@main
struct Causeway: AsyncParsableCommand {
  /// The version that `--version` prints.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "causeway",
    abstract: "A minimal xDS control plane for pods and virtual machines.",
    discussion: """
      Example:
        causeway serve --config examples/boutique
      """,
    version: version,
    subcommands: [
      ServeCommand.self, RegisterCommand.self, DeregisterCommand.self, BootstrapCommand.self,
      ProxiesCommand.self, ConfigCommand.self, EndpointsCommand.self, ValidateCommand.self,
      WaitCommand.self, LoadCommand.self,
    ])

  /// Parses the arguments and runs the command they name.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Glibc.exit(report(error))
    }
  }

  /// Tells the person what went wrong, in a sentence on stderr; help and version are data and go to
  /// stdout.
  ///
  /// Returns the exit code: 0 done, 1 failed, 64 wrong usage.
  static func report(_ error: any Error) -> Int32 {
    switch error {
    case let error as UsageError:
      StandardError.write(line: "causeway: \(error)".printable)
      return ExitCode.validationFailure.rawValue
    case is CommandFailure, is AdminClient.Failure:
      StandardError.write(line: "causeway: \(error)".printable)
      return ExitCode.failure.rawValue
    case let code as ExitCode:
      return code.rawValue
    default:
      let code = exitCode(for: error)
      if code == .success {
        print(fullMessage(for: error))
      } else {
        StandardError.write(line: "causeway: \(sentence(message(for: error)))")
      }
      return code.rawValue
    }
  }

  /// ArgumentParser's message as a sentence on one line, with a hint.
  private static func sentence(_ message: String) -> String {
    let line = message.split(separator: "\n").joined(separator: " ")
    let end = line.hasSuffix(".") || line.hasSuffix("?") ? "" : "."
    let name = CommandLine.arguments.dropFirst().first { argument in
      configuration.subcommands.contains { $0.configuration.commandName == argument }
    }
    return "\(line)\(end) See causeway \(name.map { "\($0) " } ?? "")--help."
  }
}
