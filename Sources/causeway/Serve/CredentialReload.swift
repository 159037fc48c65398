internal import Logging
internal import XDSServer

/// Keeps what TLS is served with as its files say; what is broken in them changes nothing.
struct CredentialReload {
  /// What reading the files again has led to.
  struct Outcome {
    /// What new connections are to be accepted with; nil to go on as before.
    var credentials: TLSCredentials?
    /// The lines for the log, in order.
    var lines: [ProblemLog.Line] = []
  }

  private let files: TLSFiles
  private var material: TLSMaterial
  /// What is wrong with the files now, if anything is; said once.
  private var complaint: String?

  /// Reads the files for the first time; what is wrong with them then is an error.
  init(_ files: TLSFiles) throws(CommandFailure) {
    self.files = files
    material = try files.read()
  }

  /// What the files say that were read last.
  func credentials() throws(CommandFailure) -> TLSCredentials {
    try Self.credentials(material, files)
  }

  /// What a person should know of the certificates.
  func warnings(of credentials: TLSCredentials) -> [ProblemLog.Line] {
    credentials.warnings.map {
      ProblemLog.Line(level: .warning, message: files.sentence($0.sentence, about: $0.part))
    }
  }

  /// Reads the files again.
  mutating func reload() -> Outcome {
    do throws(CommandFailure) {
      let new = try files.read()
      guard new != material else { return unchanged() }
      let credentials = try Self.credentials(new, files)
      material = new
      complaint = nil
      let said = ProblemLog.Line(
        level: .notice,
        message: """
          New connections over TLS are accepted with what \
          \(files.paths.joined(separator: ", ")) say now; the open ones go on.
          """)
      return Outcome(credentials: credentials, lines: [said] + warnings(of: credentials))
    } catch {
      guard complaint != error.description else { return Outcome() }
      complaint = error.description
      let message = "\(error) What was read before stays in force for new connections over TLS."
      return Outcome(lines: [ProblemLog.Line(level: .error, message: message)])
    }
  }

  private mutating func unchanged() -> Outcome {
    guard let settled = complaint else { return Outcome() }
    complaint = nil
    return Outcome(lines: [ProblemLog.Line(level: .notice, message: "Settled: \(settled)")])
  }

  private static func credentials(
    _ material: TLSMaterial, _ files: TLSFiles
  ) throws(CommandFailure) -> TLSCredentials {
    do {
      return try TLSCredentials(material)
    } catch {
      throw CommandFailure(files.sentence(error.sentence, about: error.part))
    }
  }
}
