public import struct MeshModel.ObjectReference

/// A hash of a resource's or a type's content: its version. Printed as 16 hexadecimal digits.
///
/// The same content gives the same version on every replica and after every restart.
public struct ContentVersion: Hashable, Sendable {
  /// The 64 bits.
  public var bits: UInt64

  /// The version of those bits.
  public init(bits: UInt64) { self.bits = bits }
}

/// One named resource as it goes over the wire: encoded once, sent to all.
public struct Resource: Sendable {
  /// The name that clients subscribe to.
  public let name: String
  /// The hash of the encoded message.
  public let version: ContentVersion
  /// The field `resources` of a DiscoveryResponse as it stands on the wire: the key `0x12`, the length, and a
  /// `google.protobuf.Any`. Field 2 of delta's `Resource` message has the same key, so the same bytes serve both.
  public let field: SharedBytes
  /// The objects that made it, ordered: whom to blame when a client refuses it.
  public let origins: [ObjectReference]

  /// A resource.
  public init(
    name: String, version: ContentVersion, field: SharedBytes, origins: [ObjectReference]
  ) {
    self.name = name
    self.version = version
    self.field = field
    self.origins = origins
  }
}

/// All resources of one type in a snapshot, ordered by name; names are unique.
public struct ResourceTable: Sendable {
  /// The resources, ordered by name.
  public let resources: [Resource]

  /// A table of resources in any order.
  ///
  /// - Precondition: names are unique.
  public init(_ resources: [Resource] = []) {
    self.resources = resources.sorted { $0.name < $1.name }
    for (left, right) in zip(self.resources, self.resources.dropFirst()) {
      precondition(left.name != right.name, "two resources are named \(left.name)")
    }
  }

  /// The resource of that name.
  ///
  /// - Complexity: O(log n).
  public subscript(name: String) -> Resource? {
    var range = resources.indices
    while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
      let candidate = resources[middle]
      if candidate.name == name { return candidate }
      range =
        candidate.name < name ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
