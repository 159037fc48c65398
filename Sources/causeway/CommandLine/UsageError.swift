/// The command line, or an environment variable, says something that makes no sense: exit 64.
struct UsageError: Error, Hashable, CustomStringConvertible {
  /// A full sentence.
  var description: String

  /// An error of that sentence.
  init(_ sentence: String) { description = sentence }
}

/// What was asked for could not be done: exit 1.
struct CommandFailure: Error, Hashable, CustomStringConvertible {
  /// A full sentence.
  var description: String

  /// A failure of that sentence.
  init(_ sentence: String) { description = sentence }
}

extension CommandFailure {
  /// The server speaks, but of something else.
  static let notUnderstood = CommandFailure(
    "The server's answer is not understood: is it of another version than this program "
      + "(\(Causeway.version))?")
}
