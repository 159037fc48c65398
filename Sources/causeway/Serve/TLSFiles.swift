internal import ManifestSource
internal import XDSServer

/// The files that TLS is served with.
struct TLSFiles: Hashable {
  var certificate: String
  var key: String
  var clientCA: String?

  /// All of them.
  var paths: [String] { [certificate, key] + [clientCA].compactMap(\.self) }

  /// Reads them.
  ///
  /// - Throws: `CommandFailure` that names the option and the file.
  func read() throws(CommandFailure) -> TLSMaterial {
    var material = TLSMaterial(
      certificate: try read(.certificate, certificate), key: try read(.key, key))
    if let clientCA { material.clientCA = try read(.clientCA, clientCA) }
    return material
  }

  private func read(_ part: TLSMaterial.Part, _ path: String) throws(CommandFailure) -> [UInt8] {
    do {
      return try FileWatch.read(path)
    } catch {
      throw CommandFailure(sentence("It cannot be read: \(error.reason).", about: part))
    }
  }

  /// A sentence about one of the files, after its name.
  func sentence(_ sentence: String, about part: TLSMaterial.Part) -> String {
    switch part {
    case .certificate: "--tls-cert \(certificate): \(sentence)"
    case .key: "--tls-key \(key): \(sentence)"
    case .clientCA: "--tls-client-ca \(clientCA ?? ""): \(sentence)"
    }
  }
}
