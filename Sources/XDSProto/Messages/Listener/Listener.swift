// Made by scripts/protos out of protos/envoy/config/listener/v3/listener.proto.

/// An address that accepts connections, and what happens to them.
public struct Listener: ProtoMessage {
  /// The name.
  public var name: String
  /// The address.
  public var address: Address?
  /// The filter chains, of which the best match takes a connection.
  public var filterChains: [FilterChain]
  /// Whether a connection is handed to the listener of its original destination.
  public var useOriginalDst: Bool?
  /// How much is buffered for a connection.
  public var perConnectionBufferLimitBytes: UInt32?
  /// Facts for filters.
  public var metadata: Metadata?
  /// Filters that see a connection before a filter chain is chosen.
  public var listenerFilters: [ListenerFilter]
  /// Whether the socket takes connections to addresses that are not its own.
  public var transparent: Bool?
  /// How long listener filters may take.
  public var listenerFiltersTimeout: ProtoDuration?
  /// Whether traffic comes in or goes out.
  public var trafficDirection: TrafficDirection
  /// Whether a connection goes on when listener filters took too long.
  public var continueOnListenerFiltersTimeout: Bool
  /// A listener that is no socket.
  public var apiListener: ApiListener?
  /// Logs of connections.
  public var accessLog: [AccessLog]
  /// The filter chain where none matches.
  public var defaultFilterChain: FilterChain?
  /// Whether the address is bound; if not, connections are handed over by another listener.
  public var bindToPort: Bool?
  /// The prefix in statistics, where it is not the address.
  public var statPrefix: String
  /// Whether each worker has a socket of its own.
  public var enableReusePort: Bool?

  /// A message with these fields.
  public init(
    name: String = "",
    address: Address? = nil,
    filterChains: [FilterChain] = [],
    useOriginalDst: Bool? = nil,
    perConnectionBufferLimitBytes: UInt32? = nil,
    metadata: Metadata? = nil,
    listenerFilters: [ListenerFilter] = [],
    transparent: Bool? = nil,
    listenerFiltersTimeout: ProtoDuration? = nil,
    trafficDirection: TrafficDirection = .unspecified,
    continueOnListenerFiltersTimeout: Bool = false,
    apiListener: ApiListener? = nil,
    accessLog: [AccessLog] = [],
    defaultFilterChain: FilterChain? = nil,
    bindToPort: Bool? = nil,
    statPrefix: String = "",
    enableReusePort: Bool? = nil
  ) {
    self.name = name
    self.address = address
    self.filterChains = filterChains
    self.useOriginalDst = useOriginalDst
    self.perConnectionBufferLimitBytes = perConnectionBufferLimitBytes
    self.metadata = metadata
    self.listenerFilters = listenerFilters
    self.transparent = transparent
    self.listenerFiltersTimeout = listenerFiltersTimeout
    self.trafficDirection = trafficDirection
    self.continueOnListenerFiltersTimeout = continueOnListenerFiltersTimeout
    self.apiListener = apiListener
    self.accessLog = accessLog
    self.defaultFilterChain = defaultFilterChain
    self.bindToPort = bindToPort
    self.statPrefix = statPrefix
    self.enableReusePort = enableReusePort
  }

  /// A message with nothing set.
  public init() { self.init(name: "") }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.listener.v3.Listener" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(enableReusePort, field: 29)
    writer.string(statPrefix, field: 28)
    writer.wrapped(bindToPort, field: 26)
    writer.message(defaultFilterChain, field: 25)
    writer.messages(accessLog, field: 22)
    writer.message(apiListener, field: 19)
    writer.bool(continueOnListenerFiltersTimeout, field: 17)
    writer.enumeration(trafficDirection, field: 16)
    writer.message(listenerFiltersTimeout, field: 15)
    writer.wrapped(transparent, field: 10)
    writer.messages(listenerFilters, field: 9)
    writer.message(metadata, field: 6)
    writer.wrapped(perConnectionBufferLimitBytes, field: 5)
    writer.wrapped(useOriginalDst, field: 4)
    writer.messages(filterChains, field: 3)
    writer.message(address, field: 2)
    writer.string(name, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: name = try reader.string()
      case 2: try reader.message(into: &address)
      case 3: filterChains.append(try reader.message())
      case 4: try reader.wrapped(into: &useOriginalDst)
      case 5: try reader.wrapped(into: &perConnectionBufferLimitBytes)
      case 6: try reader.message(into: &metadata)
      case 9: listenerFilters.append(try reader.message())
      case 10: try reader.wrapped(into: &transparent)
      case 15: try reader.message(into: &listenerFiltersTimeout)
      case 16: trafficDirection = try reader.enumeration()
      case 17: continueOnListenerFiltersTimeout = try reader.bool()
      case 19: try reader.message(into: &apiListener)
      case 22: accessLog.append(try reader.message())
      case 25: try reader.message(into: &defaultFilterChain)
      case 26: try reader.wrapped(into: &bindToPort)
      case 28: statPrefix = try reader.string()
      case 29: try reader.wrapped(into: &enableReusePort)
      default: try reader.skip()
      }
    }
  }
}
