extension Gateway {
  /// Reads a Gateway.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(FieldNames(acted: ["selector", "servers"]))
    self.init(
      metadata: metadata, selector: spec.textMap("selector"),
      servers: spec.mappings("servers").compactMap { Server($0, metadata) })
    if servers.isEmpty, !spec.findings.hasErrors {
      spec.missing("servers", "A Gateway needs at least one server.")
    }
    spec.checkLabels("selector")
    checkPorts(spec)
  }
}

extension Gateway {
  /// Servers of one port share its listener, and must speak alike there.
  private func checkPorts(_ spec: Field) {
    guard !spec.findings.hasErrors else { return }
    var names: [String: Int] = [:]
    for (place, server) in servers.enumerated() {
      let port = spec.items("servers").dropFirst(place).first?.child("port")
      if names.updateValue(place, forKey: server.port.name) != nil {
        port?.child("name")?.error(
          "Two servers have a port called \(quoted(server.port.name)). Rename one.")
      }
      let rival = servers[..<place].first {
        $0.port.number == server.port.number && $0.bind == server.bind
          && $0.port.protocolKind.isPlainHTTP != server.port.protocolKind.isPlainHTTP
      }
      if let rival {
        port?.child("protocol")?.error(
          "Port \(server.port.number) speaks \(rival.port.protocolKind.rawValue) for another "
            + "server already. Use another port.")
      }
    }
  }
}

extension Gateway.Server {
  /// Reads an entry of `servers`.
  fileprivate init?(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(
      FieldNames(acted: ["bind", "hosts", "name", "port", "tls"], inert: ["defaultEndpoint"]))
    let tls = field.mapping("tls").map { Gateway.TLS($0) }
    let hosts = Self.hosts(field, metadata)
    let bind = Self.bind(field)
    let name = field.text("name") ?? ""
    guard let portField = field.required("port"), portField.checkIsMapping(),
      let port = Gateway.Port(portField)
    else { return nil }
    self.init(name: name, port: port, bind: bind, hosts: hosts, tls: tls)
    checkTLS(field)
  }

  private func checkTLS(_ field: Field) {
    switch port.protocolKind {
    case .https, .tls:
      if field.child("tls") == nil {
        field.missing("tls", "A server of \(port.protocolKind.rawValue) needs tls. Say its mode.")
      }
      if tls?.redirectsToHTTPS == true {
        field.child("tls")?.child("httpsRedirect")?.warning(
          "Only a server of HTTP can redirect to HTTPS. Move it to that server.")
      }
    case .http, .http2, .grpc, .grpcWeb:
      guard let tls = field.child("tls") else { return }
      for key in ["mode", "serverCertificate", "privateKey", "caCertificates", "credentialName"]
      where tls.child(key) != nil && !(key == "mode" && self.tls?.mode == .passthrough) {
        tls.child(key)?.error(
          "A server of \(port.protocolKind.rawValue) has no TLS but httpsRedirect. Use protocol "
            + "HTTPS.")
      }
    case .tcp, .mongo:
      field.child("tls")?.error(
        "A server of \(port.protocolKind.rawValue) has no TLS. Use protocol TLS.")
    }
  }

  private static func bind(_ field: Field) -> IPAddress? {
    guard let child = field.child("bind"), let text = child.text, !text.isEmpty else { return nil }
    // Which is where a server without it listens.
    if text == "0.0.0.0" { return nil }
    return child.address
  }

  private static func hosts(_ field: Field, _ metadata: ObjectMetadata) -> [Gateway.Host] {
    guard field.required("hosts") != nil else { return [] }
    let items = field.texts("hosts")
    if items.isEmpty { field.child("hosts")?.error("At least one host is required.") }
    return items.compactMap { text, item in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, let last = parts.last, let host = NameRules.anyHost(last),
        parts.count == 1 || ["*", "."].contains(parts[0]) || NameRules.isLabel(parts[0])
      else {
        item.error(
          "\(quoted(text)) is not HOST or NAMESPACE/HOST. The namespace is a name, \"*\" or \".\"; "
            + "the host is \"*\", a name, or \"*.\" and a name.")
        return nil
      }
      let namespace = parts.count == 2 && parts[0] != "*" ? parts[0] : nil
      return Gateway.Host(
        namespace: namespace == "." ? metadata.namespace : namespace, host: host)
    }
  }
}

