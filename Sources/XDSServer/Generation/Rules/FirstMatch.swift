/// A route of which, where several match, the first counts.
protocol FirstMatch {
  /// Whether no route after it is ever taken.
  var takesEverything: Bool { get }
}

extension Array where Element: FirstMatch {
  /// The routes of one host, of those that several VirtualServices have, the first of them first.
  ///
  /// Within one, what stands after a route that takes everything is never reached. Of all, such
  /// routes come last, and only the first of those counts, so that no VirtualService hides what
  /// another says of single requests or connections.
  init(merging lists: [[Element]]) {
    self = lists.flatMap { $0.prefix { !$0.takesEverything } }
    if let rest = lists.lazy.compactMap({ $0.first(where: \.takesEverything) }).first {
      append(rest)
    }
  }
}
