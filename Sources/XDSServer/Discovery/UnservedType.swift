internal import Platform

/// A type that Causeway does not serve, on one stream: it has no resources.
///
/// Its first request is answered with nothing, so that a client that waits for such resources
/// (secrets, runtime layers) need not wait for its timeout. Nothing is ever sent after that, but in
/// delta that the names of later requests do not exist.
struct UnservedType: Hashable, Sendable {
  /// How far the last response got.
  enum Delivery: Hashable, Sendable {
    case due
    case sent(Nonce)
    case settled
  }

  /// The type.
  let typeURL: String
  /// How far the last response got.
  private(set) var delivery = Delivery.due
  /// Names that the client is to be told not to exist (delta).
  private(set) var absent = NameSet()

  /// How many such types one stream may ask for: Envoy knows a dozen.
  static let countMax = 32

  /// The version of no resources.
  static let version = ContentSum().version

  /// A type that was just asked for.
  init(typeURL: String) { self.typeURL = typeURL }

  /// Takes a request for this type.
  mutating func requestReceived(
    _ request: StreamRequest, at now: Moment
  ) -> TypeStream.Meaning {
    defer {
      if delivery == .settled, !absent.isEmpty { delivery = .due }
    }
    switch delivery {
    case .due, .settled: return .subscription
    case .sent(let nonce):
      if request.nonce.isEmpty { return .subscription }
      guard nonce.isWritten(request.nonce) else { return .stale }
      delivery = .settled
      guard let error = request.error else { return .acceptance }
      return .refusal(
        Refusal(
          typeURL: typeURL, version: Self.version, error: error, at: now, blaming: []))
    }
  }

  /// Takes the names that a request of delta adds and drops.
  mutating func namesReceived(_ request: StreamRequest) {
    absent.insert(request.names)
    absent.insert(request.versionsBrought.keys)
    for name in request.namesDropped { absent.remove(name) }
    absent.remove("*")
  }

  /// What the names weigh that are remembered, and the type's own.
  var weight: NameWeight {
    absent.weight + NameWeight(count: 1, bytes: typeURL.utf8.count)
  }

  /// Notes that the response goes out, and says which names it has to say do not exist.
  mutating func send(_ nonce: Nonce) -> [String] {
    delivery = .sent(nonce)
    defer { absent.removeAll() }
    return absent.names.sorted()
  }
}
