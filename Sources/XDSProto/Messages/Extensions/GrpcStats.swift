// Made by scripts/protos out of protos/envoy/extensions/filters/http/grpc_stats/v3/config.proto.

/// The HTTP filter that counts gRPC calls.
public struct GrpcStats: ProtoMessage {
  /// The alternatives of `per_method_stat_specifier`.
  public enum PerMethodStatSpecifier: Equatable, Sendable {
    /// Whether every method has statistics of its own.
    case statsForAllMethods(Bool)
  }

  /// Whether the counts are visible to logs.
  public var emitFilterState: Bool
  /// Whether every method has statistics of its own.
  public var perMethodStatSpecifier: PerMethodStatSpecifier?
  /// Whether the upstream time is measured.
  public var enableUpstreamStats: Bool

  /// A message with these fields.
  public init(
    emitFilterState: Bool = false,
    perMethodStatSpecifier: PerMethodStatSpecifier? = nil,
    enableUpstreamStats: Bool = false
  ) {
    self.emitFilterState = emitFilterState
    self.perMethodStatSpecifier = perMethodStatSpecifier
    self.enableUpstreamStats = enableUpstreamStats
  }

  /// A message with nothing set.
  public init() { self.init(emitFilterState: false) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(enableUpstreamStats, field: 4)
    if case .statsForAllMethods(let value)? = perMethodStatSpecifier {
      writer.wrapped(value, field: 3)
    }
    writer.bool(emitFilterState, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: emitFilterState = try reader.bool()
      case 3:
        var value: Bool? =
          if case .statsForAllMethods(let old)? = perMethodStatSpecifier { old } else { nil }
        try reader.wrapped(into: &value)
        perMethodStatSpecifier = value.map { .statsForAllMethods($0) }
      case 4: enableUpstreamStats = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
