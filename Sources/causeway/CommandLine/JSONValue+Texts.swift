internal import EnvoyAPI

// What a server's answer says, where nothing and an empty text mean the same to a person.
extension JSONValue {
  /// The text of a member; empty when there is none.
  func text(_ name: String) -> String { self[name]?.stringValue ?? "" }

  /// The texts of a member that is an array; empty when there is none.
  func texts(_ name: String) -> [String] {
    self[name]?.elements?.compactMap(\.stringValue) ?? []
  }
}
