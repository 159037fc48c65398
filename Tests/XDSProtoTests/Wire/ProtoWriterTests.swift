import Testing
import XDSProto

@Suite("The writer")
struct ProtoWriterTests {
  /// The bytes that `body` writes.
  private func written(_ body: (inout ProtoWriter) -> Void) -> [UInt8] {
    var writer = ProtoWriter(capacity: 16)
    body(&writer)
    return writer.copyBytes()
  }

  @Test(
    "A varint takes as many bytes as it needs",
    arguments: [
      (0, [0x00]), (1, [0x01]), (127, [0x7f]), (128, [0x80, 0x01]), (150, [0x96, 0x01]),
      (300, [0xac, 0x02]), (16_383, [0xff, 0x7f]), (16_384, [0x80, 0x80, 0x01]),
      (UInt64(UInt32.max), [0xff, 0xff, 0xff, 0xff, 0x0f]),
      (1 << 63, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
      (UInt64.max, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
    ] as [(UInt64, [UInt8])])
  func varint(value: UInt64, bytes: [UInt8]) {
    #expect(written { $0.varint(value) } == bytes)
  }

  @Test("The examples of the protobuf documentation come out as it says")
  func documentedExamples() {
    // "Encoding": field 1 = 150, field 2 = "testing", field 3 = a message with field 1 = 150,
    // field 4 = [3, 270, 86942] packed.
    #expect(written { $0.int32(150, field: 1) } == [0x08, 0x96, 0x01])
    #expect(
      written { $0.string("testing", field: 2) }
        == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
    #expect(
      written {
        let end = $0.count
        $0.int32(150, field: 1)
        $0.lengthDelimited(3, since: end)
      } == [0x1a, 0x03, 0x08, 0x96, 0x01])
    #expect(
      written { $0.uint32s([3, 270, 86_942], field: 6) }
        == [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05])
  }

  @Test("Fixed numbers are little-endian")
  func fixed() {
    #expect(written { $0.fixed32(0x0102_0304) } == [4, 3, 2, 1])
    #expect(written { $0.fixed64(0x0102_0304_0506_0708) } == [8, 7, 6, 5, 4, 3, 2, 1])
    #expect(written { $0.double(1, field: 1) } == [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
  }

  @Test("A negative int32 takes ten bytes")
  func negative() {
    #expect(written { $0.int32(-1, field: 1) } == [0x08] + [UInt8](repeating: 0xff, count: 9) + [1])
  }

  @Test("A default is left out, unless it is a member of a oneof")
  func defaults() {
    #expect(
      written {
        $0.uint32(0, field: 1)
        $0.int64(0, field: 2)
        $0.bool(false, field: 3)
        $0.double(0, field: 4)
        $0.string("", field: 5)
        $0.bytes([], field: 6)
        $0.enumeration(HealthStatus.unknown, field: 7)
        $0.uint32s([], field: 8)
        $0.strings([], field: 9)
      } == [])
    #expect(written { $0.bool(false, field: 3, always: true) } == [0x18, 0])
    #expect(written { $0.string("", field: 5, always: true) } == [0x2a, 0])
    #expect(written { $0.double(-0.0, field: 1) } == [0x09, 0, 0, 0, 0, 0, 0, 0, 0x80])
  }

  @Test("An empty string in a list is kept")
  func emptyElement() {
    #expect(written { $0.strings(["a", "", "b"], field: 1) } == [10, 1, 97, 10, 0, 10, 1, 98])
  }

  @Test("A wrapper that is there is written, even around a default")
  func wrappers() {
    #expect(written { $0.wrapped(UInt32?.none, field: 1) } == [])
    #expect(written { $0.wrapped(UInt32?(0), field: 1) } == [0x0a, 0])
    #expect(written { $0.wrapped(UInt32?(7), field: 1) } == [0x0a, 2, 0x08, 7])
    #expect(written { $0.wrapped(Bool?(false), field: 1) } == [0x0a, 0])
    #expect(written { $0.wrapped(Bool?(true), field: 1) } == [0x0a, 2, 0x08, 1])
    #expect(written { $0.wrapped(UInt64?(7), field: 1) } == [0x0a, 2, 0x08, 7])
  }

  @Test("A map is written in the order of its keys, whatever the order in memory")
  func maps() {
    let map = Dictionary(uniqueKeysWithValues: "hgfedcba".map { (String($0), "v") })
    let expected = "abcdefgh".utf8.flatMap { [0x0a, 6, 0x0a, 1, $0, 0x12, 1, 118] as [UInt8] }
    #expect(written { $0.map(map, field: 1) } == expected)
  }

  @Test("Fields come out in ascending order and one after the other")
  func order() {
    let endpoint = SocketAddress(address: "10.0.0.1", portSpecifier: .portValue(80))
    #expect(endpoint.encoded() == [0x12, 8] + [UInt8]("10.0.0.1".utf8) + [0x18, 80])
  }

  @Test("The buffer grows and keeps what is in it")
  func growth() {
    let text = String(repeating: "x", count: 1000)
    let names = (0..<100).map { "\($0)\(text)" }
    let expected = encode(names.map { .text(3, $0) })
    #expect(written { $0.strings(names, field: 3) } == expected)
  }

  @Test("A writer that is emptied writes the same again")
  func reuse() {
    var writer = ProtoWriter(capacity: 16)
    let assignment = ClusterLoadAssignment(clusterName: "outbound|80||a.default.svc.cluster.local")
    assignment.write(to: &writer)
    let first = writer.copyBytes()
    writer.removeAll()
    let isEmpty = writer.count == 0
    assignment.write(to: &writer)
    let second = writer.copyBytes()
    #expect(isEmpty)
    #expect(first == second)
    #expect(first == assignment.encoded())
  }

  @Test("The span shows the bytes that the copy has")
  func span() {
    var writer = ProtoWriter()
    writer.string("resource", field: 1)
    let copy = writer.copyBytes()
    let bytes = writer.bytes.withUnsafeBytes { [UInt8]($0) }
    #expect(bytes == copy)
  }

  @Test("Packing on the way gives what packing before gives")
  func packing() {
    let router = Router(suppressEnvoyHeaders: true)
    var writer = ProtoWriter()
    writer.any(packing: router, field: 2)
    let direct = writer.copyBytes()
    writer.removeAll()
    writer.message(AnyMessage(packing: router), field: 2)
    let twice = writer.copyBytes()
    #expect(direct == twice)
    #expect(
      AnyMessage(packing: router).typeURL
        == "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router")
  }

  @Test("Packing on the way an empty message still gives the Any that packing before gives")
  func packingEmpty() {
    var writer = ProtoWriter()
    writer.any(packing: Router(), field: 2)
    let direct = writer.copyBytes()
    writer.removeAll()
    writer.message(AnyMessage(packing: Router()), field: 2)
    let twice = writer.copyBytes()
    #expect(direct == twice)
  }
}
