/// Something in a manifest that a person should know of.
public struct ManifestProblem: Hashable, Sendable {
  /// How much it matters.
  public enum Severity: String, Hashable, Sendable, Comparable, CaseIterable {
    /// The object or document is not taken.
    case error
    /// The object is taken, but not everything in it has an effect.
    case warning
    /// Nothing is wrong; it is only said.
    case note

    /// Orders the gravest first.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }

  /// How much it matters.
  public var severity: Severity
  /// The file, and the line of the value that is meant.
  public var location: SourceLocation
  /// The field, as a path (`spec.ports[0].number`); empty when no single field is meant.
  public var field: String
  /// The object; nil when it could not be read which one it is, or when it is of no kind that is
  /// read.
  public var object: ObjectReference?
  /// One or more sentences that say what is wrong and what to do.
  public var message: String

  /// A problem.
  public init(
    _ severity: Severity, at location: SourceLocation, object: ObjectReference? = nil,
    field: String = "", message: String
  ) {
    self.severity = severity
    self.location = location
    self.field = field
    self.object = object
    self.message = message
  }
}

extension ManifestProblem: Comparable, CustomStringConvertible {
  /// Orders by file, then line, then the gravest first.
  public static func < (left: Self, right: Self) -> Bool {
    if left.location != right.location { return left.location < right.location }
    if left.severity != right.severity { return left.severity < right.severity }
    return (left.field, left.message) < (right.field, right.message)
  }

  /// `FILE:LINE: severity: object, field: message`.
  public var description: String {
    let subject = [object?.description, field.isEmpty ? nil : field].compactMap { $0 }
    let prefix = subject.isEmpty ? "" : subject.joined(separator: ", ") + ": "
    return "\(location): \(severity.rawValue): \(prefix)\(message)"
  }
}
