extension Benchmark {
  /// Every benchmark; names are unique.
  static let all: [Benchmark] = encoding + changes
}
