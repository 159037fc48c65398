import Testing
import XDSProto

@Suite("The reader")
struct ProtoReaderTests {
  /// The error that reading those bytes as a message of that type ends with; nil if it does not.
  private func error<Message: ProtoMessage>(_ bytes: [UInt8], as: Message.Type) -> WireError? {
    do throws(WireError) {
      _ = try Message(protobuf: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("No bytes are a message with nothing set")
  func empty() throws {
    #expect(try DiscoveryRequest(protobuf: []) == DiscoveryRequest())
  }

  @Test("A message that ends in the middle of a field is an error, wherever it ends")
  func truncated() throws {
    let request = DiscoveryRequest(
      versionInfo: "0123456789abcdef",
      node: Node(
        id: "sidecar~10.0.0.1~a.default~default.svc.cluster.local",
        metadata: ProtoStruct(fields: ["weight": .number(1), "on": .bool(true)]),
        locality: Locality(region: "r", zone: "z")),
      resourceNames: ["outbound|80||a", "outbound|80||b"],
      typeUrl: Cluster.typeURL, responseNonce: "1",
      errorDetail: Status(code: 13, message: "no", details: [AnyMessage(packing: Router())]))
    let bytes = request.encoded()
    #expect(try DiscoveryRequest(protobuf: bytes) == request)
    // Between two fields of the outermost message it may end.
    var boundaries: Set<Int> = []
    var reader = ProtoReader(bytes.span.bytes)
    while try reader.nextField() != nil {
      try reader.skip()
      boundaries.insert(reader.offset)
    }
    for count in 1..<bytes.count where !boundaries.contains(count) {
      let error = error([UInt8](bytes[..<count]), as: DiscoveryRequest.self)
      #expect(error?.reason == .truncated, "\(count) bytes")
      #expect(error.map { $0.offset <= count } == true, "\(count) bytes")
    }
  }

  @Test("A varint of ten bytes is read, one of eleven or above 64 bits is an error")
  func varintLength() throws {
    let nines = [UInt8](repeating: 0xff, count: 9)
    // `Status.code` is an int32: the low bits of the longer number count.
    #expect(try Status(protobuf: [0x08] + nines + [0x01]).code == -1)
    #expect(error([0x08] + nines + [0x02], as: Status.self) == WireError(.varintTooLong, offset: 1))
    #expect(
      error([0x08] + nines + [0x81, 0x00], as: Status.self) == WireError(.varintTooLong, offset: 1))
    #expect(
      error([UInt8](repeating: 0x80, count: 20), as: Status.self)
        == WireError(.varintTooLong, offset: 0))
    // Longer than it needs to be is no error.
    #expect(try Status(protobuf: [0x08, 0x87, 0x80, 0x00]).code == 7)
  }

  @Test("A field number of 0 or above 2^29 - 1 is an error")
  func fieldNumber() {
    #expect(error([0x00, 0x00], as: Status.self) == WireError(.invalidTag, offset: 0))
    let tooLarge = encode(.varint(1, 5), .varint(536_870_912, 1))
    #expect(error(tooLarge, as: Status.self) == WireError(.invalidTag, offset: 2))
    #expect(error(encode(.varint(536_870_911, 1)), as: Status.self) == nil)
  }

  @Test(
    "The wire types 6 and 7 are errors, and so is one that is not the field's", arguments: 0..<8)
  func wireType(type: UInt8) {
    // Field 2 of Status is a string.
    let bytes: [UInt8] = [2 << 3 | type, 0, 0, 0, 0, 0, 0, 0, 0]
    switch type {
    case 2: #expect(error([18, 0], as: Status.self) == nil)
    case 4: #expect(error(bytes, as: Status.self) == WireError(.unmatchedGroup, offset: 0))
    default: #expect(error(bytes, as: Status.self) == WireError(.invalidWireType, offset: 0))
    }
  }

  @Test("A number where a message belongs is an error, inside a list, a map and a wrapper too")
  func wireTypeOfMessages() {
    let reason = WireError.Reason.invalidWireType
    #expect(error(encode(.varint(2, 1)), as: DiscoveryRequest.self)?.reason == reason)
    #expect(error(encode(.varint(3, 1)), as: Status.self)?.reason == reason)
    #expect(error(encode(.varint(1, 1)), as: ProtoStruct.self)?.reason == reason)
    #expect(error(encode(.fixed32(4, 1)), as: Listener.self)?.reason == reason)
    #expect(error(encode(.fixed32(7, 1)), as: RetryPolicy.self)?.reason == reason)
  }

  @Test("A string that is not UTF-8 is an error, and says where")
  func utf8() {
    for broken: [UInt8] in [
      [0xff], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ] {
      let bytes = encode(.varint(1, 3), .bytes(2, broken))
      #expect(error(bytes, as: Status.self) == WireError(.invalidUTF8, offset: 4))
      #expect(
        error(encode(.bytes(3, broken)), as: DiscoveryRequest.self)?.reason == .invalidUTF8)
    }
    #expect(error(encode(.text(2, "Ж中😀\0")), as: Status.self) == nil)
  }

