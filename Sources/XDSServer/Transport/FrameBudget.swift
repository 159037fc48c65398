internal import CNghttp2
internal import Platform

/// What one peer may still make us do for next to nothing.
///
/// Every frame costs, apart from DATA with something in it; what we send earns it back, because an
/// honest client answers DATA by WINDOW_UPDATE, and some by a PING that measures the way. So the
/// limits are met only by peers that send much more than they are sent.
struct FrameBudget {
  /// A DATA frame with less in it counts as one with nothing in it.
  private static let dataBytesMin = 32
  /// What a SETTINGS frame costs: it makes more work than others, and hardly any client sends two.
  private static let settingsCost = 20
  /// What a DATA frame of ours earns: WINDOW_UPDATE for stream and connection, a PING, and one
  /// over.
  private static let dataSentGain = 4
  /// The CONTINUATION frames of one request: an honest one has none at all.
  private static let continuationsMax = 8
  /// How many times ``TransportConfiguration/headerListBytesMax`` the header fields of a request
  /// may be before the whole connection ends for it.
  ///
  /// Up to then only the call is refused.
  static let headerExcessMax = 4

  private var frames: Allowance
  private var resets: Allowance
  /// The CONTINUATION frames of the current header block.
  private var continuations = 0
  /// The size of the current header block as it was sent.
  private var blockBytes = 0
  /// The size of the current header block decoded, as RFC 9113 §6.5.2 counts it.
  private var fieldBytes = 0

  init(_ configuration: TransportConfiguration, now: Moment) {
    frames = Allowance(configuration.frameLimit, now: now)
    resets = Allowance(configuration.resetLimit, now: now)
  }

  /// A frame begins; says why the connection must end, if it must.
  mutating func received(
    _ frame: FrameHeader, _ configuration: TransportConfiguration, now: Moment
  ) -> ConnectionEnd? {
    var cost = 1
    var end = ConnectionEnd.frameFlood
    switch UInt32(frame.type) {
    case NGHTTP2_DATA.rawValue where frame.length >= Self.dataBytesMin: return nil
    case NGHTTP2_RST_STREAM.rawValue:
      return resets.take(1, of: configuration.resetLimit, now: now) ? nil : .resetFlood
    case NGHTTP2_HEADERS.rawValue:
      continuations = 0
      blockBytes = frame.length
      fieldBytes = 0
    case NGHTTP2_CONTINUATION.rawValue:
      continuations += 1
      blockBytes += frame.length
      if continuations > Self.continuationsMax { return .continuationFlood }
    case NGHTTP2_SETTINGS.rawValue:
      cost = Self.settingsCost
      end = .settingsFlood
    case NGHTTP2_PING.rawValue: end = .pingFlood
    default: break
    }
    if blockBytes > Self.headerExcessMax * configuration.headerListBytesMax {
      return .headerFlood
    }
    return frames.take(cost, of: configuration.frameLimit, now: now) ? nil : end
  }

  /// A header field was decoded; says whether there may be more.
  mutating func fieldReceived(byteCount: Int, _ configuration: TransportConfiguration) -> Bool {
    fieldBytes += byteCount + RequestHead.fieldOverhead
    return fieldBytes <= Self.headerExcessMax * configuration.headerListBytesMax
  }

  /// We had to reset a stream because of what the peer sent on it; says whether it may go on.
  mutating func resetProvoked(
    _ configuration: TransportConfiguration, now: Moment
  ) -> Bool { resets.take(1, of: configuration.resetLimit, now: now) }

  /// We have sent a DATA frame.
  mutating func dataSent(_ configuration: TransportConfiguration) {
    frames.give(Self.dataSentGain, of: configuration.frameLimit)
  }
}
