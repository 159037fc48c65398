extension LoadReport {
  /// The report for a terminal: tables, a histogram, and what a person should know.
  public var text: String {
    var parts = [description + "\n", latencyTable, phaseTable]
    if let pushLatency, pushLatency.count > 0 {
      parts.append("From the planned change to the last byte:\n" + Self.histogram(pushLatency))
    } else if configuredTime.count > 0 {
      parts.append("Until an Envoy was configured:\n" + Self.histogram(configuredTime))
    }
    parts.append(sentences.joined(separator: "\n") + "\n")
    if isInterrupted { parts.append("The test was ended before its time.\n") }
    if !warnings.isEmpty {
      parts.append(warnings.map { "WARNING: \($0)\n" }.joined())
    }
    return parts.joined(separator: "\n")
  }

  private var latencyTable: String {
    var table = AlignedTable(["", "p50", "p90", "p99", "p99.9", "max", "count"])
    func add(_ name: String, _ summary: LatencySummary?) {
      guard let summary, summary.count > 0 else { return }
      table.add(
        [name]
          + [summary.p50, summary.p90, summary.p99, summary.p999, summary.max].map(Quantity.time)
          + [Quantity.count(summary.count)])
    }
    add("configured", configuredTime)
    add("push", pushLatency)
    add("configured again", rejoinTime)
    add("back after storm", stormTime)
    add("own delay, at most", ownDelay)
    return table.text
  }

  private var phaseTable: String {
    var headings = [
      "phase", "time", "CDS", "EDS", "LDS", "RDS", "per Envoy", "superfluous", "received", "sent",
      "loops busy",
    ]
    let isServerKnown = phases.contains { $0.serverCPUSeconds != nil }
    if isServerKnown { headings += ["server CPU", "server memory"] }
    var table = AlignedTable(headings)
    for phase in phases {
      var cells = [phase.name, Quantity.threeDigits(phase.seconds) + " s"]
      cells += phase.responses.map(Quantity.count)
      cells.append(Quantity.threeDigits(Double(phase.responseCount) / Double(max(1, clients))))
      cells.append(Quantity.count(phase.superfluous))
      cells += [phase.bytesReceived, phase.bytesSent].map { Quantity.bytes(Double($0)) }
      cells.append(phase.loopsBusy.map(Quantity.percent).joined(separator: ", "))
      if isServerKnown {
        cells.append(phase.serverCPUSeconds.map { Quantity.threeDigits($0) + " s" } ?? "-")
        cells.append(phase.serverResidentBytes.map { Quantity.bytes(Double($0)) } ?? "-")
      }
      table.add(cells)
    }
    return table.text
  }

  /// What a person should know, a sentence each.
  var sentences: [String] {
    var sentences: [String] = []
    sentences.append(
      "\(Quantity.count(configured)) of \(Quantity.count(clients)) Envoys were configured; "
        + "\(Quantity.count(acknowledgements)) responses accepted, \(Quantity.count(refusals)) "
        + "refused, \(Quantity.count(superfluous)) superfluous.")
    if !changes.isEmpty {
      let arrived = changes.reduce(0) { $0 + $1.arrived }
      let expected = changes.reduce(0) { $0 + $1.expected }
      sentences.append(
        "\(changes.count) changes came to \(Quantity.count(arrived)) of "
          + "\(Quantity.count(expected)) Envoys that were to see them.")
    }
    if stalled > 0 { sentences.append("\(Quantity.count(stalled)) Envoys read nothing any more.") }
    if reconnects > 0 || departures > 0 {
      sentences.append(
        "\(Quantity.count(reconnects)) connections were cut and made again, "
          + "\(Quantity.count(departures)) Envoys left and came back.")
    }
    sentences += serverSentences
    sentences += failures.isEmpty ? ["Nothing went wrong."] : ["What went wrong:"]
    for failure in failures {
      let detail = failure.detail.map { " (\($0))" } ?? ""
      sentences.append("  \(Quantity.count(failure.count)) × \(failure.kind)\(detail)")
    }
    return sentences
  }

  private var serverSentences: [String] {
    var parts: [String] = []
    if let memoryPerClient {
      parts.append("\(Quantity.bytes(memoryPerClient)) of memory per Envoy")
    }
    if let configureCPU {
      parts.append("\(Quantity.threeDigits(configureCPU)) µs of CPU to configure one")
    }
    if let pushCPU { parts.append("\(Quantity.threeDigits(pushCPU)) µs per Envoy and push") }
    guard !parts.isEmpty else { return [] }
    let peak = phases.last?.serverPeakBytes.map { "; at most \(Quantity.bytes(Double($0)))" } ?? ""
    return ["The server took \(parts.joined(separator: ", "))\(peak)."]
  }

  /// Bars of characters.
  static func histogram(_ summary: LatencySummary) -> String {
    var table = AlignedTable(nil)
    let most = summary.bars.map(\.count).max() ?? 0
    for bar in summary.bars {
      let width = most == 0 ? 0 : (bar.count * 50 + most - 1) / most
      table.add([
        "≤ " + Quantity.time(bar.upTo), Quantity.count(bar.count),
        String(repeating: "█", count: width),
      ])
    }
    return table.text
  }
}

/// Rows whose columns are aligned: the first to the left, the others, which are numbers, to the
/// right; one of bars to the left again.
struct AlignedTable {
  private var rows: [[String]] = []

  init(_ headings: [String]?) { if let headings { rows.append(headings) } }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  var text: String {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isLeft = column == 0 || cell.hasPrefix("█")
        line += (column == 0 ? "" : "  ") + (isLeft ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
