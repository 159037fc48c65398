import Logging
import TestCertificates
import Testing

@testable import XDSServer
@testable import causeway

@Suite("TLS files of causeway serve")
struct CredentialReloadTests {
  private let folder: TemporaryFolder
  private let authority = TestAuthority()
  private let files: TLSFiles

  init() throws {
    folder = try TemporaryFolder()
    files = TLSFiles(
      certificate: folder.path("tls.crt"), key: folder.path("tls.key"),
      clientCA: folder.path("ca.crt"))
    try write(authority.issue())
    try write(authority.certificate, "ca.crt")
  }

  private func write(_ bytes: [UInt8], _ name: String) throws {
    try folder.write(String(decoding: bytes, as: UTF8.self), name)
  }

  private func write(_ issued: TestCertificate) throws {
    try write(issued.certificate, "tls.crt")
    try write(issued.key, "tls.key")
  }

  @Test("Files that say the same are no news")
  func unchanged() throws {
    var reload = try CredentialReload(files)
    #expect(try reload.credentials().warnings.isEmpty)
    let outcome = reload.reload()
    #expect(outcome.credentials == nil)
    #expect(outcome.lines.isEmpty)
  }

  @Test("A new certificate and key are taken, and that is said")
  func renewed() throws {
    var reload = try CredentialReload(files)
    try write(authority.issue(.init(validity: -60...3600)))
    let outcome = reload.reload()
    #expect(outcome.credentials != nil)
    #expect(outcome.lines.map(\.level) == [.notice, .warning])
    #expect(outcome.lines.first?.message.contains(files.certificate) == true)
    #expect(outcome.lines.last?.message.contains("The certificate of CN = test expires") == true)
    #expect(reload.reload().credentials == nil)
  }

  @Test("A pair that is half replaced changes nothing, which is said once, and is taken when whole")
  func half() throws {
    var reload = try CredentialReload(files)
    let issued = authority.issue()
    try write(issued.certificate, "tls.crt")
    let outcome = reload.reload()
    #expect(outcome.credentials == nil)
    #expect(
      outcome.lines == [
        ProblemLog.Line(
          level: .error,
          message: "--tls-key \(files.key): It is not the key of the certificate. What "
            + "was read before stays in force for new connections over TLS.")
      ])
    #expect(reload.reload().lines.isEmpty)
    try write(issued.key, "tls.key")
    #expect(reload.reload().credentials != nil)
    #expect(reload.reload().lines.isEmpty)
  }

  @Test("A file that is gone and comes back as it was is settled")
  func settled() throws {
    var reload = try CredentialReload(files)
    try folder.remove("ca.crt")
    let outcome = reload.reload()
    #expect(outcome.credentials == nil)
    #expect(
      outcome.lines.first?.message.hasPrefix(
        "--tls-client-ca \(files.paths[2]): It cannot be read: no such file or directory.") == true)
    try write(authority.certificate, "ca.crt")
    #expect(
      reload.reload().lines.map(\.message) == [
        "Settled: --tls-client-ca \(files.paths[2]): It cannot be read: no such file or directory."
      ])
  }

  @Test("What is wrong at the start names option and file")
  func start() throws {
    try write([], "tls.key")
    #expect(
      throws: CommandFailure(
        "--tls-key \(files.key): There is no private key in PEM format (BEGIN PRIVATE KEY) in it.")
    ) { try CredentialReload(files).credentials() }
    try folder.remove("tls.crt")
    #expect(
      throws: CommandFailure(
        "--tls-cert \(files.certificate): It cannot be read: no such file or directory.")
    ) { try CredentialReload(files) }
  }
}
