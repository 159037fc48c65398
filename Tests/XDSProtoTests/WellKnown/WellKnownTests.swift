import Testing
import XDSProto

@Suite("The well-known types")
struct WellKnownTests {
  @Test(
    "A duration of milliseconds is split into seconds and nanoseconds of one sign",
    arguments: [
      (0, 0, 0), (1, 0, 1_000_000), (250, 0, 250_000_000), (1500, 1, 500_000_000),
      (-1500, -1, -500_000_000), (Int64.max, 9_223_372_036_854_775, 807_000_000),
    ] as [(Int64, Int64, Int32)])
  func milliseconds(milliseconds: Int64, seconds: Int64, nanos: Int32) {
    #expect(
      ProtoDuration.milliseconds(milliseconds) == ProtoDuration(seconds: seconds, nanos: nanos))
  }

  @Test("Each kind of value answers to its own question only")
  func kinds() {
    #expect(ProtoValue.string("a").stringValue == "a")
    #expect(ProtoValue.number(1.5).numberValue == 1.5)
    #expect(ProtoValue.bool(false).boolValue == false)
    #expect(ProtoValue.object(["a": .null]).structValue?["a"] == .null)
    #expect(ProtoValue.list([.null]).listValue?.values == [.null])
    #expect(ProtoValue.null.stringValue == nil)
    #expect(ProtoValue.string("1").numberValue == nil)
    #expect(ProtoValue.number(1).boolValue == nil)
    #expect(ProtoValue.list([]).structValue == nil)
    #expect(ProtoValue.object([:]).listValue == nil)
  }

  @Test("Null, false, zero and nothing are four different values")
  func presence() throws {
    for value: ProtoValue in [.null, .bool(false), .number(0), .string(""), ProtoValue()] {
      #expect(try ProtoValue(protobuf: value.encoded()) == value)
    }
    #expect(ProtoValue().encoded() == [])
    #expect(ProtoValue.null.encoded() == [0x08, 0])
  }

  @Test("Two objects in one value are merged, as every message is")
  func merged() throws {
    let bytes = encode(
      .bytes(5, ProtoStruct(fields: ["a": .null]).encoded()),
      .bytes(5, ProtoStruct(fields: ["b": .null]).encoded()))
    #expect(try ProtoValue(protobuf: bytes) == .object(["a": .null, "b": .null]))
  }
}
