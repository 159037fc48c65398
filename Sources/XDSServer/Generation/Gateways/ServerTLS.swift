internal import XDSProto

internal import struct MeshModel.Gateway

extension TransportSocket {
  /// Ends TLS as a server of a Gateway says: as Istio has it
  /// (https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings).
  static func server(_ tls: Gateway.TLS, isHTTP: Bool) -> Self {
    var common = CommonTlsContext(
      tlsParams: TlsParameters(tls),
      tlsCertificates: [
        TlsCertificate(
          certificateChain: .file(tls.serverCertificate), privateKey: .file(tls.privateKey))
      ])
    if isHTTP { common.alpnProtocols = ["h2", "http/1.1"] }
    let asksForCertificate = tls.mode == .mutual || tls.mode == .optionalMutual
    if asksForCertificate {
      common.validationContextType = .validationContext(
        CertificateValidationContext(
          trustedCa: .file(tls.caCertificates),
          matchTypedSubjectAltNames: SubjectAltNameMatcher.any(of: tls.subjectAltNames)))
    }
    let context = DownstreamTlsContext(
      commonTlsContext: common, requireClientCertificate: tls.mode == .mutual)
    return TransportSocket(
      name: "envoy.transport_sockets.tls",
      configType: .typedConfig(AnyMessage(packing: context)))
  }
}

extension TlsParameters {
  /// The limits of a handshake; nil where nothing is said of them: Envoy's, which are TLS 1.2 and
  /// 1.3.
  fileprivate init?(_ tls: Gateway.TLS) {
    var known: Set<String> = []
    let suites = tls.cipherSuites.filter { known.insert($0).inserted }
    if tls.minVersion == .automatic, tls.maxVersion == .automatic, suites.isEmpty { return nil }
    self.init(
      tlsMinimumProtocolVersion: TlsProtocol(tls.minVersion),
      tlsMaximumProtocolVersion: TlsProtocol(tls.maxVersion), cipherSuites: suites)
    // Else nothing would be left below Envoy's own least version.
    let isOld = tls.maxVersion == .v1_0 || tls.maxVersion == .v1_1
    if isOld, tls.minVersion == .automatic {
      tlsMinimumProtocolVersion = tlsMaximumProtocolVersion
    }
  }
}

extension TlsParameters.TlsProtocol {
  fileprivate init(_ version: Gateway.TLS.Version) {
    self =
      switch version {
      case .automatic: .tlsAuto
      case .v1_0: .tlsv10
      case .v1_1: .tlsv11
      case .v1_2: .tlsv12
      case .v1_3: .tlsv13
      }
  }
}
