internal import MeshModel

/// An object as one file has it, or had it.
final class Definition: Sendable {
  let located: LocatedObject
  let reference: ObjectReference
  /// Whether the file's current text no longer has it in a readable form.
  let isKept: Bool

  init(_ located: LocatedObject, isKept: Bool) {
    self.located = located
    self.isKept = isKept
    reference = located.object.reference
  }

  /// Whether it counts before another definition of the object: the one in the first file and line,
  /// but never a last good version where there is a current one.
  func precedes(_ other: Definition) -> Bool {
    isKept == other.isKept ? located.location < other.located.location : other.isKept
  }
}

/// Definitions by the names of their objects.
///
/// Copies share what they have in common, so that a snapshot of many objects costs little.
struct DefinitionMap: Sendable {
  private var shards: [[ObjectReference: Definition]] = Array(repeating: [:], count: 1024)
  /// How many there are.
  private(set) var count = 0

  subscript(reference: ObjectReference) -> Definition? {
    get { shards[shard(of: reference)][reference] }
    set {
      let before: Definition?
      if let newValue {
        before = shards[shard(of: reference)].updateValue(newValue, forKey: reference)
      } else {
        before = shards[shard(of: reference)].removeValue(forKey: reference)
      }
      count += (newValue == nil ? 0 : 1) - (before == nil ? 0 : 1)
    }
  }

  private func shard(of reference: ObjectReference) -> Int {
    Int(UInt(bitPattern: reference.hashValue) % UInt(shards.count))
  }
}
