/// Lists of `key=value,…`, as `kubectl` and `istioctl` take them.
package enum KeyValues {
  /// Why a text is no such list.
  package enum Problem: Error, CustomStringConvertible {
    /// An item is not of the form `key=value`.
    case malformed(String)
    /// A key is there more than once.
    case repeated(String)

    /// A clause that says so.
    package var description: String {
      switch self {
      case .malformed(let item): "'\(item)' is not of the form key=value"
      case .repeated(let key): "'\(key)' is given twice"
      }
    }
  }

  /// Reads lists, which are taken for one.
  ///
  /// Of what keys and values may look like, it knows nothing.
  package static func parse(_ lists: [String]) throws(Problem) -> [String: String] {
    var values: [String: String] = [:]
    for item in lists.flatMap({ $0.split(separator: ",") }) {
      guard let equals = item.firstIndex(of: "="), equals != item.startIndex else {
        throw .malformed(String(item))
      }
      let key = String(item[..<equals])
      guard values.updateValue(String(item[item.index(after: equals)...]), forKey: key) == nil
      else {
        throw .repeated(key)
      }
    }
    return values
  }
}
