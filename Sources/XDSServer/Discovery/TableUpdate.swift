/// What brings a client from one table to another: worked out once for all streams of a loop that
/// have the same and want the same, and that nothing else is to be said to.
///
/// ``TypeStream/isPlain`` says which streams these are.
final class TableUpdate {
  /// What it depends on, and nothing else.
  struct Key {
    let type: ResourceType
    let variant: ProtocolVariant
    /// What the client has.
    let old: ResourceTable
    /// What it is to have.
    let new: ResourceTable
    /// What it wants.
    let names: NameList
    let isWildcard: Bool
    /// Whether it is answered even if there is nothing to say.
    let isAnswerDue: Bool

    /// Whether both mean the same tables and names, by identity.
    @inline(__always)
    func isSame(as other: borrowing Key) -> Bool {
      old.isIdentical(to: other.old) && new.isIdentical(to: other.new) && names === other.names
        && type == other.type && variant == other.variant && isWildcard == other.isWildcard
        && isAnswerDue == other.isAnswerDue
    }

    /// A number that differs for most keys.
    var hash: Int {
      var hash = UInt(bitPattern: new.identity) &* 31 &+ UInt(bitPattern: old.identity)
      hash = hash &* 31 &+ UInt(bitPattern: ObjectIdentifier(names))
      hash = hash << 4 | UInt(type.rawValue) << 2 | (isWildcard ? 2 : 0) | (isAnswerDue ? 1 : 0)
      return Int((hash &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
  }

  private enum Step {
    case unknown
    case nothing
    case respond(PlannedResponse.Payload)
  }

  let key: Key
  /// Whether the client sees anything that differs.
  let isSeen: Bool
  private var step = Step.unknown
  private var madeContent: ResponseContent?

  init(_ key: Key) {
    self.key = key
    isSeen =
      !key.new.hasSameContents(as: key.old)
      && key.new.difference(from: key.old).changes.contains {
        key.isWildcard || key.names.contains($0.name)
      }
  }

  /// What the client lacks; nil when it lacks nothing.
  func payload(_ work: () -> PlannedResponse.Payload?) -> PlannedResponse.Payload? {
    switch step {
    case .nothing: return nil
    case .respond(let payload): return payload
    case .unknown:
      let payload = work()
      step = payload.map { .respond($0) } ?? .nothing
      return payload
    }
  }

  /// The response that carries it.
  func content(_ make: () -> ResponseContent) -> ResponseContent {
    if let madeContent { return madeContent }
    let content = make()
    madeContent = content
    return content
  }
}

/// The updates that the streams of a loop were last given, so that those in the same state are given
/// the same: the same objects, the same bytes.
///
/// Touched on the loop's thread only. Of a bounded size: an update takes the place of another one
/// now and then, which is then made again when it is asked for.
final class TableUpdates {
  private static let placeCount = 256
  private var places: [TableUpdate?] = Array(repeating: nil, count: placeCount)
  /// The places that were filled since the last change, and between the last two.
  private var filled: Set<Int> = []
  private var filledBefore: Set<Int> = []

  /// No updates yet.
  init() {}

  /// The update of that key.
  func update(_ key: TableUpdate.Key) -> TableUpdate {
    let place = key.hash & (Self.placeCount - 1)
    if let known = places[place], known.key.isSame(as: key) { return known }
    let update = TableUpdate(key)
    places[place] = update
    filled.insert(place)
    return update
  }

  /// There is a new revision: updates that are older than the last one are forgotten, as they keep
  /// tables alive that nobody may have any more.
  func revisionChanged() {
    for place in filledBefore.subtracting(filled) { places[place] = nil }
    filledBefore = filled
    filled = []
  }
}
