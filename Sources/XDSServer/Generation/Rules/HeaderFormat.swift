/// What Envoy makes of `%` in a header's value.
///
/// `%COMMAND%` stands for something that is known of the request, and `%%` for the sign itself;
/// Envoy refuses a route with anything else
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers).
enum HeaderFormat {
  /// Commands without arguments.
  private static let commands: Set<String> = [
    "CONNECTION_ID", "DOWNSTREAM_DIRECT_REMOTE_ADDRESS",
    "DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_LOCAL_ADDRESS",
    "DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_LOCAL_PORT",
    "DOWNSTREAM_PEER_SUBJECT", "DOWNSTREAM_PEER_URI_SAN", "DOWNSTREAM_REMOTE_ADDRESS",
    "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", "DOWNSTREAM_TLS_VERSION", "HOSTNAME", "PROTOCOL",
    "REQUESTED_SERVER_NAME", "RESPONSE_CODE", "RESPONSE_CODE_DETAILS", "RESPONSE_FLAGS",
    "ROUTE_NAME", "START_TIME", "UPSTREAM_CLUSTER", "UPSTREAM_HOST", "UPSTREAM_REMOTE_ADDRESS",
    "VIRTUAL_CLUSTER_NAME",
  ]
  /// Commands that want the name of a header.
  private static let headerCommands: Set<String> = ["REQ", "RESP", "TRAILER"]

  /// The value in which every `%` is a part of something that Envoy knows; others are meant
  /// literally.
  static func accepted(_ value: String) -> String {
    guard value.contains("%") else { return value }
    var result = ""
    var rest = Substring(value)
    while let start = rest.firstIndex(of: "%") {
      result += rest[..<start]
      let inner = rest[rest.index(after: start)...]
      if let end = inner.firstIndex(of: "%"), end == inner.startIndex || isCommand(inner[..<end]) {
        result += rest[start...end]
        rest = inner[inner.index(after: end)...]
      } else {
        result += "%%"
        rest = inner
      }
    }
    return result + rest
  }

  private static func isCommand(_ text: Substring) -> Bool {
    if commands.contains(String(text)) { return true }
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")"),
      headerCommands.contains(String(text[..<open]))
    else { return false }
    let name = text[text.index(after: open)...].dropLast()
    return !name.isEmpty
      && name.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
          || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
      }
  }
}
