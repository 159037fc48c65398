internal import XDSProto
internal import XDSServer

extension Transition {
  /// Reads a response and finds out what it makes of what a client has.
  ///
  /// `change` finds the newest change whose marker is in the bytes.
  ///
  /// - Complexity: O(*n*) in the client's resources; done once for all clients that have the same
  ///   and are sent the same.
  static func make(
    _ message: RawSpan, _ response: ReceivedResponse, from old: Holdings, _ type: ResourceType,
    isDelta: Bool, change: (RawSpan) -> Int?
  ) -> (Transition, Holdings) {
    // What a SotW response of clusters or listeners does not have is gone.
    let isComplete = !isDelta && type.isFullState
    var resources = isComplete ? [:] : old.resources
    var isNews = false
    var warms = false
    var resourceCount = 0
    var repeatedCount = 0
    var refusal: String?
    var scanner = FieldScanner(message, 0..<message.byteCount)
    while let field = scanner.next() {
      switch field {
      case 2:
        resourceCount += 1
        do throws(WireError) {
          let read = try ReadResource(message, scanner.content, type, isDelta: isDelta)
          if read.held.differs(from: old.resources[read.name]) {
            isNews = true
            warms = warms || !read.held.references.isEmpty
          } else {
            repeatedCount += 1
          }
          resources[read.name] = read.held
        } catch {
          refusal = "resource \(resourceCount) cannot be read: \(error)"
        }
      case 6 where isDelta:
        let name = message.text(scanner.content)
        let isKnown = resources[name].map { !$0.isMissing } ?? false
        // Envoy goes on with endpoints and routes that are told to be gone, but has no version of
        // them any more; those that never were are answered by that.
        if type.isFullState {
          resources[name] = nil
          isNews = isNews || isKnown
        } else if resources[name]?.isMissing != true {
          resources[name] = Held(isMissing: true)
          isNews = true
        }
      default: break
      }
    }
    if isComplete, resources.count != old.resources.count { isNews = true }
    let isKept = refusal != nil || !isNews
    let holdings = isKept ? old : Holdings(resources, from: old)
    let transition = Transition(
      contentHash: response.contentHash, holdings: holdings, isNews: isNews, warms: warms,
      resourceCount: resourceCount, repeatedCount: repeatedCount, change: change(message),
      refusal: refusal)
    old.remember(transition)
    return (transition, holdings)
  }

  private typealias Held = Holdings.Held
}
