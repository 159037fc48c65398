internal import XDSProto

internal import struct MeshModel.ObjectReference

extension Resource {
  /// The resource that `message` is, encoded.
  init<Message: ProtoMessage>(
    _ name: String, _ message: Message, origins: [ObjectReference] = []
  ) {
    var writer = ProtoWriter()
    // google.protobuf.Any inside of field 2: written from the end to the beginning.
    writer.message(message, field: 2)
    writer.string(Message.typeURL, field: 1)
    writer.lengthDelimited(2, since: 0)
    self.init(name: name, field: SharedBytes(writer.copyBytes()), origins: origins)
  }
}