extension Gateway.Port {
  /// Reads `port`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["name", "number", "protocol"], inert: ["targetPort"]))
    let number = field.required("number")?.port
    let name = field.required("name")?.text
    guard let word = field.required("protocol")?.text else { return nil }
    guard let kind = Gateway.ServerProtocol(rawValue: word.uppercased()) else {
      let known = Gateway.ServerProtocol.allCases.map(\.rawValue).joined(separator: ", ")
      field.child("protocol")?.error("\(quoted(word)) is not a protocol. Known are \(known).")
      return nil
    }
    guard let number, let name else { return nil }
    self.init(number: number, name: name, protocolKind: kind)
  }
}

extension Gateway.TLS {
  /// Reads `tls`.
  fileprivate init(_ field: Field) {
    field.check(
      FieldNames(
        acted: [
          "caCertificates", "cipherSuites", "credentialName", "httpsRedirect",
          "maxProtocolVersion", "minProtocolVersion", "mode", "privateKey", "serverCertificate",
          "subjectAltNames",
        ],
        inert: [
          "caCertCredentialName", "caCrl", "credentialNames", "tlsCertificates",
          "verifyCertificateHash", "verifyCertificateSpki",
        ]))
    self.init()
    redirectsToHTTPS = field.bool("httpsRedirect") ?? false
    mode = field.choice("mode") ?? .passthrough
    serverCertificate = field.text("serverCertificate") ?? ""
    privateKey = field.text("privateKey") ?? ""
    caCertificates = field.text("caCertificates") ?? ""
    subjectAltNames = field.filledTexts("subjectAltNames")
    minVersion = field.choice("minProtocolVersion") ?? .automatic
    maxVersion = field.choice("maxProtocolVersion") ?? .automatic
    cipherSuites = Self.cipherSuites(field)
    checkFiles(field)
    let order = Version.allCases
    if minVersion != .automatic, maxVersion != .automatic,
      let least = order.firstIndex(of: minVersion), let most = order.firstIndex(of: maxVersion),
      least > most
    {
      field.child("minProtocolVersion")?.error(
        "\(minVersion.rawValue) is later than maxProtocolVersion. Exchange the two.")
    }
  }

  /// Envoy refuses a listener with a suite that it does not know; as in Istio those are left out.
  private static func cipherSuites(_ field: Field) -> [String] {
    field.texts("cipherSuites").compactMap { text, item in
      guard !knownCipherSuites.contains(text) else { return text }
      item.warning(
        "\(quoted(text)) is no cipher suite of Envoy, and is left out. Known are "
          + knownCipherSuites.sorted().joined(separator: ", ") + ".")
      return nil
    }
  }

  /// For TLS 1.2 and older, as Envoy is built
  /// (https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto).
  private static let knownCipherSuites: Set<String> = [
    "AES128-GCM-SHA256", "AES128-SHA", "AES256-GCM-SHA384", "AES256-SHA",
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-SHA",
    "ECDHE-RSA-CHACHA20-POLY1305",
  ]

  /// Reports what a mode needs, and what it cannot use.
  private func checkFiles(_ field: Field) {
    if let name = field.child("credentialName"), name.text?.isEmpty == false {
      name.error(
        "Secrets are not read. Name files where the proxy runs, with serverCertificate, privateKey "
          + "and caCertificates.")
    }
    var files = ["serverCertificate", "privateKey"]
    switch mode {
    case .simple: break
    case .mutual, .optionalMutual: files.append("caCertificates")
    case .istioMutual:
      field.child("mode")?.error(
        "There are no certificates of Istio here. Use MUTUAL with files.")
      return
    case .passthrough, .autoPassthrough:
      if mode == .autoPassthrough {
        field.child("mode")?.warning(
          "AUTO_PASSTHROUGH is understood but not acted on. Use PASSTHROUGH, and say in the tls "
            + "routes of a VirtualService where each name leads.")
      }
      for key in files + ["caCertificates"] {
        field.child(key)?.warning(
          "With mode \(mode.rawValue) nothing is decrypted, and this has no effect. Use SIMPLE or "
            + "MUTUAL.")
      }
      return
    }
    if field.filledText("credentialName") != nil { return }
    for key in files where field.filledText(key) == nil {
      field.missing(key, "With mode \(mode.rawValue) the proxy needs this file. Write its path.")
    }
  }
}
