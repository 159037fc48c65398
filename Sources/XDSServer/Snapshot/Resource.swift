public import struct MeshModel.ObjectReference

/// One named resource as it goes over the wire: encoded once, sent to all.
public struct Resource: Sendable {
  /// A hash of name and version together: what a set of resources is summed up from.
  struct Fingerprint: Hashable, Sendable {
    var bits: UInt64
  }

  /// The name that clients subscribe to.
  public let name: String
  /// The hash of the encoded message.
  public let version: ContentVersion
  /// The field `resources` of a DiscoveryResponse as it stands on the wire.
  ///
  /// The key `0x12`, the length, and a `google.protobuf.Any`. Field 2 of delta's `Resource` message
  /// has the same key, so the same bytes serve both.
  public let field: SharedBytes
  /// The objects that made it, ordered: whom to blame when a client refuses it.
  public let origins: [ObjectReference]
  /// Name and version in one.
  let fingerprint: Fingerprint

  /// A resource whose version is known.
  public init(
    name: String, version: ContentVersion, field: SharedBytes, origins: [ObjectReference]
  ) {
    self.name = name
    self.version = version
    self.field = field
    self.origins = origins
    fingerprint = Fingerprint(bits: XXHash64.hash(name, seed: version.bits))
  }

  /// A resource whose version is the hash of its field.
  public init(name: String, field: SharedBytes, origins: [ObjectReference]) {
    self.init(
      name: name, version: ContentVersion(hashing: field.bytes), field: field, origins: origins)
  }
}
