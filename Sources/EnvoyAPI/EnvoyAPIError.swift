/// Why bytes could not be decoded as a message of Envoy's API.
public enum EnvoyAPIError: Error, Hashable, Sendable {
  /// `protos/` has no message of that name.
  case unknownType(String)
  /// The bytes are not a message of that type; the text says why.
  case malformed(type: String, reason: String)
}

extension EnvoyAPIError: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch self {
    case .unknownType(let name):
      "The message type \(name) is not one that Causeway knows."
    case .malformed(let type, let reason):
      "The bytes are not a valid \(type): \(reason)."
    }
  }
}
