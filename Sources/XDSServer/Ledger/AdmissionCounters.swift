/// What has become of the clients that have come.
public struct AdmissionCounters: Hashable, Sendable {
  /// Those that were let in, at once or after a wait.
  public var admitted: UInt64 = 0
  /// Those that had to wait.
  public var waited: UInt64 = 0
  /// Those that were told to come back later.
  public var refused: UInt64 = 0

  /// Nothing yet.
  public init() {}

  /// Adds what another one has counted.
  mutating func add(_ other: AdmissionCounters) {
    admitted += other.admitted
    waited += other.waited
    refused += other.refused
  }
}
