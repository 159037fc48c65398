internal import Platform

// An ACK that says nothing else, recognised by its bytes.
//
// Nearly all that a client says once it is configured is such an ACK. It is taken for one only if
// it is, byte for byte, what decoding would find to be one: the version and the nonce of the last
// response, the names of the last request, the type. Everything else is decoded.

extension DiscoveryStream {
  /// Takes a request if it accepts the last response of a type and says nothing else; says of which
  /// type, or nil if the request must be decoded.
  ///
  /// - Complexity: O(bytes), for names that are hashed.
  mutating func acknowledgementReceived(
    _ message: RawSpan, at now: Moment
  ) -> ResourceType? {
    for type in ResourceType.allCases where !types.isSettled(type) {
      guard case .sent(let nonce) = types[type].delivery,
        types[type].isAccepted(nonce, by: message)
      else { continue }
      // What is owed since the last request may be too much, which decoding finds.
      guard
        ResourceType.allCases.allSatisfy({ types.isAtRest($0) || types[$0].owed.isEmpty })
      else { return nil }
      _ = types[type].lastAnswered(nil, nonce, at: now)
      return type
    }
    return nil
  }
}

extension TypeStream {
  /// Whether a request accepts the response of that nonce, which was the last one, and says nothing
  /// else.
  fileprivate func isAccepted(_ nonce: Nonce, by message: RawSpan) -> Bool {
    var rest = FieldMatcher(message)
    switch variant {
    case .stateOfTheWorld:
      guard let list = subscription?.listAsWritten, let sentVersion,
        rest.take(1, where: { sentVersion.isWritten($0) })
      else { return false }
      // The names are read last, as they may be many.
      guard let names = rest.takeBytes(list.byteCount),
        rest.take(4, where: { type.isWritten($0) }), rest.take(5, where: { nonce.isWritten($0) }),
        rest.isAtEnd
      else { return false }
      return list.isWritten(names)
    case .delta:
      return rest.take(2, where: { type.isWritten($0) })
        && rest.take(6, where: { nonce.isWritten($0) }) && rest.isAtEnd
    }
  }
}

/// Takes fields off the front of a message, as long as they are those that are expected, each with
/// a length below 128.
private struct FieldMatcher: ~Escapable {
  private var rest: RawSpan

  @_lifetime(copy message)
  init(_ message: RawSpan) { rest = message }

  var isAtEnd: Bool { rest.byteCount == 0 }

  /// Takes a length-delimited field if `isExpected` holds for its value.
  mutating func take(_ field: UInt8, where isExpected: (RawSpan) -> Bool) -> Bool {
    guard rest.byteCount >= 2, unsafe rest.unsafeLoad(as: UInt8.self) == field << 3 | 2
    else { return false }
    let count = Int(unsafe rest.unsafeLoad(fromByteOffset: 1, as: UInt8.self))
    guard count < 0x80, rest.byteCount >= 2 + count, isExpected(rest.extracting(2..<2 + count))
    else { return false }
    rest = rest.extracting(droppingFirst: 2 + count)
    return true
  }

  /// Takes so many bytes, whatever they are.
  @_lifetime(copy self)
  mutating func takeBytes(_ count: Int) -> RawSpan? {
    guard rest.byteCount >= count else { return nil }
    let bytes = rest.extracting(first: count)
    rest = rest.extracting(droppingFirst: count)
    return bytes
  }
}
