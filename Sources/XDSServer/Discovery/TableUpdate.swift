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
  }

  /// A key without the objects in it, which costs no counting of references.
  ///
  /// Two keys mean the same if their identities are equal, as long as the objects are kept.
  struct Identity: Equatable {
    private let old: ObjectIdentifier
    private let new: ObjectIdentifier
    private let names: ObjectIdentifier
    private let bits: UInt

    init(
      _ type: ResourceType, _ variant: ProtocolVariant, old: ResourceTable, new: ResourceTable,
      _ subscription: borrowing Subscription, isAnswerDue: Bool
    ) {
      self.old = old.identity
      self.new = new.identity
      names = ObjectIdentifier(subscription.names)
      bits =
        UInt(type.rawValue) << 3 | (variant == .delta ? 4 : 0)
        | (subscription.isWildcard ? 2 : 0) | (isAnswerDue ? 1 : 0)
    }

    /// A number that differs for most identities.
    var hash: UInt {
      var hash = UInt(bitPattern: new) &* 31 &+ UInt(bitPattern: old)
      hash = hash &* 31 &+ UInt(bitPattern: names)
      return (hash << 5 | bits) &* 0x9E37_79B9_7F4A_7C15
    }
  }

  private enum Step {
    case unknown
    case nothing
    case respond(PlannedResponse.Payload)
  }

  /// Keeps the objects that the identity means.
  private let key: Key
  fileprivate let identity: Identity
  /// Whether the client sees anything that differs.
  let isSeen: Bool
  /// Whether the new table lacks something that the old one has.
  let takesAwaySomething: Bool
  /// The same of what the client sees.
  let takesAwaySomethingSeen: Bool
  @safe @exclusivity(unchecked) private var step = Step.unknown
  @safe @exclusivity(unchecked) private var madeContent: ResponseContent?

  init(_ key: Key, _ identity: Identity) {
    self.key = key
    self.identity = identity
    let changes =
      key.new.hasSameContents(as: key.old) ? [] : key.new.difference(from: key.old).changes
    let seen = changes.filter { key.isWildcard || key.names.contains($0.name) }
    isSeen = !seen.isEmpty
    takesAwaySomething = changes.contains { $0.new == nil }
    takesAwaySomethingSeen = seen.contains { $0.new == nil }
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

/// The updates that the streams of a loop were last given, so that those in the same state are
/// given the same: the same objects, the same bytes.
///
/// Touched on the loop's thread only. Of a bounded size: an update takes the place of another one
/// now and then, which is then made again when it is asked for.
final class TableUpdates {
  private static let placeCount = 256
  @safe @exclusivity(unchecked) private var places: [TableUpdate?] = Array(
    repeating: nil, count: placeCount)
  /// The places that were filled since the last change, and between the last two.
  @safe @exclusivity(unchecked) private var filled: Set<Int> = []
  private var filledBefore: Set<Int> = []

  /// No updates yet.
  init() {}

  /// The update of that identity; `key` is what it is the identity of.
  func update(_ identity: TableUpdate.Identity, _ key: () -> TableUpdate.Key) -> TableUpdate {
    let place = Int(identity.hash >> 40) & (Self.placeCount - 1)
    if let known = places[place], known.identity == identity { return known }
    let update = TableUpdate(key(), identity)
    places[place] = update
    filled.insert(place)
    return update
  }

  /// Forgets all of them: nobody is there to be given one.
  func removeAll() {
    for place in filled.union(filledBefore) { places[place] = nil }
    filled = []
    filledBefore = []
  }

  /// There is a new revision: updates that are older than the last one are forgotten, as they keep
  /// tables alive that nobody may have any more.
  func revisionChanged() {
    for place in filledBefore.subtracting(filled) { places[place] = nil }
    filledBefore = filled
    filled = []
  }
}
