internal import COpenSSL

/// What all TLS sessions of a loop use in turn, so that none of them has it for itself.
///
/// A session reads and writes through a BIO of our own, whose two ends are here: it takes the
/// peer's bytes from where the loop has read them to, and leaves its own in a list. OpenSSL itself
/// never sees a socket, so that there is one `recv` and one `send` per push and answer.
@safe final class TLSBuffers {
  /// The plaintext of one record at most (RFC 8446 §5.1: "The length MUST NOT exceed 2^14 bytes").
  static let recordBytesMax = 16 << 10

  /// What the session that was used last has for its peer, encrypted: to be dealt with before the
  /// next session is used.
  var sealed = OutputList(bytesKept: 128 << 10)
  /// What is left of the bytes that the session in use has been given.
  private var input = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  /// The plaintext of one record: one that came, or one that is put together to be sent.
  ///
  /// Owned; freed by `deinit`.
  let record = UnsafeMutableRawBufferPointer.allocate(
    byteCount: TLSBuffers.recordBytesMax, alignment: 16)

  deinit { unsafe record.deallocate() }

  /// Has sessions read from `bytes` while `body` runs.
  func withInput(_ bytes: UnsafeRawBufferPointer, _ body: () -> Void) {
    unsafe input = bytes
    body()
    // What a session has left is after its end.
    unsafe input = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// A BIO that reads and writes here; these buffers must outlive it.
  ///
  /// Nil when there is not enough memory.
  func makeBIO() -> OpaquePointer? {
    let bio = unsafe BIO_new(Self.method)
    unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    return unsafe bio
  }

  /// Made once, never changed and never freed.
  nonisolated(unsafe) private static let method: OpaquePointer = {
    let type = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = unsafe BIO_meth_new(type, "causeway") else {
      fatalError("There is not enough memory for TLS.")
    }
    unsafe BIO_meth_set_create(method) { bio in
      unsafe BIO_set_init(bio, 1)
      return 1
    }
    unsafe BIO_meth_set_read_ex(method) { bio, target, count, taken in
      unsafe TLSBuffers.take(bio, target, count, taken)
    }
    unsafe BIO_meth_set_write_ex(method) { bio, bytes, count, written in
      guard let buffers = unsafe TLSBuffers.of(bio) else { return 0 }
      unsafe buffers.sealed.append(
        copying: UnsafeRawBufferPointer(start: bytes, count: count).bindMemory(to: UInt8.self))
      unsafe written?.pointee = count
      return 1
    }
    // There is nothing to be flushed, which must not look like a failure; nothing else is answered.
    unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return unsafe method
  }()

  private static func of(_ bio: OpaquePointer?) -> TLSBuffers? {
    // Alive: the session that owns the BIO holds the buffers.
    unsafe BIO_get_data(bio).map {
      unsafe Unmanaged<TLSBuffers>.fromOpaque($0).takeUnretainedValue()
    }
  }

  private static func take(
    _ bio: OpaquePointer?, _ target: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ taken: UnsafeMutablePointer<Int>?
  ) -> Int32 {
    unsafe causeway_BIO_clear_retry_flags(bio)
    guard let buffers = unsafe of(bio), let target = unsafe target, unsafe !buffers.input.isEmpty
    else {
      // More may come: otherwise OpenSSL would take it for the end.
      unsafe causeway_BIO_set_retry_read(bio)
      return 0
    }
    let piece = unsafe UnsafeRawBufferPointer(rebasing: buffers.input.prefix(count))
    unsafe UnsafeMutableRawBufferPointer(start: target, count: count).copyMemory(from: piece)
    unsafe buffers.input = UnsafeRawBufferPointer(rebasing: buffers.input.dropFirst(piece.count))
    unsafe taken?.pointee = piece.count
    return 1
  }
}
