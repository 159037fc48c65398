import ArgumentParser
import MeshModel
import Testing
import Yams

@testable import causeway

@Suite("causeway bootstrap")
struct BootstrapCommandTests {
  private func bootstrap(_ arguments: String...) throws -> EnvoyBootstrap {
    let common = ["--kind", "pod", "--name", "shop-1", "-n", "retail", "--ip", "10.0.0.7"]
    return try BootstrapCommand.parse(common + arguments).bootstrap()
  }

  @Test("A VM's bootstrap is written in full")
  func wholeVM() throws {
    let command = try BootstrapCommand.parse([
      "--kind", "vm", "--name", "catalog-vm", "-n", "default", "--ip", "10.128.0.13",
      "-l", "version=v1,app=productcatalogservice", "-s", "catalog", "--locality", "r1/z1/s1",
      "--xds", "control.example:15010", "--sotw", "--interception", "none",
      "--envoy-admin-port", "0",
    ])
    try expectGolden(try command.bootstrap().rendered(), "bootstrap-vm.yaml")
  }

  @Test("A pod's bootstrap with the defaults is written in full")
  func wholePod() throws {
    try expectGolden(try bootstrap().rendered(), "bootstrap-pod.yaml")
  }

  @Test("A gateway's bootstrap is written in full")
  func wholeGateway() throws {
    let command = try BootstrapCommand.parse([
      "--kind", "gateway", "--name", "ingress", "-n", "istio-ingress", "--ip", "10.128.0.99",
      "-l", "istio=ingressgateway", "--xds", "127.0.0.1:15010",
    ])
    try expectGolden(try command.bootstrap().rendered(), "bootstrap-gateway.yaml")
  }

  @Test("A VM's bootstrap over TLS is written in full")
  func wholeTLS() throws {
    let text = try bootstrap(
      "--xds", "control.example:15012", "--tls-ca", "/etc/causeway/ca.crt",
      "--tls-cert", "/etc/causeway/tls.crt", "--tls-key", "/etc/causeway/tls.key"
    ).rendered()
    try expectGolden(text, "bootstrap-tls.yaml")
  }

  @Test(
    "The server's name is checked as what it is, and a name only is sent before the certificate",
    arguments: [
      ("control.example:1", "DNS", "control.example", true),
      ("127.0.0.1:1", "IP_ADDRESS", "127.0.0.1", false),
      ("[2001:DB8:0::1]:1", "IP_ADDRESS", "2001:db8::1", false),
    ])
  func serverName(_ xds: String, _ type: String, _ name: String, _ hasSNI: Bool) throws {
    let text = try bootstrap("--xds", xds, "--tls-ca", "ca").rendered()
    let cluster = try Yams.compose(yaml: text)?["static_resources"]?["clusters"]?[0]
    let tls = cluster?["transport_socket"]?["typed_config"]
    #expect((tls?["sni"]?.string == name) == hasSNI)
    let common = tls?["common_tls_context"]
    #expect(common?["tls_certificates"] == nil)
    let names = common?["validation_context"]?["match_typed_subject_alt_names"]
    #expect(names?[0]?["san_type"]?.string == type)
    #expect(names?[0]?["matcher"]?["exact"]?.string == name)
  }

  @Test("With TLS the control plane is on the port for it unless another is named")
  func defaultPort() throws {
    #expect(try bootstrap().controlPlane.port == 15010)
    #expect(try bootstrap("--tls-ca", "ca").controlPlane.port == 15012)
  }

  @Test(
    "The Envoy asks for the state of the world, or for changes if it is told to",
    arguments: [([], "GRPC"), (["--sotw"], "GRPC"), (["--delta"], "DELTA_GRPC")])
  func variant(_ arguments: [String], _ type: String) throws {
    let common = ["--kind", "pod", "--name", "shop-1", "-n", "retail", "--ip", "10.0.0.7"]
    let text = try BootstrapCommand.parse(common + arguments).bootstrap().rendered()
    let yaml = try Yams.compose(yaml: text)
    #expect(yaml?["dynamic_resources"]?["ads_config"]?["api_type"]?.string == type)
  }

