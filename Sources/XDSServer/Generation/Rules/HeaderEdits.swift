internal import XDSProto

internal import struct MeshModel.VirtualService

/// Changes of headers in Envoy's words.
struct HeaderEdits {
  private(set) var requestAdd: [HeaderValueOption] = []
  private(set) var requestRemove: [String] = []
  private(set) var responseAdd: [HeaderValueOption] = []
  private(set) var responseRemove: [String] = []
  /// What the host of requests is set to: Envoy has it changed as a host, not as a header.
  private(set) var authority: String?

  /// The changes that a rule makes.
  init(_ headers: VirtualService.Headers) {
    requestAdd = Self.options(headers.request)
    requestRemove = headers.request.remove.filter(Self.isEditable)
    responseAdd = Self.options(headers.response)
    responseRemove = headers.response.remove.filter(Self.isEditable)
    authority = Self.authority(in: headers.request.set) ?? Self.authority(in: headers.request.add)
  }

  /// Makes other changes after these.
  mutating func append(_ others: HeaderEdits) {
    requestAdd += others.requestAdd
    requestRemove += others.requestRemove
    responseAdd += others.responseAdd
    responseRemove += others.responseRemove
    authority = authority ?? others.authority
  }

  private static func options(_ changes: VirtualService.HeaderChanges) -> [HeaderValueOption] {
    options(changes.set, .overwriteIfExistsOrAdd) + options(changes.add, .appendIfExistsOrAdd)
  }

  private static func options(
    _ headers: [String: String], _ action: HeaderValueOption.HeaderAppendAction
  ) -> [HeaderValueOption] {
    headers.filter { isEditable($0.key) }.sorted { $0.key < $1.key }.map { name, value in
      HeaderValueOption(
        header: HeaderValue(key: name, value: HeaderFormat.accepted(value)), appendAction: action)
    }
  }

  private static func authority(in headers: [String: String]) -> String? {
    headers.filter { isHost($0.key) }.min { $0.key < $1.key }?.value
  }

  /// Whether Envoy lets it be changed as a header: it refuses routes that try others.
  private static func isEditable(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(":") && !isHost(name)
  }

  private static func isHost(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "host" || name == ":authority"
  }
}
