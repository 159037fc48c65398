/// Some of the four resource types.
struct ResourceTypeSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// The types of those bits, the lowest being that of clusters.
  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// One type.
  init(_ type: ResourceType) { rawValue = 1 << UInt8(type.rawValue) }

  /// Whether the type is among them.
  func contains(_ type: ResourceType) -> Bool { contains(ResourceTypeSet(type)) }
}
