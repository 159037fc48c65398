import Testing

@testable import MeshModel

// What is said of a Gateway that cannot be taken as it is.
extension RoutingComplaintTests {
  @Test("Complaints about Gateways")
  func gateway() {
    Self.check(
      "Gateway",
      """
      selector: {a: b}
      ! servers: A Gateway needs at least one server.
      selector: {"a b": c}, servers: [SERVER]
      ! selector["a b"]: "a b" is not the name of a label.
      servers: [{hosts: ["*"]}]
      ! servers[0].port: This field is required.
      servers: [{port: {number: 80, name: a, protocol: HTTP}}]
      ! servers[0].hosts: This field is required.
      servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: []}]
      ! servers[0].hosts: At least one host is required.
      servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: [a/b/c, "A_/x"]}]
      ! servers[0].hosts[0]: "a/b/c" is not HOST or NAMESPACE/HOST. The namespace is a name, "*" or
      ! servers[0].hosts[1]: "A_/x" is not HOST or NAMESPACE/HOST. The namespace is a name, "*" or
      servers: [{port: {number: 80, name: a, protocol: UDP}, hosts: ["*"]}]
      ! servers[0].port.protocol: "UDP" is not a protocol. Known are HTTP, HTTPS, GRPC, GRPC-WEB,
      servers: [{port: {number: 80, name: a, protocol: HTTP, targetPort: 8080}, hosts: ["*"], \
      defaultEndpoint: "127.0.0.1:80"}]
      ? servers[0].defaultEndpoint: This field is understood but not yet acted on.
      ? servers[0].port.targetPort: This field is understood but not yet acted on.
      servers: [{port: {number: 80, protocol: HTTP}, hosts: ["*"]}]
      ! servers[0].port.name: This field is required.
      servers: [SERVER, SERVER]
      ! servers[1].port.name: Two servers have a port called "a". Rename one.
      servers: [SERVER, {port: {number: 80, name: b, protocol: TCP}, hosts: ["*"]}]
      ! servers[1].port.protocol: Port 80 speaks HTTP for another server already. Use another port.
      servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ["*"], bind: x}]
      ! servers[0].bind: "x" is not an IP address.
      servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"]}]
      ! servers[0].tls: A server of HTTPS needs tls. Say its mode.
      servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"], tls: {mode: \
      SIMPLE}}]
      ! servers[0].tls.privateKey: With mode SIMPLE the proxy needs this file. Write its path.
      ! servers[0].tls.serverCertificate: With mode SIMPLE the proxy needs this file. Write its
      servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"], tls: {mode: \
      MUTUAL, serverCertificate: /c, privateKey: /k}}]
      ! servers[0].tls.caCertificates: With mode MUTUAL the proxy needs this file. Write its path.
      servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"], tls: {mode: \
      SIMPLE, credentialName: x}}]
      ! servers[0].tls.credentialName: Secrets are not read. Name files where the proxy runs, with
      servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ["*"], tls: {mode: \
      ISTIO_MUTUAL}}]
      ! servers[0].tls.mode: There are no certificates of Istio here. Use MUTUAL with files.
      servers: [{port: {number: 443, name: a, protocol: TLS}, hosts: ["*"], tls: \
      {serverCertificate: /c}}]
      ? servers[0].tls.serverCertificate: With mode PASSTHROUGH nothing is decrypted, and this has
      servers: [{port: {number: 443, name: a, protocol: TLS}, hosts: ["*"], tls: \
      {httpsRedirect: true}}]
      ? servers[0].tls.httpsRedirect: Only a server of HTTP can redirect to HTTPS. Move it to that
      servers: [{port: {number: 443, name: a, protocol: TLS}, hosts: ["*"], tls: \
      {minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2}}]
      ! servers[0].tls.minProtocolVersion: TLSV1_3 is later than maxProtocolVersion. Exchange the
      servers: [{port: {number: 80, name: a, protocol: HTTP}, hosts: ["*"], tls: {mode: SIMPLE, \
      serverCertificate: /c, privateKey: /k}}]
      ! servers[0].tls.mode: A server of HTTP has no TLS but httpsRedirect. Use protocol HTTPS.
      ! servers[0].tls.privateKey: A server of HTTP has no TLS but httpsRedirect. Use protocol
      ! servers[0].tls.serverCertificate: A server of HTTP has no TLS but httpsRedirect. Use
      servers: [{port: {number: 80, name: a, protocol: TCP}, hosts: ["*"], tls: {mode: \
      PASSTHROUGH}}]
      ! servers[0].tls: A server of TCP has no TLS. Use protocol TLS.
      """)
  }
}
