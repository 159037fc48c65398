import EnvoyAPI
import Testing
import XDSProto

@Suite("Messages as JSON")
struct EnvoyMessageTests {
  private func json<Message: ProtoMessage>(_ message: Message) throws -> String {
    try EnvoyMessage(typeName: Message.typeName, bytes: message.encoded()).json()
  }

  /// The error that decoding ends with; nil if it does not.
  private func error(_ typeName: String, _ bytes: [UInt8]) -> EnvoyAPIError? {
    do throws(EnvoyAPIError) {
      _ = try EnvoyMessage(typeName: typeName, bytes: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("Names are in lowerCamelCase, enumerations by name, wrappers bare, defaults left out")
  func cluster() throws {
    let cluster = Cluster(
      name: "outbound|80||a.default.svc.cluster.local",
      clusterDiscoveryType: .type(.eds),
      edsClusterConfig: Cluster.EdsClusterConfig(
        edsConfig: ConfigSource(
          configSourceSpecifier: .ads(AggregatedConfigSource()), resourceApiVersion: .v3)),
      connectTimeout: .milliseconds(1500), perConnectionBufferLimitBytes: 0,
      circuitBreakers: CircuitBreakers(thresholds: [.init(maxConnections: 7)]))
    #expect(
      try json(cluster) == """
        {
          "name": "outbound|80||a.default.svc.cluster.local",
          "type": "EDS",
          "edsClusterConfig": {
            "edsConfig": {
              "ads": {},
              "resourceApiVersion": "V3"
            }
          },
          "connectTimeout": "1.500s",
          "perConnectionBufferLimitBytes": 0,
          "circuitBreakers": {
            "thresholds": [
              {
                "maxConnections": 7
              }
            ]
          }
        }
        """)
  }

  @Test("An Any of a known type is expanded, in an Any as well")
  func knownAny() throws {
    let manager = HttpConnectionManager(
      statPrefix: "in",
      httpFilters: [
        HttpFilter(name: "router", configType: .typedConfig(AnyMessage(packing: Router())))
      ])
    let filter = Filter(name: "http", configType: .typedConfig(AnyMessage(packing: manager)))
    #expect(
      try json(filter) == """
        {
          "name": "http",
          "typedConfig": {
            "@type": "type.googleapis.com/\(HttpConnectionManager.typeName)",
            "statPrefix": "in",
            "httpFilters": [
              {
                "name": "router",
                "typedConfig": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
                }
              }
            ]
          }
        }
        """)
  }

  @Test("An Any of an unknown type, or with bytes that are not of its type, shows its bytes")
  func opaqueAny() throws {
    for typeURL in ["type.googleapis.com/no.such.Type", "nonsense", Router.typeURL] {
      let any = AnyMessage(typeURL: typeURL, value: [0xff, 0xfe])
      #expect(
        try json(any) == """
          {
            "@type": "\(typeURL)",
            "value": "//4="
          }
          """)
    }
    #expect(try json(AnyMessage()) == "{}")
  }

