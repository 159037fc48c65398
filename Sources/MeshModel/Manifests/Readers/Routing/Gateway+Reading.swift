extension Gateway {
  /// Reads a Gateway.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(FieldNames(acted: ["selector", "servers"]))
    self.init(
      metadata: metadata, selector: spec.textMap("selector"),
      servers: spec.mappings("servers").compactMap { Server($0, metadata) })
    if servers.isEmpty, spec.findings.hasErrors == false {
      spec.missing("servers", "A Gateway needs at least one server.")
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
  }

  private static func bind(_ field: Field) -> IPAddress? {
    guard let child = field.child("bind"), let text = child.text, !text.isEmpty else { return nil }
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
    cipherSuites = field.filledTexts("cipherSuites")
  }
}
