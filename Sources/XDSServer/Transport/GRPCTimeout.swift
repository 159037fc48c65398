/// The `grpc-timeout` of a request: how long the client waits for the call to end.
enum GRPCTimeout {
  /// The time that a header field says; nil if it says none.
  ///
  /// "Timeout → "grpc-timeout" TimeoutValue TimeoutUnit; TimeoutValue → {positive integer as ASCII
  /// string of at most 8 digits}; TimeoutUnit → Hour / Minute / Second / Millisecond /
  /// Microsecond / Nanosecond" (gRPC over HTTP2). Zero is taken, as grpc-go takes it.
  static func duration(_ text: String) -> Duration? {
    let digits = text.utf8.dropLast()
    guard (1...8).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(text.dropLast())
    else { return nil }
    switch text.utf8.last {
    case UInt8(ascii: "H"): return .seconds(count * 3600)
    case UInt8(ascii: "M"): return .seconds(count * 60)
    case UInt8(ascii: "S"): return .seconds(count)
    case UInt8(ascii: "m"): return .milliseconds(count)
    case UInt8(ascii: "u"): return .microseconds(count)
    case UInt8(ascii: "n"): return .nanoseconds(count)
    default: return nil
    }
  }
}
