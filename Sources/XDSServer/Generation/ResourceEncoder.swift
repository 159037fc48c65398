internal import Platform
internal import Synchronization
internal import XDSProto

/// Encodes resources, and keeps equal ones of several views in one place.
///
/// One for all revisions of a server. Used by several threads at once.
final class ResourceEncoder: Sendable {
  private struct Key: Hashable {
    var type: ResourceType
    var name: String
    var version: ContentVersion
  }

  /// Bytes as long as somebody else holds them.
  private struct Field: Sendable {
    weak var bytes: SharedBytes?
  }

  private struct Fields: Sendable {
    var byKey: [Key: Field] = [:]
    /// From how many on it is worth looking for those that nobody holds any more.
    var countMax = 64
  }

  private let fields = Lock(Fields())
  private let encodings = Atomic<Int>(0)

  /// How many resources have been encoded so far.
  var encodingCount: Int { encodings.load(ordering: .relaxed) }

  /// The resource that `message` is.
  func encode(
    _ name: String, _ message: some ProtoMessage, _ origins: Origins = .listed([])
  ) -> Resource {
    encodings.add(1, ordering: .relaxed)
    return Resource(name, message).madeFrom(origins)
  }

  /// The resource that is the message whose encoding are those parts, one after the other.
  func join<Message: ProtoMessage>(
    _ name: String, _ type: Message.Type, _ parts: [SharedBytes], _ origins: Origins
  ) -> Resource {
    encodings.add(1, ordering: .relaxed)
    let field = SharedBytes(joining: parts, messageOf: type)
    return Resource(
      name: name, version: ContentVersion(hashing: field.bytes), field: field, madeFrom: origins)
  }

  /// `resource`, with the bytes that were made first where they are the same.
  ///
  /// For what depends on more than one service. Its origins stay its own: the same listener is
  /// needed for other services in another view.
  func sharing(_ resource: Resource, type: ResourceType) -> Resource {
    let key = Key(type: type, name: resource.name, version: resource.version)
    return fields.withLock { fields in
      if let bytes = fields.byKey[key]?.bytes { return resource.with(bytes) }
      fields.byKey[key] = Field(bytes: resource.field)
      if fields.byKey.count > fields.countMax {
        fields.byKey = fields.byKey.filter { $0.value.bytes != nil }
        fields.countMax = max(64, 2 * fields.byKey.count)
      }
      return resource
    }
  }
}

extension SharedBytes {
  /// The field `resources` of a DiscoveryResponse that holds the message whose encoding are those
  /// parts, one after the other.
  ///
  /// "If you have two messages of the same type, concatenating them has the same result as merging"
  /// (https://protobuf.dev/programming-guides/encoding/#last-one-wins): repeated fields are
  /// appended to.
  fileprivate convenience init<Message: ProtoMessage>(
    joining parts: [SharedBytes], messageOf: Message.Type
  ) {
    let count = parts.reduce(0) { $0 + $1.count }
    // google.protobuf.Any, up to where its value begins.
    var head = ProtoWriter()
    head.varint(UInt64(count))
    head.key(2, .lengthDelimited)
    head.string(Message.typeURL, field: 1)
    let inner = head.copyBytes()
    head.removeAll()
    head.varint(UInt64(inner.count + count))
    head.key(2, .lengthDelimited)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.count + inner.count + count)
    bytes += head.copyBytes()
    bytes += inner
    for part in parts { bytes += part.bytes }
    self.init(bytes)
  }
}
