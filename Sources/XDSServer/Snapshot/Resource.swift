public import struct MeshModel.ObjectReference

/// One named resource as it goes over the wire: encoded once, sent to all.
public struct Resource: Sendable {
  /// A hash of name and version together: what a set of resources is summed up from.
  package struct Fingerprint: Hashable, Sendable {
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
  /// The objects that made it.
  let madeFrom: Origins
  /// What stands before `field` in the field `resources` of a DeltaDiscoveryResponse: the key, the
  /// length of all, version and name.
  package let deltaHead: SharedBytes
  /// Name and version in one.
  let fingerprint: Fingerprint

  /// The objects that made it, ordered: whom to blame when a client refuses it.
  public var origins: [ObjectReference] { madeFrom.objects }

  /// The hash of the name alone, as it goes into ``NameList/sum``.
  var nameHash: UInt64 { XXHash64.hash(name, seed: 0) }

  /// A resource whose version is known.
  public init(
    name: String, version: ContentVersion, field: SharedBytes, origins: [ObjectReference]
  ) {
    self.init(name: name, version: version, field: field, madeFrom: .listed(origins))
  }

  /// A resource whose version is known.
  init(name: String, version: ContentVersion, field: SharedBytes, madeFrom: Origins) {
    self.name = name
    self.version = version
    self.field = field
    self.madeFrom = madeFrom
    deltaHead = Self.deltaHead(name: name, version: version, fieldByteCount: field.count)
    fingerprint = Fingerprint(bits: XXHash64.hash(name, seed: version.bits))
  }

  /// A resource whose version is the hash of its field.
  public init(name: String, field: SharedBytes, origins: [ObjectReference]) {
    self.init(
      name: name, version: ContentVersion(hashing: field.bytes), field: field, origins: origins)
  }

  /// Whether both are the same bytes in one place, made from the same objects.
  func isSame(as other: Resource) -> Bool {
    field === other.field && version == other.version && madeFrom.isSame(as: other.madeFrom)
  }

  /// The same resource, made from other objects.
  func madeFrom(_ origins: Origins) -> Resource {
    Resource(self, field: field, madeFrom: origins)
  }

  /// The same resource, with the same bytes in another place.
  func with(_ field: SharedBytes) -> Resource {
    Resource(self, field: field, madeFrom: madeFrom)
  }

  private init(_ other: Resource, field: SharedBytes, madeFrom: Origins) {
    name = other.name
    version = other.version
    self.field = field
    self.madeFrom = madeFrom
    deltaHead = other.deltaHead
    fingerprint = other.fingerprint
  }

  /// Fields may stand in any order on the wire, so the resource comes last, from where it is.
  private static func deltaHead(
    name: String, version: ContentVersion, fieldByteCount: Int
  ) -> SharedBytes {
    // Field 1, the version; field 3, the name.
    var inner: [UInt8] = [0x0a, 0x10] + Array(version.hexadecimal.utf8)
    inner.append(0x1a)
    append(name.utf8.count, to: &inner)
    inner.append(contentsOf: name.utf8)
    var head: [UInt8] = [0x12]
    append(inner.count + fieldByteCount, to: &head)
    return SharedBytes(head + inner)
  }

  /// Appends a varint.
  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension Resource: OrderedElement {
  /// By name.
  static func precedes(_ left: Resource, _ right: Resource) -> Bool { left.name < right.name }
}