  @Test("The node id has Istio's form")
  func nodeID() throws {
    #expect(
      try bootstrap().nodeID == "sidecar~10.0.0.7~shop-1.retail~retail.svc.cluster.local")
  }

  @Test("Labels come in one list, in several, and with '=' in their values")
  func labels() throws {
    #expect(
      try bootstrap("-l", "a=1,b=2", "-l", "c=x=y", "--labels", "d=").labels
        == ["a": "1", "b": "2", "c": "x=y", "d": ""])
  }

  @Test(
    "A locality has one to three parts",
    arguments: [
      ("r", Locality(region: "r")), ("r/z", Locality(region: "r", zone: "z")),
      ("r/z/s", Locality(region: "r", zone: "z", subZone: "s")),
    ])
  func locality(_ text: String, _ expected: Locality) throws {
    #expect(try bootstrap("--locality", text).locality == expected)
  }

  @Test(
    "The control plane's cluster is STATIC for an address and STRICT_DNS for a name",
    arguments: [
      ("127.0.0.1:15010", "STATIC"), ("[::1]:15010", "STATIC"), ("localhost:1", "STRICT_DNS"),
    ])
  func clusterType(_ address: String, _ type: String) throws {
    let yaml = try Yams.compose(yaml: try bootstrap("--xds", address).rendered())
    #expect(yaml?["static_resources"]?["clusters"]?[0]?["type"]?.string == type)
  }

  @Test(
    "Wrong values are refused in a sentence that names the option",
    arguments: [
      (["--ip", "10.0.0.300"], "--ip: '10.0.0.300' is not an IP address."),
      (
        ["--name", "a~b"],
        "--name: 'a~b' is not a Kubernetes name: use lower-case letters, digits, '-' and '.'."
      ),
      (
        ["-n", "a.b"],
        "--namespace: 'a.b' is not a Kubernetes name: use lower-case letters, digits and '-'."
      ),
      (
        ["-s", ""],
        "--serviceaccount: '' is not a Kubernetes name: use lower-case letters, digits, '-' "
          + "and '.'."
      ),
      (["-l", "novalue"], "--labels: 'novalue' is not of the form key=value."),
      (["-l", "=x"], "--labels: '=x' is not of the form key=value."),
      (["-l", "a=1", "-l", "a=2"], "--labels: 'a' is given twice."),
      (
        ["--locality", "a/b/c/d"],
        "--locality: 'a/b/c/d' is not a locality: write REGION, REGION/ZONE or REGION/ZONE/SUBZONE."
      ),
      (
        ["--xds", "example"],
        "--xds: 'example' has no port: write HOST:PORT, for example 127.0.0.1:15010."
      ),
      (
        ["--tls-cert", "a", "--tls-ca", "c"],
        "--tls-cert and --tls-key belong together: --tls-key FILE is missing."
      ),
      (
        ["--tls-key", "a", "--tls-ca", "c"],
        "--tls-cert and --tls-key belong together: --tls-cert FILE is missing."
      ),
      (
        ["--tls-cert", "a", "--tls-key", "b"],
        "--tls-cert needs --tls-ca FILE: without it the Envoy would take anybody for its control "
          + "plane."
      ),
      (["--tls-ca", ""], "--tls-ca: an empty text names no file."),
      (["--xds", "h:0"], "--xds: port 0 is nowhere: name the real port."),
    ])
  func refusals(_ arguments: [String], _ sentence: String) throws {
    // ArgumentParser takes the last value of an option that is given twice.
    let valid = ["--kind", "pod", "--name", "n", "-n", "ns", "--ip", "10.0.0.7"]
    let line = valid + arguments
    #expect(throws: UsageError(sentence)) { try BootstrapCommand.parse(line).bootstrap() }
  }

  @Test(
    "Whatever a label says, YAML reads it back as that string",
    arguments: [
      "true", "null", "~", "1", "1e3", "0x10", "", " ", "a: b", "- x", "#", "\"", "\\", "'", "{",
      "[",
      "&a", "*a", "!x", "%", "@", "`", "é", "日本", "\u{1F600}", "line\nbreak", "tab\t", "\r",
      "\u{85}",
      "\u{2028}", "a\u{FEFF}b", "\u{7F}", "\u{1}", "\u{E000}", "\u{F0000}", "${X}", "a\"\nadmin: x",
    ])
  func hostileStrings(_ value: String) throws {
    let bootstrap = EnvoyBootstrap(
      kind: .vm, name: value, namespace: value, address: IPAddress(v4: 0x0A00_0001),
      labels: [value: value, "app": value], serviceAccount: value)
    let node = try Yams.compose(yaml: bootstrap.rendered())?["node"]
    #expect(node?["id"]?.scalar?.string == bootstrap.nodeID)
    #expect(node?["cluster"]?.scalar?.string == "\(value).\(value)")
    let metadata = node?["metadata"]
    #expect(metadata?["SERVICE_ACCOUNT"]?.scalar?.string == value)
    let labels = metadata?["LABELS"]?.mapping?.map {
      ($0.key.scalar?.string, $0.value.scalar?.string)
    }
    #expect(labels?.contains { $0.0 == value && $0.1 == value } == true)
    #expect(labels?.contains { $0.0 == "app" && $0.1 == value } == true)
  }
}
