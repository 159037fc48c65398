/// The two ways of speaking xDS over gRPC.
enum ProtocolVariant: Hashable, Sendable {
  /// Requests list all names that are wanted; CDS and LDS responses are complete.
  case stateOfTheWorld
  /// Requests and responses say what changes.
  case delta
}
