internal import XDSProto
internal import XDSServer

/// A resource of a response, as a client must know it.
struct ReadResource {
  var name: String
  var held: Holdings.Held

  /// Reads an element of `resources`: an `Any` in SotW, which may hold a `Resource`, and in delta a
  /// `Resource` itself.
  init(
    _ message: RawSpan, _ element: Range<Int>, _ type: ResourceType, isDelta: Bool
  ) throws(WireError) {
    var version = 0..<0
    var name = 0..<0
    var any = element
    if isDelta {
      (version, any, name) = Self.parts(ofResource: message, element)
    }
    var (url, value) = Self.parts(ofAny: message, any)
    if !isDelta,
      message.holds("type.googleapis.com/envoy.service.discovery.v3.Resource", at: url)
    {
      (version, any, name) = Self.parts(ofResource: message, value)
      (url, value) = Self.parts(ofAny: message, any)
    }
    let body = message.extracting(value)
    held = Holdings.Held(version: message.text(version), hash: XXHash64.hash(body))
    switch type {
    case .cluster:
      let cluster = try Cluster(protobuf: body)
      self.name = cluster.name
      held.references = cluster.assignmentNames
    case .listener:
      let listener = try Listener(protobuf: body)
      self.name = listener.name
      held.references = try listener.routeNames
    case .endpoint, .route:
      // Both have their name in the first field.
      var scanner = FieldScanner(message, value)
      var first = 0..<0
      while let field = scanner.next() { if field == 1 { first = scanner.content } }
      self.name = message.text(first)
    }
    if !name.isEmpty { self.name = message.text(name) }
  }

  private static func parts(
    ofResource message: RawSpan, _ range: Range<Int>
  ) -> (version: Range<Int>, any: Range<Int>, name: Range<Int>) {
    var parts = (version: 0..<0, any: 0..<0, name: 0..<0)
    var scanner = FieldScanner(message, range)
    while let field = scanner.next() {
      switch field {
      case 1: parts.version = scanner.content
      case 2: parts.any = scanner.content
      case 3: parts.name = scanner.content
      default: break
      }
    }
    return parts
  }

  private static func parts(
    ofAny message: RawSpan, _ range: Range<Int>
  ) -> (url: Range<Int>, value: Range<Int>) {
    var parts = (url: 0..<0, value: 0..<0)
    var scanner = FieldScanner(message, range)
    while let field = scanner.next() {
      switch field {
      case 1: parts.url = scanner.content
      case 2: parts.value = scanner.content
      default: break
      }
    }
    return parts
  }
}

extension Cluster {
  /// The name by which Envoy asks for the cluster's endpoints; none if it does not.
  fileprivate var assignmentNames: [String] {
    guard case .type(.eds)? = clusterDiscoveryType else { return [] }
    let serviceName = edsClusterConfig?.serviceName ?? ""
    return [serviceName.isEmpty ? name : serviceName]
  }
}

extension Listener {
  /// The names of the route configurations that Envoy asks for.
  fileprivate var routeNames: [String] {
    get throws(WireError) {
      var managers: [AnyMessage] = []
      for chain in filterChains + [defaultFilterChain].compactMap(\.self) {
        for filter in chain.filters {
          if case .typedConfig(let any)? = filter.configType { managers.append(any) }
        }
      }
      if let any = apiListener?.apiListener { managers.append(any) }
      var names: [String] = []
      for any in managers where any.typeURL == HttpConnectionManager.typeURL {
        let manager = try HttpConnectionManager(protobuf: any.value)
        if case .rds(let rds)? = manager.routeSpecifier { names.append(rds.routeConfigName) }
      }
      return names
    }
  }
}
