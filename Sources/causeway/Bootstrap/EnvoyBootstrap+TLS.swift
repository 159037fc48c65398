internal import MeshModel

extension EnvoyBootstrap {
  /// TLS to the control plane.
  ///
  /// The files are named here rather than in secrets of their own, though Envoy reads them only
  /// once that way: for secrets it would need two more files beside this one, which would have to
  /// be made and kept on the VM. Who renews a certificate restarts the Envoy.
  func transportSocket(_ tls: TLS) -> YAMLText {
    let type = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"
    var context: [(key: String, value: YAMLText)] = [
      ("@type", .plain("type.googleapis.com/\(type)"))
    ]
    // "Literal IPv4 and IPv6 addresses are not permitted" there (RFC 6066 §3).
    if !controlPlane.isAddress { context.append(("sni", .text(controlPlane.host))) }
    context.append(("common_tls_context", commonContext(tls)))
    return ["name": "envoy.transport_sockets.tls", "typed_config": .map(context)]
  }

  private func commonContext(_ tls: TLS) -> YAMLText {
    var entries: [(key: String, value: YAMLText)] = [("alpn_protocols", ["h2"])]
    if let own = tls.own {
      let certificate: YAMLText = [
        "certificate_chain": ["filename": .text(own.certificate)],
        "private_key": ["filename": .text(own.key)],
      ]
      entries.append(("tls_certificates", [certificate]))
    }
    entries.append(
      (
        "validation_context",
        [
          "trusted_ca": ["filename": .text(tls.authority)],
          "match_typed_subject_alt_names": [serverName],
        ]
      ))
    return .map(entries)
  }

  /// Without it Envoy would be content with any certificate of the CA, such as another workload's.
  private var serverName: YAMLText {
    guard let address = IPAddress(controlPlane.host) else {
      return ["san_type": "DNS", "matcher": ["exact": .text(controlPlane.host)]]
    }
    return ["san_type": "IP_ADDRESS", "matcher": ["exact": .text(address.description)]]
  }
}
