/// Why a VM was not registered or deregistered; nothing has changed then, unless it is said.
public struct RegistrationError: Error, Hashable, Sendable {
  /// What kind of reason it is.
  public enum Kind: Hashable, Sendable {
    /// The request makes no sense.
    case invalid
    /// What is asked for is not there.
    case notFound
    /// It contradicts what is there.
    case conflict
    /// The server cannot say yet.
    case notReady
    /// It could not be written.
    case storage
    /// There is no room to write it.
    case storageFull
  }

  /// The kind.
  public var kind: Kind
  /// A sentence, or several, that say what is wrong and what to do.
  public var message: String
  /// The part of the request to blame; empty when none is.
  public var field: String

  init(_ kind: Kind, _ message: String, field: String = "") {
    self.kind = kind
    self.message = message
    self.field = field
  }

  init(_ error: StorageError) {
    let advice =
      error.isFull ? "Make room there, and try again." : "See to the folder, and try again."
    self.init(error.isFull ? .storageFull : .storage, "\(error) Nothing has changed. \(advice)")
  }
}

extension RegistrationError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
