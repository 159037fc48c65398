// Made by scripts/protos out of protos/envoy/extensions/filters/http/fault/v3/fault.proto.

/// Requests that are answered with an error.
public struct FaultAbort: ProtoMessage {
  /// The alternatives of `error_type`.
  public enum ErrorType: Equatable, Sendable {
    /// The code of the answer.
    case httpStatus(UInt32)
    /// The gRPC status of the answer.
    case grpcStatus(UInt32)
  }

  /// One of: `http_status`, `grpc_status`.
  public var errorType: ErrorType?
  /// How many of the requests.
  public var percentage: FractionalPercent?

  /// A message with these fields.
  public init(
    errorType: ErrorType? = nil,
    percentage: FractionalPercent? = nil
  ) {
    self.errorType = errorType
    self.percentage = percentage
  }

  /// A message with nothing set.
  public init() { self.init(errorType: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.filters.http.fault.v3.FaultAbort" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .grpcStatus(let value)? = errorType { writer.uint32(value, field: 5, always: true) }
    writer.message(percentage, field: 3)
    if case .httpStatus(let value)? = errorType { writer.uint32(value, field: 2, always: true) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 2: errorType = .httpStatus(try reader.uint32())
      case 3: try reader.message(into: &percentage)
      case 5: errorType = .grpcStatus(try reader.uint32())
      default: try reader.skip()
      }
    }
  }
}
