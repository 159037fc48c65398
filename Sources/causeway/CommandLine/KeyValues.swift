/// Lists of `key=value`, as `kubectl` and `istioctl` take them.
enum KeyValues {
  /// Reads the arguments of an option that may be given more than once: `a=1,b=2`.
  ///
  /// Of what keys and values may look like, it knows nothing.
  static func parse(
    _ arguments: [String], of option: String
  ) throws(UsageError) -> [String: String] {
    var values: [String: String] = [:]
    for pair in arguments.flatMap({ $0.split(separator: ",") }) {
      guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
        throw UsageError("\(option): '\(pair)' is not of the form key=value.")
      }
      let key = String(pair[..<equals])
      guard values.updateValue(String(pair[pair.index(after: equals)...]), forKey: key) == nil
      else {
        throw UsageError("\(option): '\(key)' is given twice.")
      }
    }
    return values
  }
}
