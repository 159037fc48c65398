internal import CNghttp2

/// Decodes header blocks (HPACK, RFC 7541).
///
/// All connections of a loop share one: we allow servers no dynamic table, so a block depends on
/// nothing that came before it.
@safe final class HeaderDecoder {
  /// Owned; freed by `deinit`.
  private var raw: OpaquePointer

  init() { unsafe raw = Self.make() }

  deinit { unsafe nghttp2_hd_inflate_del(raw) }

  private static func make() -> OpaquePointer {
    var created: OpaquePointer?
    guard unsafe nghttp2_hd_inflate_new(&created) == 0, let created = unsafe created else {
      fatalError("There is not enough memory to start an event loop.")
    }
    unsafe nghttp2_hd_inflate_change_table_size(created, 0)
    // The change must be confirmed by the first block (RFC 7541 §4.2). Every connection has a first
    // block, and some servers say nothing because they have no table anyway: so this is one.
    _ = unsafe fields(in: [0x20], by: created)
    return unsafe created
  }

  /// The fields of a block; nil if it cannot be decoded.
  func fields(in block: [UInt8]) -> [String: String]? {
    if let fields = unsafe Self.fields(in: block, by: raw) { return fields }
    // It decodes nothing more after an error, and the next block may be another connection's.
    unsafe nghttp2_hd_inflate_del(raw)
    unsafe raw = Self.make()
    return nil
  }

  private static func fields(
    in block: [UInt8], by raw: OpaquePointer
  ) -> [String: String]? {
    var fields: [String: String] = [:]
    let isWhole = unsafe block.withUnsafeBufferPointer { block in
      var rest = unsafe block
      while true {
        var field = unsafe nghttp2_nv()
        var flags: Int32 = 0
        let count = unsafe nghttp2_hd_inflate_hd2(
          raw, &field, &flags, rest.baseAddress, rest.count, 1)
        guard count >= 0 else { return false }
        if UInt32(flags) & NGHTTP2_HD_INFLATE_EMIT.rawValue != 0 {
          fields[unsafe text(field.name, field.namelen)] =
            unsafe text(field.value, field.valuelen)
        }
        if UInt32(flags) & NGHTTP2_HD_INFLATE_FINAL.rawValue != 0 { break }
        unsafe rest = UnsafeBufferPointer(rebasing: rest.dropFirst(count))
        if rest.isEmpty, flags == 0 { return false }
      }
      return true
    }
    _ = unsafe nghttp2_hd_inflate_end_headers(raw)
    return isWhole ? fields : nil
  }

  private static func text(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int) -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
