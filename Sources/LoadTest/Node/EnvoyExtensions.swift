/// The extensions that a real Envoy lists in its node.
enum EnvoyExtensions {
  /// `extensions` of a `Node`, encoded: some 60 kB.
  static let encoded: [UInt8] = {
    var bytes: [UInt8] = []
    for line in list.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2 else { continue }
      var message: [UInt8] = []
      message.appendField(1, words[0].utf8)
      message.appendField(2, words[1].utf8)
      for type in words.dropFirst(2) { message.appendField(6, type.utf8) }
      bytes.appendField(9, message)
    }
    return bytes
  }()
}
