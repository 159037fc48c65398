import ArgumentParser
import Testing

@testable import causeway

@Suite("The command line")
struct CommandLineTests {
  @Test("The version goes to stdout")
  func version() throws {
    for arguments in [["--version"], ["validate", "--version"]] {
      let result = try Program.run(arguments)
      #expect(result.exitCode == 0)
      #expect(result.output == "\(Causeway.version)\n")
      #expect(result.errors == "")
    }
  }

  @Test("Every command has help with an example", arguments: Causeway.configuration.subcommands)
  func help(_ command: any ParsableCommand.Type) throws {
    let name = try #require(command.configuration.commandName)
    for arguments in [[name, "--help"], ["help", name]] {
      let result = try Program.run(arguments)
      #expect(result.exitCode == 0)
      #expect(result.output.contains("Example:\n  causeway \(name)"), "\(result.output)")
      #expect(result.errors == "")
    }
  }

  @Test("Without a command it says which there are")
  func noCommand() throws {
    let result = try Program.run([])
    #expect(result.exitCode == 0)
    for command in Causeway.configuration.subcommands {
      #expect(result.output.contains("  \(command.configuration.commandName ?? "?") "))
    }
  }

  @Test(
    "Wrong usage is one line on stderr and exits 64",
    arguments: [
      ["frobnicate"], ["--frobnicate"], ["validate"], ["validate", "x", "--frobnicate"],
      ["validate", "x", "-o", "xml"], ["bootstrap"],
      ["bootstrap", "--kind", "lorry", "--name", "a", "-n", "b", "--ip", "10.0.0.1"],
      ["bootstrap", "--kind", "pod", "--name", "a", "-n", "b", "--ip", "nowhere"],
      ["bootstrap", "--kind", "pod", "--name", "a", "-n", "b", "--ip", "10.0.0.1", "--rest"],
    ])
  func wrongUsage(_ arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.exitCode == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("causeway: "))
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(result.errors.hasSuffix(".\n"), "\(result.errors)")
  }
}
