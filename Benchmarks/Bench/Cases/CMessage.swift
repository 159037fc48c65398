internal import CEnvoyAPI
internal import XDSProto

/// A message as libprotobuf-c holds it: what our encoder is compared with.
final class CMessage {
  enum Failure: Error {
    case unknownType(String)
    case notRead(String)
  }

  private let message: UnsafeMutablePointer<ProtobufCMessage>

  /// Has libprotobuf-c read what our encoder wrote.
  init<Message: ProtoMessage>(_ ours: Message) throws {
    let descriptor = (0..<causeway_message_descriptor_count).lazy
      .compactMap { causeway_message_descriptor($0) }
      .first { String(cString: $0.pointee.name) == Message.typeName }
    guard let descriptor else { throw Failure.unknownType(Message.typeName) }
    let bytes = ours.encoded()
    guard let message = protobuf_c_message_unpack(descriptor, nil, bytes.count, bytes) else {
      throw Failure.notRead(Message.typeName)
    }
    self.message = message
  }

  deinit { protobuf_c_message_free_unpacked(message, nil) }

  /// Packs the message once a round, always into the same buffer.
  func packing() -> Benchmark.Prepared {
    let buffer = Buffer(byteCount: protobuf_c_message_get_packed_size(message))
    return Benchmark.Prepared(
      run: { rounds in
        for _ in 0..<rounds { protobuf_c_message_pack(self.message, buffer.start) }
      },
      hash: {
        let bytes = UnsafeBufferPointer(start: buffer.start, count: buffer.byteCount)
        return hash(of: Array(bytes))
      })
  }

  private final class Buffer {
    let byteCount: Int
    let start: UnsafeMutablePointer<UInt8>

    init(byteCount: Int) {
      self.byteCount = byteCount
      start = .allocate(capacity: byteCount)
    }

    deinit { start.deallocate() }
  }
}
