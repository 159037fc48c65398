internal import XDSServer

/// A discovery response, as far as every one of them must be looked at: where its parts are, and a
/// hash of what it brings.
struct ReceivedResponse {
  /// `version_info`; in delta `system_version_info`, which may be empty.
  private(set) var version = 0..<0
  private(set) var nonce = 0..<0
  private(set) var typeURL = 0..<0
  /// A hash of resources and removals, and nothing else.
  private(set) var contentHash: UInt64 = 0

  /// Looks a message through; nil if it is no protobuf.
  ///
  /// Both variants have version, resources, type and nonce in the same fields. Removals are
  /// delta's; in their place SotW says which server speaks, which is no content.
  init?(_ message: RawSpan, isDelta: Bool) {
    var scanner = FieldScanner(message, 0..<message.byteCount)
    // Content that lies together, which is hashed together; empty after anything else.
    var run = 0..<0
    var begin = 0
    while let field = scanner.next() {
      switch field {
      case _ where Self.isContent(field, isDelta: isDelta):
        run = (run.isEmpty ? begin : run.lowerBound)..<scanner.offset
        if !Self.isContentNext(message, scanner.offset, isDelta: isDelta) {
          contentHash = XXHash64.hash(message.extracting(run), seed: contentHash)
          run = 0..<0
        }
      case 1: version = scanner.content
      case 4: typeURL = scanner.content
      case 5: nonce = scanner.content
      default: break
      }
      begin = scanner.offset
    }
    guard scanner.isAtEnd else { return nil }
  }

  /// Whether a field says what there is, or is no more.
  private static func isContent(_ field: Int, isDelta: Bool) -> Bool {
    field == 2 || (isDelta && field == 6)
  }

  /// Whether another field with content begins there.
  private static func isContentNext(_ message: RawSpan, _ offset: Int, isDelta: Bool) -> Bool {
    guard offset < message.byteCount else { return false }
    let key = unsafe message.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    // Its number, and that it has a length.
    return isContent(Int(key >> 3), isDelta: isDelta) && key & 7 == 2
  }

  /// The type; nil for one that no simulated Envoy asks for.
  func type(_ message: RawSpan) -> ResourceType? {
    if message.holds("type.googleapis.com/envoy.config.cluster.v3.Cluster", at: typeURL) {
      return .cluster
    }
    if message.holds(
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", at: typeURL)
    {
      return .endpoint
    }
    if message.holds("type.googleapis.com/envoy.config.listener.v3.Listener", at: typeURL) {
      return .listener
    }
    if message.holds(
      "type.googleapis.com/envoy.config.route.v3.RouteConfiguration", at: typeURL)
    {
      return .route
    }
    return nil
  }
}
