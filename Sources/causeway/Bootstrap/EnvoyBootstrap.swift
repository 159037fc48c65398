internal import MeshModel

/// The configuration with which one workload's Envoy, or a gateway's, starts: who it is, and where
/// its control plane is.
///
/// Everything else comes over ADS. Names and metadata are those of Istio, so that people and their
/// tools recognise them.
struct EnvoyBootstrap {
  /// What kind of workload the Envoy stands beside.
  enum Kind: String, CaseIterable {
    case pod
    case vm
    /// None: the Envoy is a gateway, which serves the Gateways that select its labels.
    case gateway
  }

  /// How connections come to the Envoy.
  enum Interception: String, CaseIterable {
    /// iptables sends them to ports 15001 and 15006.
    case redirect
    /// Applications connect to the Envoy's own listeners; needs no root.
    case none

    /// The value of `INTERCEPTION_MODE`.
    var metadataValue: String { rawValue.uppercased() }
  }

  /// How the Envoy speaks xDS: `--sotw` or `--delta`.
  enum Variant: CaseIterable {
    case sotw
    case delta
  }

  /// How the Envoy speaks TLS to its control plane: by which files of its host.
  struct TLS {
    /// The CA of the control plane's certificate.
    var authority: String
    /// The workload's own certificate and its key.
    var own: (certificate: String, key: String)?
  }

  var kind: Kind
  var name: String
  var namespace: String
  var address: IPAddress
  var labels: [String: String] = [:]
  var serviceAccount = "default"
  var locality: Locality?
  var controlPlane = HostAndPort(host: "127.0.0.1", port: 15010)
  /// Nil to speak without TLS.
  var tls: TLS?
  var interception = Interception.redirect
  var variant = Variant.sotw
  /// The port of the Envoy's own admin page, on loopback.
  var adminPort: UInt16 = 15000

  /// `sidecar~IP~NAME.NAMESPACE~NAMESPACE.svc.cluster.local`, and `router~…` of a gateway.
  var nodeID: String {
    "\(kind == .gateway ? "router" : "sidecar")~\(address)~\(name).\(namespace)"
      + "~\(namespace).svc.cluster.local"
  }

  /// The bootstrap as YAML: the same input always gives the same text.
  func rendered() -> String {
    // No value from outside stands here: a newline in it would end the comment.
    let head = """
      # Envoy bootstrap for a \(kind == .vm ? "VM" : kind.rawValue), made by causeway bootstrap.
      # Start with: envoy -c FILE

      """
    return head + document.rendered()
  }

  private var document: YAMLText {
    [
      "node": node,
      "dynamic_resources": dynamicResources,
      "static_resources": ["clusters": [controlPlaneCluster]],
      "admin": ["address": Self.socketAddress("127.0.0.1", adminPort)],
      // Envoy's own limit, 100, is below what everyday expressions of VirtualServices need; this is
      // Istio's.
      "layered_runtime": [
        "layers": [
          [
            "name": "static", "static_layer": ["re2.max_program_size.error_level": .number(32768)],
          ]
        ]
      ],
    ]
  }

  private var node: YAMLText {
    var entries: [(key: String, value: YAMLText)] = [
      ("id", .text(nodeID)),
      ("cluster", .text("\(labels["app"] ?? name).\(namespace)")),
    ]
    if let locality {
      entries.append(("locality", Self.locality(locality)))
    }
    entries.append(("metadata", metadata))
    return .map(entries)
  }

  private var metadata: YAMLText {
    var entries: [(key: String, value: YAMLText)] = [("CLUSTER_ID", "Kubernetes")]
    // Nothing is intercepted for a gateway: it is called.
    if kind != .gateway {
      entries.append(("INTERCEPTION_MODE", .text(interception.metadataValue)))
    }
    entries += [
      ("LABELS", .strings(labels)),
      ("NAMESPACE", .text(namespace)),
      ("SERVICE_ACCOUNT", .text(serviceAccount)),
      ("WORKLOAD_KIND", .text(kind.rawValue)),
      ("WORKLOAD_NAME", .text(name)),
    ]
    return .map(entries)
  }

  /// Without `initial_fetch_timeout: 0s` an Envoy that finds no control plane would declare itself
  /// ready, with no configuration at all, after 15 seconds for each of the two.
  private var dynamicResources: YAMLText {
    let overADS: YAMLText = [
      "ads": [:],
      "resource_api_version": "V3",
      "initial_fetch_timeout": "0s",
    ]
    return [
      "ads_config": [
        "api_type": variant == .delta ? "DELTA_GRPC" : "GRPC",
        "transport_api_version": "V3",
        "set_node_on_first_message_only": "true",
        "grpc_services": [grpcService],
      ],
      "lds_config": overADS,
      "cds_config": overADS,
    ]
  }

  /// Envoy's own cap of 30 seconds between attempts would leave a restarted control plane without
  /// its proxies for that long.
  private var grpcService: YAMLText {
    [
      "envoy_grpc": [
        "cluster_name": "xds-grpc",
        "retry_policy": [
          "retry_back_off": ["base_interval": "0.5s", "max_interval": "10s"]
        ],
      ]
    ]
  }

  private var controlPlaneCluster: YAMLText {
    var entries: [(key: String, value: YAMLText)] = [
      ("name", "xds-grpc"),
      ("type", .plain(controlPlane.isAddress ? "STATIC" : "STRICT_DNS")),
      ("connect_timeout", "1s"),
    ]
    if !controlPlane.isAddress {
      // Envoy would prefer IPv6: `localhost` would then lead to ::1, where nobody listens.
      entries.append(("dns_lookup_family", "V4_PREFERRED"))
      entries.append(("respect_dns_ttl", "true"))
    }
    entries += [
      ("typed_extension_protocol_options", Self.http2WithKeepalive),
      ("upstream_connection_options", ["tcp_keepalive": ["keepalive_time": .number(300)]]),
      ("load_assignment", loadAssignment),
    ]
    if let tls { entries.append(("transport_socket", transportSocket(tls))) }
    return .map(entries)
  }

  /// A control plane that vanished without closing its connections is noticed after 35 seconds.
  private static let http2WithKeepalive: YAMLText = [
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": [
      "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
      "explicit_http_config": [
        "http2_protocol_options": [
          "connection_keepalive": ["interval": "30s", "timeout": "5s"]
        ]
      ],
    ]
  ]

  private var loadAssignment: YAMLText {
    [
      "cluster_name": "xds-grpc",
      "endpoints": [
        [
          "lb_endpoints": [
            [
              "endpoint": [
                "address": Self.socketAddress(controlPlane.host, controlPlane.port)
              ]
            ]
          ]
        ]
      ],
    ]
  }

  private static func locality(_ locality: Locality) -> YAMLText {
    let parts: [(key: String, value: String)] = [
      ("region", locality.region), ("zone", locality.zone), ("sub_zone", locality.subZone),
    ]
    return .map(parts.filter { !$0.value.isEmpty }.map { ($0.key, .text($0.value)) })
  }

  private static func socketAddress(_ host: String, _ port: UInt16) -> YAMLText {
    ["socket_address": ["address": .text(host), "port_value": .number(Int(port))]]
  }
}
