internal import Admin
import ArgumentParser
internal import EnvoyAPI
internal import ManifestSource
internal import MeshModel

/// `causeway validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Parse and check manifests, without a server.",
    discussion: """
      Prints FILE:LINE: message for everything that is wrong, and for what is not acted on. \
      Errors are objects that cannot be taken; warnings are parts of them that have no effect. \
      Exits 1 when there is an error, 0 when there are only warnings.

      Example:
        causeway validate examples/boutique
        causeway validate mesh.yaml vm.yaml -o json
      """)

  @Argument(help: "Files and folders of manifests.")
  var paths: [String]

  @Option(name: .shortAndLong, help: "How the findings are printed: text or json.")
  var output: OutputFormat = .text

  func run() throws {
    let report: ValidationReport
    do {
      let manifests = try ManifestSource(paths: paths).readOnce()
      report = ValidationReport(manifests)
    } catch {
      throw CommandFailure(error.description)
    }
    switch output {
    case .text: print(report.text, terminator: "")
    case .json: print(report.json.rendered(), terminator: "")
    }
    if report.errorCount > 0 { throw ExitCode.failure }
  }
}
