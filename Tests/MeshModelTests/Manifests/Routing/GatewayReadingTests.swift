import Testing

@testable import MeshModel

@Suite("Manifests of Gateways")
struct GatewayReadingTests {
  @Test("A Gateway with everything", arguments: ["v1alpha3", "v1beta1", "v1"])
  func everything(version: String) throws {
    let object = try onlyObject(
      """
      apiVersion: networking.istio.io/\(version)
      kind: Gateway
      metadata: {name: edge, namespace: web}
      spec:
        selector: {istio: ingressgateway}
        servers:
        - port: {number: 80, name: http, protocol: HTTP}
          hosts: ["*"]
          tls: {httpsRedirect: true}
        - name: secure
          port: {number: 443, name: https, protocol: https}
          bind: 10.0.0.1
          hosts: [./Shop.example, "other/*.example", "*/*"]
          tls:
            mode: OPTIONAL_MUTUAL
            serverCertificate: /etc/c.pem
            privateKey: /etc/k.pem
            caCertificates: /etc/ca.pem
            subjectAltNames: [a.example]
            minProtocolVersion: TLSV1_2
            maxProtocolVersion: TLSV1_3
            cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384]
        - port: {number: 8443, name: tls, protocol: TLS}
          hosts: [db.example]
          tls: {mode: PASSTHROUGH}
        - port: {number: 5432, name: tcp, protocol: TCP}
          hosts: ["*"]
      """)
    var redirect = Gateway.TLS()
    redirect.redirectsToHTTPS = true
    var mutual = Gateway.TLS()
    mutual.mode = .optionalMutual
    mutual.serverCertificate = "/etc/c.pem"
    mutual.privateKey = "/etc/k.pem"
    mutual.caCertificates = "/etc/ca.pem"
    mutual.subjectAltNames = ["a.example"]
    mutual.minVersion = .v1_2
    mutual.maxVersion = .v1_3
    mutual.cipherSuites = ["ECDHE-RSA-AES256-GCM-SHA384"]
    let expected = Gateway(
      metadata: ObjectMetadata(name: "edge", namespace: "web"),
      selector: ["istio": "ingressgateway"],
      servers: [
        .init(
          port: .init(number: 80, name: "http", protocolKind: .http), hosts: [.init(host: "*")],
          tls: redirect),
        .init(
          name: "secure", port: .init(number: 443, name: "https", protocolKind: .https),
          bind: try ip("10.0.0.1"),
          hosts: [
            .init(namespace: "web", host: "shop.example"),
            .init(namespace: "other", host: "*.example"), .init(host: "*"),
          ], tls: mutual),
        .init(
          port: .init(number: 8443, name: "tls", protocolKind: .tls),
          hosts: [.init(host: "db.example")], tls: Gateway.TLS()),
        .init(
          port: .init(number: 5432, name: "tcp", protocolKind: .tcp), hosts: [.init(host: "*")]),
      ])
    #expect(object == .gateway(expected))
    #expect(expected.boundName == "web/edge")
  }

  @Test("What no proxy here can do is said, and left out")
  func inert() throws {
    let manifest = Manifest(
      parsing: """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge}
        spec:
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            hosts: ["*"]
            tls:
              mode: SIMPLE
              serverCertificate: /c
              privateKey: /k
              cipherSuites: [NULL-MD5, AES128-SHA]
          - port: {number: 15443, name: tls, protocol: TLS}
            hosts: ["*"]
            tls: {mode: AUTO_PASSTHROUGH}
        """, file: "f")
    let problems = manifest.problems.map(\.description)
    #expect(problems.count == 2)
    #expect(problems.first?.contains("\"NULL-MD5\" is no cipher suite of Envoy") == true)
    #expect(problems.last?.contains("AUTO_PASSTHROUGH is understood but not acted on") == true)
    guard case .gateway(let gateway)? = manifest.objects.first?.object else {
      Issue.record("no Gateway")
      return
    }
    #expect(gateway.servers.first?.tls?.cipherSuites == ["AES128-SHA"])
  }
}
