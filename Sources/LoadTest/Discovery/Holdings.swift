internal import XDSServer

/// What a client has of one type: immutable, and shared by all clients of a loop that have the
/// same.
///
/// What a response makes of it is remembered, so that it is worked out for the first client that
/// the response comes to, and looked up for all others.
final class Holdings {
  /// A resource.
  struct Held: Hashable {
    /// In delta, the resource's version.
    var version = ""
    /// A hash of its bytes.
    var hash: UInt64 = 0
    /// The names of what it refers to: endpoints for a cluster, routes for a listener.
    var references: [String] = []
    /// Whether the server has said that there is no such resource.
    var isMissing = false

    /// Whether it is another than the client had.
    func differs(from old: Held?) -> Bool {
      guard let old, old.isMissing == isMissing else { return true }
      return version.isEmpty || old.version.isEmpty ? hash != old.hash : version != old.version
    }
  }

  private static let rememberedMax = 8

  let resources: [String: Held]
  /// Everything that the resources refer to.
  let references: NameList
  /// `initial_resource_versions` of a client that comes back with this.
  private(set) lazy var initialVersions = Self.encodeVersions(resources)
  private var remembered: [Transition] = []
  private var rememberedNext = 0
  private weak var covered: NameList?
  private weak var restricted: Holdings?
  private weak var restrictedTo: NameList?

  /// What those resources make; `old` is what they came of.
  init(_ resources: [String: Held] = [:], from old: Holdings? = nil) {
    self.resources = resources
    let list = NameList(resources.values.lazy.flatMap(\.references))
    if let old, old.references.names == list.names {
      references = old.references
    } else {
      references = list
    }
  }

  /// Whether each of the names was answered.
  func covers(_ names: NameList) -> Bool {
    if covered === names { return true }
    guard names.names.allSatisfy({ resources[$0] != nil }) else { return false }
    covered = names
    return true
  }

  /// The names that were not answered.
  func missing(of names: NameList) -> [String] { names.names.filter { resources[$0] == nil } }

  /// What is left of this for a client that wants only those names.
  func restricted(to names: NameList) -> Holdings {
    if let restricted, restrictedTo === names { return restricted }
    let wanted = Set(names.names)
    let kept = resources.filter { wanted.contains($0.key) }
    let result = kept.count == resources.count ? self : Holdings(kept, from: self)
    restricted = result
    restrictedTo = names
    return result
  }

  /// What is remembered of a response with that content.
  func transition(_ contentHash: UInt64) -> Transition? {
    for transition in remembered where transition.contentHash == contentHash {
      return transition.isAlive ? transition : nil
    }
    return nil
  }

  /// Remembers what a response makes of this.
  func remember(_ transition: Transition) {
    if let index = remembered.firstIndex(where: { $0.contentHash == transition.contentHash }) {
      remembered[index] = transition
    } else if remembered.count < Self.rememberedMax {
      remembered.append(transition)
    } else {
      remembered[rememberedNext] = transition
      rememberedNext = (rememberedNext + 1) % Self.rememberedMax
    }
  }

  private static func encodeVersions(_ resources: [String: Held]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, held) in resources where !held.isMissing {
      var entry: [UInt8] = []
      entry.appendField(1, name.utf8)
      entry.appendField(2, held.version.utf8)
      bytes.appendField(5, entry)
    }
    return bytes
  }
}

/// What a response makes of what a client has.
final class Transition {
  let contentHash: UInt64
  /// What the client has afterwards; held by the clients that have it, or a test with many changes
  /// would hold on to all of them.
  private(set) weak var holdings: Holdings?
  /// Whether anything is new, changed or gone.
  let isNews: Bool
  /// Whether a cluster with endpoints is new or has changed, and so has to warm.
  let warms: Bool
  let resourceCount: Int
  /// The resources that the client had already.
  let repeatedCount: Int
  /// The newest change whose marker is in the bytes; nil if none is.
  let change: Int?
  /// What cannot be read, if anything.
  let refusal: String?

  var isAlive: Bool { holdings != nil }

  init(
    contentHash: UInt64, holdings: Holdings, isNews: Bool, warms: Bool, resourceCount: Int,
    repeatedCount: Int, change: Int?, refusal: String?
  ) {
    self.contentHash = contentHash
    self.holdings = holdings
    self.isNews = isNews
    self.warms = warms
    self.resourceCount = resourceCount
    self.repeatedCount = repeatedCount
    self.change = change
    self.refusal = refusal
  }
}
