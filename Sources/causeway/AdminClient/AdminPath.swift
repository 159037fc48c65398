/// The path of a request to the admin API, with its query.
struct AdminPath: Hashable, CustomStringConvertible {
  /// As it stands in the request line.
  let description: String

  /// The path of the given segments, below `/api/v1`, each of which may be any text.
  ///
  /// - Parameters:
  ///   - segments: the segments.
  ///   - query: the parameters; those that are nil are left out.
  init(_ segments: String..., query: KeyValuePairs<String, String?> = [:]) {
    let path = (["api", "v1"] + segments).map { "/" + Self.encoded($0) }.joined()
    let pairs = query.compactMap { name, value in
      value.map { "\(Self.encoded(name))=\(Self.encoded($0))" }
    }
    description = pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  /// `text` with everything but the unreserved characters percent-encoded (RFC 3986 §2.3).
  private static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}
