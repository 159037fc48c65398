internal import EnvoyAPI

/// What the server says to a registration, for people.
struct RegistrationAnswer {
  private let ip: String
  private let host: String
  private let revision: Int64

  /// What `document` says of the VM at `ip`.
  init(_ document: JSONValue, ip: String) {
    self.ip = ip
    host = document["service"]?.stringValue ?? "?"
    revision = document["revision"]?.integerValue ?? 0
  }

  /// Prints what was done, and for the person at the terminal how to go on.
  func report(_ verb: String, _ preposition: String) {
    print("\(verb) \(ip) \(preposition) \(host) (revision \(revision))")
    StandardError.write(
      line: "causeway wait --revision \(revision) returns when every Envoy has it.")
  }
}