  /// Values in lists in values: a JSON array of that depth.
  private func nestedList(_ depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<depth { bytes = encode(.bytes(6, encode(.bytes(1, bytes)))) }
    return bytes
  }

  @Test("A hundred levels of nesting are read, more are an error")
  func depth() {
    #expect(error(nestedList(50), as: ProtoValue.self) == nil)
    #expect(error(nestedList(51), as: ProtoValue.self)?.reason == .nestedTooDeeply)
    #expect(error(nestedList(20_000), as: ProtoValue.self)?.reason == .nestedTooDeeply)
  }

  @Test("Groups are skipped with all that is in them")
  func groups() throws {
    let bytes = encode(
      .group(9, [.varint(1, 1), .text(2, "x"), .group(9, [.fixed64(3, 1)]), .fixed32(4, 1)]),
      .varint(1, 5))
    #expect(try Status(protobuf: bytes) == Status(code: 5))
  }

  @Test("A group that does not end, ends twice or ends as another is an error")
  func brokenGroups() {
    let begin: UInt8 = 9 << 3 | 3
    let end: UInt8 = 9 << 3 | 4
    let otherEnd: UInt8 = 8 << 3 | 4
    let reason = WireError.Reason.unmatchedGroup
    #expect(error([begin], as: Status.self)?.reason == reason)
    #expect(error([begin, begin, end], as: Status.self)?.reason == reason)
    #expect(error([begin, otherEnd], as: Status.self)?.reason == reason)
    #expect(error([begin, end, end], as: Status.self)?.reason == reason)
    #expect(error([begin, 9 << 3 | 7, end], as: Status.self)?.reason == .invalidWireType)
    #expect(error([begin, 0, 0, end], as: Status.self)?.reason == .invalidTag)
    // A group must end in the message in which it began.
    #expect(error(encode(.bytes(3, [begin])) + [end], as: Status.self)?.reason == reason)
    #expect(
      error([UInt8](repeating: begin, count: 100_000), as: Status.self)?.reason
        == .nestedTooDeeply)
  }

  @Test("Unknown fields of every wire type are skipped")
  func unknownFields() throws {
    let bytes = encode(
      .varint(100, UInt64.max), .fixed64(101, 1), .bytes(102, [1, 2, 3]), .varint(1, 5),
      .fixed32(103, 1), .text(2, "m"))
    #expect(try Status(protobuf: bytes) == Status(code: 5, message: "m"))
  }

  @Test("An unknown field that is cut off is an error")
  func truncatedUnknownFields() {
    for field: TestField in [
      .varint(100, 300), .fixed64(100, 1), .fixed32(100, 1), .text(100, "x"),
    ] {
      let bytes = encode(field)
      #expect(error([UInt8](bytes.dropLast()), as: Status.self)?.reason == .truncated)
    }
  }

  @Test("A length beyond the enclosing message is an error, even if the bytes are there")
  func lengthBeyondMessage() {
    // The Any in `details` claims two bytes of text and has one; what follows is not its own.
    let bytes: [UInt8] = [0x1a, 3, 0x0a, 2, 97] + encode(.text(2, "abc"))
    #expect(error(bytes, as: Status.self)?.reason == .truncated)
    let huge: [UInt8] = [0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    #expect(error(huge, as: Status.self)?.reason == .truncated)
    let largest: [UInt8] = [0x12] + [UInt8](repeating: 0xff, count: 9) + [1]
    #expect(error(largest, as: Status.self)?.reason == .truncated)
  }

  @Test("Numbers in a list are read packed, one by one and mixed")
  func packed() throws {
    let bytes = encode(.bytes(7, [1, 2, 0xac, 2]), .varint(7, 4), .bytes(7, []), .bytes(7, [5]))
    #expect(try RetryPolicy(protobuf: bytes).retriableStatusCodes == [1, 2, 300, 4, 5])
    let cut = encode(.bytes(7, [1, 0x80]))
    #expect(error(cut, as: RetryPolicy.self) == WireError(.truncated, offset: 3))
  }

  @Test("Of a scalar that comes twice the later counts, messages are merged, lists are joined")
  func repetition() throws {
    let bytes = encode(
      .varint(1, 1), .text(2, "a"), .varint(1, 2), .text(2, "b"),
      .message(3, [.text(1, "t")]), .message(3, [.text(1, "u")]))
    let status = try Status(protobuf: bytes)
    #expect(status.code == 2)
    #expect(status.message == "b")
    #expect(status.details.map(\.typeURL) == ["t", "u"])

    let request = try DiscoveryRequest(
      protobuf: encode(.message(2, [.text(1, "id")]), .message(2, [.text(2, "cluster")])))
    #expect(request.node == Node(id: "id", cluster: "cluster"))
    // An empty wrapper merged into one that holds 5 leaves the 5.
    let endpoint = encode(.message(4, [.varint(1, 5)]), .message(4, []))
    #expect(try LbEndpoint(protobuf: endpoint).loadBalancingWeight == 5)
  }

  @Test("Of a oneof's members the last counts; the same message twice is merged")
  func oneof() throws {
    let twoMembers = encode(.text(1, "/a"), .text(2, "/b"))
    #expect(try RouteMatch(protobuf: twoMembers).pathSpecifier == .path("/b"))
    let merged = encode(.message(1, [.text(2, "1.2.3.4")]), .message(1, [.varint(3, 80)]))
    #expect(
      try Address(protobuf: merged).address
        == .socketAddress(SocketAddress(address: "1.2.3.4", portSpecifier: .portValue(80))))
    let replaced = encode(
      .message(1, [.text(2, "1.2.3.4")]), .message(2, [.text(1, "/p")]),
      .message(1, [.varint(3, 80)]))
    #expect(
      try Address(protobuf: replaced).address
        == .socketAddress(SocketAddress(portSpecifier: .portValue(80))))
    // A default that is on the wire is set.
    #expect(try RouteMatch(protobuf: encode(.text(1, ""))).pathSpecifier == .prefix(""))
  }

  @Test("A map's entry may lack its key or value, have both twice, and hold unknown fields")
  func maps() throws {
    let bytes = encode(
      .message(5, [.text(2, "v1"), .text(1, "k")]), .message(5, [.text(1, "a")]),
      .message(5, [.text(2, "no key")]),
      .message(5, [.text(1, "k"), .varint(9, 1), .text(2, "v2")]))
    #expect(
      try DeltaDiscoveryRequest(protobuf: bytes).initialResourceVersions
        == ["k": "v2", "a": "", "": "no key"])
  }

  @Test("An enumeration keeps a number that has no name")
  func unknownEnum() throws {
    let endpoint = try LbEndpoint(protobuf: encode(.varint(2, 4711)))
    #expect(endpoint.healthStatus == HealthStatus(rawValue: 4711))
    #expect(endpoint.encoded() == encode(.varint(2, 4711)))
    let negative = try LbEndpoint(protobuf: encode(.varint(2, UInt64.max)))
    #expect(negative.healthStatus == HealthStatus(rawValue: -1))
  }

  @Test("An offset counts from the begin of the outermost message")
  func offset() {
    let bytes = encode(.varint(1, 3), .message(3, [.text(1, "t"), .bytes(1, [0xff])]))
    #expect(error(bytes, as: Status.self) == WireError(.invalidUTF8, offset: 9))
  }
}
