/// How a call ended: the `grpc-status` and `grpc-message` of its trailers.
public struct GRPCStatus: Hashable, Sendable {
  /// The codes of gRPC ("Status codes and their use in gRPC").
  public enum Code: Int, Hashable, Sendable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case internalError = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
  }

  /// The code.
  public var code: Code
  /// A sentence for people; empty when there is nothing to say.
  public var message: String

  /// A status.
  public init(_ code: Code, _ message: String = "") {
    self.code = code
    self.message = message
  }

  /// The call did what it should.
  public static let ok = GRPCStatus(.ok)
}

extension GRPCStatus {
  /// The longest `grpc-message` that is sent: clients refuse trailers of more than 8 KiB.
  static let messageBytesMax = 4096

  /// The message as it stands in `grpc-message`, cut off where it becomes too long.
  ///
  /// "Percent-Byte-Unencoded → 1*( %x20-%x24 / %x26-%x7E )" (gRPC over HTTP2, Responses).
  var encodedMessage: [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in message.utf8 {
      guard encoded.count + 3 <= Self.messageBytesMax else { break }
      switch byte {
      case 0x20...0x24, 0x26...0x7E: encoded.append(byte)
      default:
        encoded.append(UInt8(ascii: "%"))
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 0xF)])
      }
    }
    return encoded
  }
}
