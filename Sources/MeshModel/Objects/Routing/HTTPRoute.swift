extension VirtualService {
  /// An entry of `http`.
  public struct HTTPRoute: Hashable, Sendable {
    /// What becomes of a request: `route`, `redirect` and `directResponse` exclude each other.
    public enum Action: Hashable, Sendable {
      /// `route`: it goes to one of them, by weight.
      case forward([HTTPDestination])
      /// `redirect`.
      case redirect(Redirect)
      /// `directResponse`.
      case respond(DirectResponse)
    }

    /// `name`, which shows in access logs; empty when absent.
    public var name: String
    /// `match`: one of them must hold; with none, every request matches.
    public var match: [HTTPMatch]
    /// What becomes of the request.
    public var action: Action
    /// `rewrite`, before the request is forwarded.
    public var rewrite: Rewrite?
    /// `timeout` of the whole request, retries included, at least 1 ms; nil means none.
    public var timeout: Duration?
    /// `retries`; nil means those that Istio has for every route: 2 attempts.
    public var retries: Retries?
    /// `fault` that is injected.
    public var fault: Fault?
    /// `mirror` with `mirrorPercentage`, or `mirrors`.
    public var mirrors: [Mirror]
    /// `corsPolicy`.
    public var cors: CORSPolicy?
    /// `headers`, beside those of the destinations.
    public var headers: Headers

    /// A route.
    public init(
      name: String = "", match: [HTTPMatch] = [], action: Action, rewrite: Rewrite? = nil,
      timeout: Duration? = nil, retries: Retries? = nil, fault: Fault? = nil,
      mirrors: [Mirror] = [], cors: CORSPolicy? = nil, headers: Headers = Headers()
    ) {
      self.name = name
      self.match = match
      self.action = action
      self.rewrite = rewrite
      self.timeout = timeout
      self.retries = retries
      self.fault = fault
      self.mirrors = mirrors
      self.cors = cors
      self.headers = headers
    }
  }

  /// An entry of `http[].match`: everything that it says must hold.
  public struct HTTPMatch: Hashable, Sendable {
    /// `name`, which is joined to the route's with a dot; empty when absent.
    public var name: String
    /// `uri`: the path, without the query; nil means any.
    public var uri: StringMatch?
    /// `ignoreUriCase`, for exact and prefix matches.
    public var ignoresURICase: Bool
    /// `scheme`.
    public var scheme: StringMatch?
    /// `method`.
    public var method: StringMatch?
    /// `authority`.
    public var authority: StringMatch?
    /// `headers`, by lower-case name.
    public var headers: [String: StringMatch]
    /// `withoutHeaders`, by lower-case name: none of them may hold.
    public var withoutHeaders: [String: StringMatch]
    /// `queryParams`.
    public var queryParameters: [String: StringMatch]
    /// `port` that the client called; nil means any.
    public var port: UInt16?
    /// From which clients.
    public var source: SourceMatch
    /// `statPrefix` of the route's statistics; empty when absent.
    public var statPrefix: String

    /// A match; with no arguments, one that always holds.
    public init(
      name: String = "", uri: StringMatch? = nil, ignoresURICase: Bool = false,
      scheme: StringMatch? = nil, method: StringMatch? = nil, authority: StringMatch? = nil,
      headers: [String: StringMatch] = [:], withoutHeaders: [String: StringMatch] = [:],
      queryParameters: [String: StringMatch] = [:], port: UInt16? = nil,
      source: SourceMatch = SourceMatch(), statPrefix: String = ""
    ) {
      self.name = name
      self.uri = uri
      self.ignoresURICase = ignoresURICase
      self.scheme = scheme
      self.method = method
      self.authority = authority
      self.headers = headers
      self.withoutHeaders = withoutHeaders
      self.queryParameters = queryParameters
      self.port = port
      self.source = source
      self.statPrefix = statPrefix
    }
  }

  /// An entry of `http[].route`.
  public struct HTTPDestination: Hashable, Sendable {
    /// `destination`.
    public var destination: Destination
    /// `weight`: its share of the sum of all; a single one gets all, whatever it says.
    public var weight: UInt32
    /// `headers`, for this destination only.
    public var headers: Headers

    /// A destination with its share.
    public init(_ destination: Destination, weight: UInt32 = 0, headers: Headers = Headers()) {
      self.destination = destination
      self.weight = weight
      self.headers = headers
    }
  }

  /// Changes of headers, on the way there and back.
  public struct Headers: Hashable, Sendable {
    /// `request`.
    public var request: HeaderChanges
    /// `response`.
    public var response: HeaderChanges

    /// Changes; with no arguments, none.
    public init(
      request: HeaderChanges = HeaderChanges(), response: HeaderChanges = HeaderChanges()
    ) {
      self.request = request
      self.response = response
    }

    /// Whether nothing is changed.
    public var isEmpty: Bool { request.isEmpty && response.isEmpty }
  }

  /// Changes of headers, by name as written.
  public struct HeaderChanges: Hashable, Sendable {
    /// `set`: replaces.
    public var set: [String: String]
    /// `add`: appends.
    public var add: [String: String]
    /// `remove`.
    public var remove: [String]

    /// Changes; with no arguments, none.
    public init(set: [String: String] = [:], add: [String: String] = [:], remove: [String] = []) {
      self.set = set
      self.add = add
      self.remove = remove
    }

    /// Whether nothing is changed.
    public var isEmpty: Bool { self.set.isEmpty && add.isEmpty && remove.isEmpty }
  }
}
