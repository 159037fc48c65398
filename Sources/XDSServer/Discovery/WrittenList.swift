internal import struct XDSProto.ProtoReader
internal import struct XDSProto.WireError

/// The names of a request of SotW as they stand in its bytes: how many bytes, and their hash.
///
/// Envoy repeats all its names in every ACK; this is how they are recognised without being read.
/// The hash is 64 bits wide, and who finds two lists of the same hash fools himself alone.
struct WrittenList: Hashable, Sendable {
  /// The length of all names with their keys and lengths.
  let byteCount: Int
  private let hash: UInt64

  /// `resource_names` of `envoy.service.discovery.v3.DiscoveryRequest`.
  private static let field = 3

  private init(byteCount: Int, hash: UInt64) {
    self.byteCount = byteCount
    self.hash = hash
  }

  /// The names that stand in those bytes.
  init(_ bytes: RawSpan) {
    self.init(byteCount: bytes.byteCount, hash: ListHash.hash(bytes))
  }

  /// The names of a request; nil when something else stands between them.
  init?(ofRequest bytes: RawSpan) throws(WireError) {
    var reader = ProtoReader(bytes)
    var list = 0..<0
    while true {
      let begin = reader.offset
      guard let field = try reader.nextField() else { break }
      try reader.skip()
      guard field == Self.field else { continue }
      if list.isEmpty { list = begin..<begin }
      guard list.upperBound == begin else { return nil }
      list = list.lowerBound..<reader.offset
    }
    self.init(bytes.extracting(list))
  }

  /// Whether the bytes are the same names in the same order.
  func isWritten(_ bytes: RawSpan) -> Bool {
    bytes.byteCount == byteCount && WrittenList(bytes).hash == hash
  }
}
