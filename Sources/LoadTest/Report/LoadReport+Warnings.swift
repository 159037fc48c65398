extension LoadReport {
  /// How busy a loop may be before it is no measure for the server any more.
  private static let busyMax = 0.8
  /// How late a change may be, in microseconds.
  private static let latenessMax: UInt64 = 5000
  /// How much of the latency may be this program's own.
  private static let ownShareMax = 0.25

  /// What makes the results say more of this program, or its machine, than of the server.
  var warningsAboutItself: [String] {
    var warnings: [String] = []
    for phase in phases {
      guard let busiest = phase.loopsBusy.max(), busiest > Self.busyMax else { continue }
      warnings.append(
        "In the phase \(phase.name) a loop of this program was busy for "
          + "\(Quantity.percent(busiest)) of the time: it may be what was measured. Use more "
          + "--loops or another machine.")
    }
    let late = changes.filter { $0.lateness > Self.latenessMax }
    if let worst = late.map(\.lateness).max() {
      warnings.append(
        "\(late.count) of \(changes.count) changes were begun late, up to \(Quantity.time(worst)); "
          + "latencies count from when they were planned.")
    }
    if let latency = pushLatency, let own = ownDelay, latency.count > 0,
      Double(own.p99) > Self.ownShareMax * Double(latency.p99), own.p99 > 1000
    {
      warnings.append(
        "Up to \(Quantity.time(own.p99)) of the p99 of \(Quantity.time(latency.p99)) may be this "
          + "program's own.")
    }
    return warnings
  }
}

extension LoadPlan {
  /// What is tested, in words.
  var summary: String {
    var words = ["\(Quantity.count(clients)) Envoys"]
    words.append(isDelta ? "delta" : "state of the world")
    words.append(isAggregated ? "aggregated" : "separate streams")
    words.append(tls == nil ? "plaintext" : "TLS")
    if node.size == .full { words.append("61 kB node") }
    if refusing > 0 { words.append("\(Quantity.threeDigits(refusing * 100)) % refuse") }
    if stalling > 0 { words.append("\(Quantity.threeDigits(stalling * 100)) % stalled") }
    if reconnecting > 0 {
      words.append("\(Quantity.threeDigits(reconnecting * 100)) % reconnect per second")
    }
    if leaving > 0 { words.append("\(Quantity.threeDigits(leaving * 100)) % leave per second") }
    return words.joined(separator: ", ") + " → " + authority
  }
}
