/// How far a client has come, in revisions: what the machine of its stream knows of it.
struct StreamProgress: Sendable {
  /// For each type the revision up to which it has been sent everything and has answered; `max` for
  /// types that it has not asked for.
  var answered = InlineArray<4, UInt64>(repeating: .max)
  /// For each type the revision up to which something may be refused that is still in force; 0 when
  /// nothing is.
  var refused = InlineArray<4, UInt64>(repeating: 0)
  /// Whether it has asked for something that it has not yet accepted, or will have to ask for
  /// something: then it may be at work with older configuration, whatever it has answered.
  var isBehind = false

  /// No type was asked for.
  init() {}

  /// The revision up to which everything is answered; `max` when no type was asked for.
  var leastAnswered: UInt64 {
    answered.indices.reduce(.max) { min($0, answered[$1]) }
  }

  /// The revision up to which something of any type may be refused that is still in force; 0 when
  /// nothing is.
  var mostRefused: UInt64 { refused.indices.reduce(0) { max($0, refused[$1]) } }

  /// Whether something is refused that is still in force.
  var isRefusing: Bool { mostRefused > 0 }

  /// Whether the client has answered what a revision changed of those types.
  func answers(_ revision: UInt64, _ types: ResourceTypeSet) -> Bool {
    ResourceType.allCases.allSatisfy {
      !types.contains($0) || answered[$0.rawValue] >= revision
    }
  }

  /// Whether the client may have refused what a revision changed of those types.
  func refuses(_ revision: UInt64, _ types: ResourceTypeSet) -> Bool {
    ResourceType.allCases.contains { types.contains($0) && refused[$0.rawValue] >= revision }
  }
}
