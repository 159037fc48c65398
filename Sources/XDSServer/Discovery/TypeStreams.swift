/// The types of one stream, and what is known of those that have nothing to say.
///
/// When one endpoint changes, three of a client's four types have nothing to say, and to look into
/// each of them is to fetch some thirty lines of memory that are in no cache. What is known of them
/// stands together here, until something is done with the type.
struct TypeStreams: ~Copyable {
  /// The tables that types are known to be at rest with; nil for a type that is to be looked at.
  private var tables = InlineArray<4, ObjectIdentifier?>(repeating: nil)
  /// The snapshot that they are of.
  private var snapshot: ObjectIdentifier?
  /// Its revision.
  private(set) var revision: UInt64 = 0
  /// Those of them of which the client has nothing to answer either, nor to ask for.
  private var settled: ResourceTypeSet = []
  private var streams: InlineArray<4, TypeStream>

  /// Types that were not asked for.
  init(_ variant: ProtocolVariant) {
    streams = [
      TypeStream(.cluster, variant), TypeStream(.endpoint, variant),
      TypeStream(.listener, variant), TypeStream(.route, variant),
    ]
  }

  /// One type; whether it is at rest must be found out again when something has been done with it.
  subscript(type: ResourceType) -> TypeStream {
    _read { yield streams[type.rawValue] }
    _modify {
      stir(type)
      yield &streams[type.rawValue]
    }
  }

  /// Whether the type is known to have nothing to say in the revision that was turned to last, and
  /// to wait for nothing but an answer.
  func isAtRest(_ type: ResourceType) -> Bool { tables[type.rawValue] != nil }

  /// Whether moreover the client has answered all of it, and must ask for nothing because of it.
  ///
  /// It has answered ``revision``, then.
  func isSettled(_ type: ResourceType) -> Bool { settled.contains(type) }

  /// The revision up to which the client has been sent everything of a type, and has answered.
  func answered(_ type: ResourceType) -> UInt64 {
    isSettled(type) ? revision : streams[type.rawValue].progress.answered
  }

  /// Has another snapshot be looked at: types whose tables differ are not at rest any more.
  mutating func turn(to snapshot: Snapshot) {
    // The revision tells snapshots apart that were kept in the same place one after the other.
    let identity = ObjectIdentifier(snapshot)
    if identity == self.snapshot, revision == snapshot.revision { return }
    self.snapshot = identity
    for type in ResourceType.allCases {
      guard let table = tables[type.rawValue], table != snapshot[type].identity else { continue }
      stir(type)
    }
    revision = snapshot.revision
  }

  /// Finds out whether a type that was asked for is at rest with the table of the snapshot that was
  /// turned to last, and remembers it if so.
  mutating func comesToRest(_ type: ResourceType, with table: ResourceTable) -> Bool {
    let index = type.rawValue
    guard streams[index].isAtRest(with: table) else { return false }
    streams[index].noteRest(at: revision)
    // What the client must ask for is looked at every time.
    guard streams[index].progress.following == nil else { return true }
    // The type keeps the table as long as nothing is done with it.
    tables[index] = table.identity
    if !streams[index].isUnanswered { settled.insert(ResourceTypeSet(type)) }
    return true
  }

  /// Something is about to be done with the type.
  private mutating func stir(_ type: ResourceType) {
    if isSettled(type) { streams[type.rawValue].noteRest(at: revision) }
    tables[type.rawValue] = nil
    settled.remove(ResourceTypeSet(type))
  }
}
