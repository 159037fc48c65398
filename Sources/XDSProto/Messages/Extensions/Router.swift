// Made by scripts/protos out of protos/envoy/extensions/filters/http/router/v3/router.proto.

/// The HTTP filter that sends requests upstream.
public struct Router: ProtoMessage {
  /// Whether statistics of each cluster are kept.
  public var dynamicStats: Bool?
  /// Whether a span is begun for the upstream request.
  public var startChildSpan: Bool
  /// Logs of upstream requests.
  public var upstreamLog: [AccessLog]
  /// Whether `x-envoy-` headers are left out.
  public var suppressEnvoyHeaders: Bool

  /// A message with these fields.
  public init(
    dynamicStats: Bool? = nil,
    startChildSpan: Bool = false,
    upstreamLog: [AccessLog] = [],
    suppressEnvoyHeaders: Bool = false
  ) {
    self.dynamicStats = dynamicStats
    self.startChildSpan = startChildSpan
    self.upstreamLog = upstreamLog
    self.suppressEnvoyHeaders = suppressEnvoyHeaders
  }

  /// A message with nothing set.
  public init() { self.init(dynamicStats: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.router.v3.Router" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.bool(suppressEnvoyHeaders, field: 4)
    writer.messages(upstreamLog, field: 3)
    writer.bool(startChildSpan, field: 2)
    writer.wrapped(dynamicStats, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.wrapped(into: &dynamicStats)
      case 2: startChildSpan = try reader.bool()
      case 3: upstreamLog.append(try reader.message())
      case 4: suppressEnvoyHeaders = try reader.bool()
      default: try reader.skip()
      }
    }
  }
}
