internal import struct XDSProto.ProtoReader
internal import struct XDSProto.WireError

/// One call of `grpc.health.v1.Health`, without I/O
/// (https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
///
/// The service as a whole is healthy, and so is each discovery service, when there is a mesh to
/// serve: before that a client would wait for answers.
struct HealthCheck: Sendable {
  /// The two methods.
  enum Method: String, Sendable {
    case check = "/grpc.health.v1.Health/Check"
    case watch = "/grpc.health.v1.Health/Watch"
  }

  /// `ServingStatus` of a `HealthCheckResponse`.
  enum Serving: UInt8, Sendable {
    case serving = 1
    case notServing = 2
    /// Said to watchers only.
    case serviceUnknown = 3
  }

  /// What to do.
  enum Action: Hashable, Sendable {
    /// Nothing.
    case wait
    /// Send this, and leave the call open.
    case send([UInt8])
    /// Send this, and end the call with OK.
    case sendLast([UInt8])
    /// End the call.
    case end(GRPCStatus)
  }

  private let method: Method
  /// Which service is asked about; nil before the request.
  private var service: String?
  /// What the client was told last.
  private var told: Serving?

  /// The services that may be asked about; the empty name is the server as a whole.
  static let services: Set<String> = Set(DiscoveryMethod.all.map(\.serviceName)).union([""])

  /// A call of that method.
  init(_ method: Method) { self.method = method }

  /// Whether the request has come.
  var isAsked: Bool { service != nil }

  /// Takes the request.
  mutating func requestReceived(_ message: RawSpan, isServing: Bool) -> Action {
    guard service == nil else {
      return .end(
        GRPCStatus(.invalidArgument, "A health check has one request, and this is one more."))
    }
    let name: String
    do throws(WireError) {
      name = try Self.service(in: message)
    } catch {
      return .end(
        GRPCStatus(
          .invalidArgument,
          """
          The message of \(message.byteCount) bytes is not a grpc.health.v1.HealthCheckRequest: \
          \(error.reason.rawValue), at byte \(error.offset).
          """))
    }
    service = name
    if method == .check, !Self.services.contains(name) {
      return .end(
        GRPCStatus(.notFound, "This server has no service \"\(name.onOneLine)\"."))
    }
    return next(isServing: isServing)
  }

  /// What a client is to be told that has asked and has heard the last message.
  mutating func next(isServing: Bool) -> Action {
    guard let service else { return .wait }
    let status: Serving =
      if !Self.services.contains(service) { .serviceUnknown } else if isServing { .serving } else {
        .notServing
      }
    if told == status { return .wait }
    told = status
    // Field 1, `status`.
    let response: [UInt8] = [0x08, status.rawValue]
    return method == .check ? .sendLast(response) : .send(response)
  }

  /// Field 1 of a `HealthCheckRequest`.
  private static func service(in message: RawSpan) throws(WireError) -> String {
    var reader = ProtoReader(message)
    var name = ""
    while let field = try reader.nextField() {
      if field == 1 { name = try reader.string() } else { try reader.skip() }
    }
    return name
  }
}
