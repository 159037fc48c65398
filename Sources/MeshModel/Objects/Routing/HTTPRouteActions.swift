extension VirtualService {
  /// `redirect`: answers with another place.
  public struct Redirect: Hashable, Sendable {
    /// The port of the place.
    public enum Port: Hashable, Sendable {
      /// `port`.
      case number(UInt16)
      /// `derivePort: FROM_PROTOCOL_DEFAULT`: 80 or 443.
      case protocolDefault
      /// `derivePort: FROM_REQUEST_PORT`.
      case request
    }

    /// `uri`, which replaces the whole path; may be `%PREFIX()%` and a path that replaces the
    /// prefix that matched; nil keeps the path.
    public var uri: String?
    /// `authority`; nil keeps it.
    public var authority: String?
    /// `port` or `derivePort`; nil means the default of the scheme, or the request's.
    public var port: Port?
    /// `scheme`, lower-cased; nil keeps it.
    public var scheme: String?
    /// `redirectCode`; 301 when absent.
    public var code: UInt32

    /// A redirection.
    public init(
      uri: String? = nil, authority: String? = nil, port: Port? = nil, scheme: String? = nil,
      code: UInt32 = 301
    ) {
      self.uri = uri
      self.authority = authority
      self.port = port
      self.scheme = scheme
      self.code = code
    }
  }

  /// `directResponse`: answers without asking any destination.
  public struct DirectResponse: Hashable, Sendable {
    /// `status`.
    public var status: UInt32
    /// `body.string` or `body.bytes`; nil when absent.
    public var body: [UInt8]?

    /// An answer.
    public init(status: UInt32, body: [UInt8]? = nil) {
      self.status = status
      self.body = body
    }
  }

  /// `rewrite`.
  public struct Rewrite: Hashable, Sendable {
    /// How the path is changed.
    public enum Path: Hashable, Sendable {
      /// `uri`: replaces the prefix that matched, or the whole path of an exact match.
      case uri(String)
      /// `uriRegexRewrite`: replaces what an RE2 expression finds; `\1` is its first group.
      case regex(match: String, rewrite: String)
    }

    /// The path; nil keeps it.
    public var path: Path?
    /// `authority`; nil keeps it.
    public var authority: String?

    /// A change.
    public init(path: Path? = nil, authority: String? = nil) {
      self.path = path
      self.authority = authority
    }
  }

  /// `retries`.
  public struct Retries: Hashable, Sendable {
    /// `attempts` beside the first; 0 switches retries off.
    public var attempts: UInt32
    /// `perTryTimeout`; nil means the route's timeout.
    public var perTryTimeout: Duration?
    /// `retryOn`: Envoy's words and status codes; empty when absent, which means Istio's default.
    public var retryOn: [String]
    /// `retryRemoteLocalities`; nil when absent.
    public var retriesRemoteLocalities: Bool?
    /// `retryIgnorePreviousHosts`; true when absent.
    public var ignoresPreviousHosts: Bool
    /// `backoff`, the least time between two attempts; nil means Envoy's 25 ms.
    public var backoff: Duration?

    /// Retries.
    public init(
      attempts: UInt32, perTryTimeout: Duration? = nil, retryOn: [String] = [],
      retriesRemoteLocalities: Bool? = nil, ignoresPreviousHosts: Bool = true,
      backoff: Duration? = nil
    ) {
      self.attempts = attempts
      self.perTryTimeout = perTryTimeout
      self.retryOn = retryOn
      self.retriesRemoteLocalities = retriesRemoteLocalities
      self.ignoresPreviousHosts = ignoresPreviousHosts
      self.backoff = backoff
    }
  }

  /// `fault`: delays and errors on purpose.
  public struct Fault: Hashable, Sendable {
    /// `delay`.
    public struct Delay: Hashable, Sendable {
      /// `fixedDelay`.
      public var duration: Duration
      /// `percentage` of the requests (or the old `percent`); 0 when absent, as in Istio.
      public var percentage: Double

      /// A delay.
      public init(_ duration: Duration, percentage: Double) {
        self.duration = duration
        self.percentage = percentage
      }
    }

    /// `abort`.
    public struct Abort: Hashable, Sendable {
      /// What is answered.
      public enum Status: Hashable, Sendable {
        /// `httpStatus`.
        case http(UInt32)
        /// `grpcStatus`, by number.
        case grpc(UInt32)
      }

      /// What is answered.
      public var status: Status
      /// `percentage` of the requests; 0 when absent, as in Istio.
      public var percentage: Double

      /// An answer.
      public init(_ status: Status, percentage: Double) {
        self.status = status
        self.percentage = percentage
      }
    }

    /// `delay`.
    public var delay: Delay?
    /// `abort`.
    public var abort: Abort?

    /// A fault.
    public init(delay: Delay? = nil, abort: Abort? = nil) {
      self.delay = delay
      self.abort = abort
    }
  }

  /// A copy of requests, whose answers are thrown away.
  public struct Mirror: Hashable, Sendable {
    /// `mirror`, or `mirrors[].destination`.
    public var destination: Destination
    /// `mirrorPercentage`, or `mirrors[].percentage`; 100 when absent.
    public var percentage: Double

    /// A mirror.
    public init(_ destination: Destination, percentage: Double = 100) {
      self.destination = destination
      self.percentage = percentage
    }
  }

  /// `corsPolicy`.
  public struct CORSPolicy: Hashable, Sendable {
    /// What becomes of a preflight request of another origin.
    public enum UnmatchedPreflights: String, Hashable, Sendable, CaseIterable {
      case unspecified = "UNSPECIFIED"
      case forward = "FORWARD"
      case ignore = "IGNORE"
    }

    /// `allowOrigins`, or the old `allowOrigin` as exact ones, where `*` stands for all.
    public var allowOrigins: [StringMatch]
    /// `allowMethods`.
    public var allowMethods: [String]
    /// `allowHeaders`.
    public var allowHeaders: [String]
    /// `exposeHeaders`.
    public var exposeHeaders: [String]
    /// `maxAge`; nil when absent.
    public var maxAge: Duration?
    /// `allowCredentials`; nil when absent.
    public var allowsCredentials: Bool?
    /// `unmatchedPreflights`.
    public var unmatchedPreflights: UnmatchedPreflights

    /// A policy.
    public init(
      allowOrigins: [StringMatch] = [], allowMethods: [String] = [], allowHeaders: [String] = [],
      exposeHeaders: [String] = [], maxAge: Duration? = nil, allowsCredentials: Bool? = nil,
      unmatchedPreflights: UnmatchedPreflights = .unspecified
    ) {
      self.allowOrigins = allowOrigins
      self.allowMethods = allowMethods
      self.allowHeaders = allowHeaders
      self.exposeHeaders = exposeHeaders
      self.maxAge = maxAge
      self.allowsCredentials = allowsCredentials
      self.unmatchedPreflights = unmatchedPreflights
    }
  }
}
