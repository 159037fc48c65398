// Made by scripts/protos out of protos/envoy/config/core/v3/base.proto.

/// Who a client of the xDS server is.
///
/// Extensions and dynamic parameters are left out: they are long, and nothing reads them.
public struct Node: ProtoMessage {
  /// The alternatives of `user_agent_version_type`.
  public enum UserAgentVersionType: Equatable, Sendable {
    /// The version of the client's program as text.
    case userAgentVersion(String)
    /// The version of the client's program, structured.
    case userAgentBuildVersion(BuildVersion)
  }

  /// The client's name, unique in the mesh.
  public var id: String
  /// The name of the group that the client belongs to.
  public var cluster: String
  /// What the client says about itself.
  public var metadata: ProtoStruct?
  /// Where the client runs.
  public var locality: Locality?
  /// The name of the client's program, such as `envoy`.
  public var userAgentName: String
  /// One of: `user_agent_version`, `user_agent_build_version`.
  public var userAgentVersionType: UserAgentVersionType?
  /// What the client can do, by well-known names.
  public var clientFeatures: [String]

  /// A message with these fields.
  public init(
    id: String = "",
    cluster: String = "",
    metadata: ProtoStruct? = nil,
    locality: Locality? = nil,
    userAgentName: String = "",
    userAgentVersionType: UserAgentVersionType? = nil,
    clientFeatures: [String] = []
  ) {
    self.id = id
    self.cluster = cluster
    self.metadata = metadata
    self.locality = locality
    self.userAgentName = userAgentName
    self.userAgentVersionType = userAgentVersionType
    self.clientFeatures = clientFeatures
  }

  /// A message with nothing set.
  public init() { self.init(id: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.Node" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.strings(clientFeatures, field: 10)
    switch userAgentVersionType {
    case .userAgentBuildVersion(let value): writer.message(value, field: 8)
    case .userAgentVersion(let value): writer.string(value, field: 7, always: true)
    case nil: break
    }
    writer.string(userAgentName, field: 6)
    writer.message(locality, field: 4)
    writer.message(metadata, field: 3)
    writer.string(cluster, field: 2)
    writer.string(id, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: id = try reader.string()
      case 2: cluster = try reader.string()
      case 3: try reader.message(into: &metadata)
      case 4: try reader.message(into: &locality)
      case 6: userAgentName = try reader.string()
      case 7: userAgentVersionType = .userAgentVersion(try reader.string())
      case 8:
        var value =
          if case .userAgentBuildVersion(let old)? = userAgentVersionType { old } else {
            BuildVersion()
          }
        try reader.message(into: &value)
        userAgentVersionType = .userAgentBuildVersion(value)
      case 10: clientFeatures.append(try reader.string())
      default: try reader.skip()
      }
    }
  }
}
