internal import COpenSSL

/// The calling thread's queue of OpenSSL errors.
///
/// A thread that uses OpenSSL must find it empty before each call whose failure it wants to
/// understand: whoever sees a call fail empties it.
enum OpenSSLErrors {
  /// An error: the number within its library, and OpenSSL's words.
  struct Entry {
    var library: Int32
    var reason: Int32
    var text: String
  }

  /// Takes all errors, and gives the first: what went wrong, before what followed from that.
  static func take() -> Entry? { take(ERR_get_error()) }

  /// Takes all errors, and gives the last: what it all means to the function that was called.
  static func takeLast() -> Entry? { take(ERR_peek_last_error()) }

  private static func take(_ code: UInt) -> Entry? {
    guard code != 0 else { return nil }
    ERR_clear_error()
    let text = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) }
    return Entry(
      library: ERR_GET_LIB(code), reason: ERR_GET_REASON(code), text: text ?? "error \(code)")
  }

  /// Forgets all errors.
  static func clear() { ERR_clear_error() }
}
