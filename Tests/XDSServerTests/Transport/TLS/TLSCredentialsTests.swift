import TestCertificates
import Testing

@testable import XDSServer

@Suite("TLS credentials")
struct TLSCredentialsTests {
  private let authority = TestAuthority()

  private func error(_ material: TLSMaterial) -> TLSMaterialError? {
    #expect(throws: TLSMaterialError.self) { try TLSCredentials(material) }
  }

  @Test("What cannot work is refused in a sentence about the part that is wrong")
  func refusals() {
    let good = authority.issue()
    let text = Array("nothing of the kind\n".utf8)
    let cases: [(TLSMaterial, TLSMaterial.Part, String)] = [
      (
        TLSMaterial(certificate: text, key: good.key), .certificate,
        "There is no certificate in PEM format (BEGIN CERTIFICATE) in it."
      ),
      (
        TLSMaterial(certificate: [], key: good.key), .certificate,
        "There is no certificate in PEM format (BEGIN CERTIFICATE) in it."
      ),
      (
        TLSMaterial(certificate: good.key, key: good.key), .certificate,
        "There is no certificate in PEM format (BEGIN CERTIFICATE) in it."
      ),
      (
        TLSMaterial(certificate: good.certificate, key: text), .key,
        "There is no private key in PEM format (BEGIN PRIVATE KEY) in it."
      ),
      (
        TLSMaterial(certificate: good.certificate, key: authority.issue().key), .key,
        "It is not the key of the certificate."
      ),
      (
        TLSMaterial(certificate: good.certificate, key: TestAuthority.encryptedKey()), .key,
        "The key in it is encrypted, and nobody is there to type its passphrase: store it without "
          + "one (openssl pkey -in FILE), readable by this user only."
      ),
      (
        TLSMaterial(certificate: good.certificate, key: good.key, clientCA: text), .clientCA,
        "There is no certificate in PEM format (BEGIN CERTIFICATE) in it."
      ),
    ]
    for (material, part, sentence) in cases {
      let error = error(material)
      #expect(error?.part == part)
      #expect(error?.sentence == sentence)
    }
  }

  @Test("Half of a file is refused: it may be in the middle of being written")
  func halfWritten() {
    let good = authority.issue()
    let half = Array(good.certificate.prefix(good.certificate.count / 2))
    #expect(error(TLSMaterial(certificate: half, key: good.key))?.part == .certificate)
    #expect(
      error(TLSMaterial(certificate: good.certificate + half, key: good.key))?.sentence
        .hasPrefix("Certificate number 2 in it cannot be read: ") == true)
    let halfKey = Array(good.key.prefix(good.key.count / 2))
    #expect(error(TLSMaterial(certificate: good.certificate, key: halfKey))?.part == .key)
  }

  @Test("Certificate and key may be in one file, in any order")
  func oneFile() throws {
    let good = authority.issue()
    let both = good.key + good.certificate + authority.certificate
    let credentials = try TLSCredentials(TLSMaterial(certificate: both, key: both))
    #expect(credentials.warnings.isEmpty)
  }

  @Test(
    "A certificate out of its time is warned of, and used",
    arguments: [
      (-7200...(-3630), "The certificate of CN = test has expired 60 minutes ago."),
      (-86_400 * 9...(-86_400 * 3 - 60), "The certificate of CN = test has expired 3 days ago."),
      (-60...(3600 * 47 + 30), "The certificate of CN = test expires in 47 hours."),
      (86_400 * 2 + 30...86_400 * 90, "The certificate of CN = test is valid only in 2 days."),
    ])
  func warnings(_ validity: ClosedRange<Int>, _ sentence: String) throws {
    let issued = authority.issue(.init(validity: validity))
    let credentials = try TLSCredentials(
      TLSMaterial(
        certificate: issued.certificate, key: issued.key, clientCA: issued.certificate))
    #expect(
      credentials.warnings == [
        TLSMaterialWarning(part: .certificate, sentence: sentence),
        TLSMaterialWarning(part: .clientCA, sentence: sentence),
      ])
  }

  @Test("An error of reading is not left for the next who asks")
  func errorQueue() {
    _ = error(TLSMaterial(certificate: [1, 2, 3], key: []))
    #expect(OpenSSLErrors.take() == nil)
  }
}
