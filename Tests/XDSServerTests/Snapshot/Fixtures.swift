@testable import XDSServer

/// A resource whose "message" is the text `name=content`, in a field as it stands on the wire.
func resource(_ name: String, _ content: String = "1") -> Resource {
  let body = Array("\(name)=\(content)".utf8)
  precondition(body.count < 126, "the test's resources have one-byte lengths")
  let any = [0x12, UInt8(body.count)] + body
  return Resource(
    name: name, field: SharedBytes([0x12, UInt8(any.count)] + any), origins: [])
}

/// A table of resources written as `name=content`.
func table(_ contents: KeyValuePairs<String, String>) -> ResourceTable {
  ResourceTable(contents.map { resource($0.key, $0.value) })
}
