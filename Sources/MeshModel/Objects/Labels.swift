// Labels, and what selectors ask of them.
extension [String: String] {
  /// Whether it has all of `labels`, with those values.
  package func hasAll(_ labels: Self) -> Bool {
    labels.allSatisfy { self[$0.key] == $0.value }
  }
}
