internal import ArgumentParser
import MeshModel
import XDSProto
import XDSServer

/// What simulated clients send, made once for all of them.
struct ClientFrames {
  /// How the clients speak.
  enum Variant: String, ExpressibleByArgument {
    case sotw
    case delta
  }

  /// One type: what its requests are made of.
  struct TypeFrames {
    let typeURL: [UInt8]
    /// The names as a request's field has them, in SotW.
    let names: [UInt8]
    /// The message that asks for them.
    let subscription: [UInt8]
  }

  let variant: Variant
  /// The types in the order in which an Envoy asks for them: CDS, EDS, LDS, RDS.
  let types: [TypeFrames]
  /// Preface, SETTINGS, windows, and the call.
  let opening: [UInt8]
  /// What the node is padded with, field 9 of the node and more of it.
  private let extensions: [UInt8]

  /// What clients of the mesh send.
  ///
  /// - Parameters:
  ///   - variant: how the clients speak.
  ///   - serviceCount: how many services the server has.
  ///   - extensionCount: how many extensions a node lists; an Envoy has 516, in 61 kB.
  init(_ variant: Variant, serviceCount: Int, extensionCount: Int) {
    self.variant = variant
    let generator = SnapshotGenerator(
      mesh: Mesh(objects: SyntheticObjects.served(serviceCount).objects), revision: 1)
    let node = ProxyNode(id: Self.nodeID(0), kind: .sidecar, name: "client-0")
    let snapshot = generator.snapshot(for: generator.viewKey(for: node))
    let wanted: [(ResourceType, [String])] = [
      (.cluster, []), (.endpoint, snapshot.endpoints.resources.map(\.name)), (.listener, []),
      (.route, snapshot.routes.resources.map(\.name)),
    ]
    types = wanted.map { type, names in
      let nameField: UInt64 = 3
      let section = names.reduce(into: [UInt8]()) { $0 += Wire.field(nameField, Array($1.utf8)) }
      let typeURL = Array(type.typeURL.utf8)
      let subscription =
        variant == .sotw
        ? section + Wire.field(4, typeURL) : Wire.field(2, typeURL) + section
      return TypeFrames(typeURL: typeURL, names: section, subscription: subscription)
    }
    let path =
      "/envoy.service.discovery.v3.AggregatedDiscoveryService/"
      + (variant == .sotw ? "StreamAggregatedResources" : "DeltaAggregatedResources")
    opening = Self.opening(path)
    extensions = (0..<extensionCount).reduce(into: []) { bytes, number in
      let fields =
        Wire.field(1, Array("envoy.filters.http.some_extension_\(number)".utf8))
        + Wire.field(2, Array("envoy.filters.http".utf8))
        + Wire.field(5, Array("envoy.extensions.filters.http.some.v3.Config\(number)".utf8))
      bytes += Wire.field(9, fields)
    }
  }

  private static func nodeID(_ number: Int) -> String {
    let address = IPAddress(v4: 0x0AC0_0000 + UInt32(number))
    return "sidecar~\(address)~client-\(number).default~default.svc.cluster.local"
  }

  /// The first request of a client: who it is, and that it wants clusters.
  func firstRequest(of client: Int) -> [UInt8] {
    let metadata = ["NAMESPACE": "default", "CLUSTER_ID": "bench", "WORKLOAD_NAME": "client"]
    let node = Node(
      id: Self.nodeID(client), cluster: "client.default",
      metadata: ProtoStruct(fields: metadata.mapValues { ProtoValue(kind: .stringValue($0)) }),
      userAgentName: "envoy")
    let bytes = node.encoded() + extensions
    return variant == .sotw
      ? Wire.field(2, bytes) + Wire.field(4, types[0].typeURL)
      : Wire.field(1, bytes) + Wire.field(2, types[0].typeURL)
  }

  /// The request that accepts a response.
  func acceptance(of type: TypeFrames, version: ArraySlice<UInt8>, nonce: ArraySlice<UInt8>)
    -> [UInt8]
  {
    switch variant {
    case .sotw:
      Wire.field(1, version) + type.names + Wire.field(4, type.typeURL) + Wire.field(5, nonce)
    case .delta: Wire.field(2, type.typeURL) + Wire.field(6, nonce)
    }
  }

  private static func opening(_ path: String) -> [UInt8] {
    func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    // Literals without indexing, and of the static table (RFC 7541, appendix A) POST and http.
    let fields: [UInt8] =
      [0x20, 0x83, 0x86, 0x04] + text(path) + [0x01] + text("bench") + [0x0F, 0x10]
      + text("application/grpc") + [0x00] + text("te") + text("trailers")
    return Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
      + Wire.frame(type: 4, [0, 4, 0x7F, 0xFF, 0xFF, 0xFF])
      + Wire.frame(type: 8, [0x7F, 0, 0, 0])
      + Wire.frame(type: 4, flags: 1, [])
      + Wire.frame(type: 1, flags: 4, stream: 1, fields)
  }
}

/// Bytes as HTTP/2, gRPC and protobuf want them.
enum Wire {
  /// A frame.
  static func frame(
    type: UInt8, flags: UInt8 = 0, stream: UInt8 = 0, _ payload: some Collection<UInt8>
  )
    -> [UInt8]
  {
    let count = payload.count
    return [
      UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF), type, flags, 0, 0, 0,
      stream,
    ] + payload
  }

  /// A message with the prefix of gRPC.
  static func message(_ bytes: [UInt8]) -> [UInt8] {
    [0] + stride(from: 24, through: 0, by: -8).map { UInt8(bytes.count >> $0 & 0xFF) } + bytes
  }

  /// A length-delimited field.
  static func field(_ number: UInt64, _ bytes: some Collection<UInt8>) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
