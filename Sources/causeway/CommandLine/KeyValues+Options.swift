internal import MeshModel

extension KeyValues {
  /// Reads the arguments of an option that may be given more than once: `a=1,b=2`.
  static func parse(
    _ arguments: [String], of option: String
  ) throws(UsageError) -> [String: String] {
    do throws(Problem) {
      return try parse(arguments)
    } catch {
      throw UsageError("\(option): \(error).")
    }
  }
}