  @Test("An Any around a well-known type has it under `value`")
  func wellKnownAny() throws {
    #expect(
      try json(AnyMessage(packing: ProtoDuration(seconds: 3))) == """
        {
          "@type": "type.googleapis.com/google.protobuf.Duration",
          "value": "3s"
        }
        """)
  }

  @Test(
    "A duration has 0, 3, 6 or 9 digits after the point",
    arguments: [
      (0, 0, "0s"), (3, 0, "3s"), (1, 500_000_000, "1.500s"), (0, 1000, "0.000001s"),
      (0, 1, "0.000000001s"), (-1, -500_000_000, "-1.500s"), (0, -1_000_000, "-0.001s"),
      (Int64.min, 0, "-9223372036854775808s"),
    ] as [(Int64, Int32, String)])
  func durations(seconds: Int64, nanos: Int32, text: String) throws {
    #expect(try json(ProtoDuration(seconds: seconds, nanos: nanos)) == "\"\(text)\"")
  }

  @Test("A Struct is the JSON that it stands for")
  func structs() throws {
    let value = ProtoStruct(fields: [
      "a": .null, "b": .bool(false), "c": .number(0), "d": .number(1.5), "e": .number(1e300),
      "f": .string("\"\\\n\u{1}é"), "g": .list([.number(-7), .list([]), .object([:])]),
      "h": .number(.infinity), "i": .number(.nan), "j": ProtoValue(),
    ])
    #expect(
      try json(value) == """
        {
          "a": null,
          "b": false,
          "c": 0,
          "d": 1.5,
          "e": 1e+300,
          "f": "\\"\\\\\\n\\u0001é",
          "g": [
            -7,
            [],
            {}
          ],
          "h": "Infinity",
          "i": "NaN",
          "j": null
        }
        """)
  }

  @Test("Maps are objects, 64-bit numbers strings, bytes base64, unknown enumerations numbers")
  func others() throws {
    let request = DeltaDiscoveryRequest(initialResourceVersions: ["b": "2", "a": "1", "c": ""])
    #expect(
      try json(request) == """
        {
          "initialResourceVersions": {
            "a": "1",
            "b": "2",
            "c": ""
          }
        }
        """)
    #expect(
      try json(Int64Range(start: -5, end: 1)) == """
        {
          "start": "-5",
          "end": "1"
        }
        """)
    let source = DataSource(specifier: .inlineBytes([0, 1, 2, 253]))
    #expect(try json(source).contains(#""inlineBytes": "AAEC/Q==""#))
    let endpoint = LbEndpoint(healthStatus: HealthStatus(rawValue: 77))
    #expect(try json(endpoint).contains(#""healthStatus": 77"#))
    let metadata = Metadata(filterMetadata: ["f": ProtoStruct()])
    #expect(try json(metadata).contains(#""f": {}"#))
  }

  @Test("A default in a oneof is shown, because it is set")
  func oneofDefault() throws {
    let match = RouteMatch(pathSpecifier: .prefix(""))
    #expect(try json(match).contains(#""prefix": """#))
    let address = SocketAddress(portSpecifier: .portValue(0))
    #expect(try json(address).contains(#""portValue": 0"#))
  }

  @Test("A resource is shown from the field that a response holds it in")
  func resourceField() throws {
    var writer = ProtoWriter()
    writer.any(packing: ClusterLoadAssignment(clusterName: "c"), field: 2)
    let field = writer.copyBytes()
    #expect(
      try EnvoyMessage.json(ofResourceField: field).text == """
        {
          "@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
          "clusterName": "c"
        }
        """)
    #expect(throws: EnvoyAPIError.self) { try EnvoyMessage.json(ofResourceField: []) }
  }

  @Test("Random messages of every type can be shown", arguments: MessageType.all)
  func everyType(type: MessageType) throws {
    for round in 0..<20 {
      var random = RandomMessage(seed: runSeed &+ UInt64(round), density: 70)
      let bytes = random.bytes(of: type.name) ?? []
      let text = try EnvoyMessage(typeName: type.name, bytes: bytes).json()
      #expect(!text.isEmpty)
    }
  }

  @Test("An unknown type is an error that names it")
  func unknownType() {
    #expect(error("no.such.Type", []) == .unknownType("no.such.Type"))
    #expect(EnvoyAPIError.unknownType("a.B").description.contains("a.B"))
  }

  @Test("Malformed bytes are an error that says where")
  func malformed() {
    for bytes: [UInt8] in [
      [0x0a], [0x0a, 5, 97], [0x0f], [0x00], [0x0b], [0x0c], [0x0a, 1, 0xff], [0x0a, 2, 97, 0],
      [UInt8](repeating: 0xff, count: 11), [0x09, 1], [0x0d, 1, 2, 3],
    ] {
      guard case .malformed(let type, let reason)? = error(Cluster.typeName, bytes) else {
        Issue.record("\(bytes) are taken for a Cluster")
        continue
      }
      #expect(type == Cluster.typeName)
      #expect(!reason.isEmpty)
    }
  }

  @Test("Nesting without end is an error, not a stack overflow")
  func nesting() {
    var bytes: [UInt8] = []
    for _ in 0..<20_000 { bytes = encode(.bytes(6, encode(.bytes(1, bytes)))) }
    #expect(error(ProtoValue.typeName, bytes) != nil)
    // Anys in Anys are bytes to the decoder; the printer stops by itself.
    var any = AnyMessage(packing: Router())
    for _ in 0..<300 { any = AnyMessage(packing: any) }
    #expect(throws: Never.self) { try json(any) }
  }
}
