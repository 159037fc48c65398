extension LoadReport {
  /// The report as one HTML document that needs nothing else: tables, charts in SVG, and a
  /// sentence for each bound that is exceeded.
  public func html(exceeded: [String] = []) -> String {
    var body = "<h1>causeway load</h1>\n<p class=\"what\">\(Self.escaped(description))</p>\n"
    body += notices(exceeded)
    body += tiles
    if changes.contains(where: { $0.latency.count > 0 }) {
      body += Self.figure(
        "Each change, from its planned moment to the last byte",
        "p50 is the lower end of a bar, p99 its upper end, and the longest the dot above.",
        ChangesChart(changes).svg)
    }
    if let pushLatency, pushLatency.count > 0 {
      body += Self.figure(
        "Push latency of all changes", "Envoys by latency.", BarChart(pushLatency).svg)
    }
    if configuredTime.count > 0 {
      body += Self.figure(
        "Time to configured", "Envoys by the time from their planned start.",
        BarChart(configuredTime).svg)
    }
    if let stormTime, stormTime.count > 0 {
      body += Self.figure(
        "Back after the storm", "Envoys by the time to what they were sent last.",
        BarChart(stormTime).svg)
    }
    body += latencies + parts + remarks
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>causeway load</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <main>
      \(body)</main>
      </body>
      </html>

      """
  }

  private func notices(_ exceeded: [String]) -> String {
    exceeded.map { "<p class=\"notice bad\">\(Self.escaped($0))</p>\n" }.joined()
      + (isInterrupted ? "<p class=\"notice\">The test was ended before its time.</p>\n" : "")
      + warnings.map { "<p class=\"notice\">\(Self.escaped($0))</p>\n" }.joined()
  }

  private var tiles: String {
    var tiles: [(String, String)] = [
      ("configured", "\(Quantity.count(configured)) of \(Quantity.count(clients))")
    ]
    if configured == clients { tiles.append(("until all were", Quantity.time(configuredTime.max))) }
    if let pushLatency, pushLatency.count > 0 {
      tiles.append(("push p50", Quantity.time(pushLatency.p50)))
      tiles.append(("push p99", Quantity.time(pushLatency.p99)))
    }
    if let memoryPerClient { tiles.append(("memory per Envoy", Quantity.bytes(memoryPerClient))) }
    if let pushCPU {
      tiles.append(("CPU per Envoy and push", "\(Quantity.threeDigits(pushCPU)) µs"))
    }
    tiles.append(("superfluous", Quantity.count(superfluous)))
    tiles.append(("errors", Quantity.count(failureCount)))
    let cells = tiles.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined(separator: "\n")
    return "<dl class=\"tiles\">\n\(cells)\n</dl>\n"
  }

  private var latencies: String {
    let rows: [(String, LatencySummary?)] = [
      ("configured", configuredTime), ("push", pushLatency), ("configured again", rejoinTime),
      ("back after storm", stormTime), ("own delay, at most", ownDelay),
    ]
    return Self.table(
      "Latencies", ["", "p50", "p90", "p99", "p99.9", "max", "count"],
      rows.compactMap { name, summary in
        guard let summary, summary.count > 0 else { return nil }
        let times = [summary.p50, summary.p90, summary.p99, summary.p999, summary.max]
        return [name] + times.map(Quantity.time) + [Quantity.count(summary.count)]
      })
  }

  private var parts: String {
    Self.table(
      "Phases",
      [
        "", "time", "CDS", "EDS", "LDS", "RDS", "superfluous", "received", "sent", "loops busy",
        "server CPU", "server memory",
      ],
      phases.map { phase in
        [phase.name, Quantity.threeDigits(phase.seconds) + " s"]
          + phase.responses.map(Quantity.count) + [Quantity.count(phase.superfluous)]
          + [phase.bytesReceived, phase.bytesSent].map { Quantity.bytes(Double($0)) }
          + [
            phase.loopsBusy.map(Quantity.percent).joined(separator: ", "),
            phase.serverCPUSeconds.map { Quantity.threeDigits($0) + " s" } ?? "–",
            phase.serverResidentBytes.map { Quantity.bytes(Double($0)) } ?? "–",
          ]
      })
  }

  private var remarks: String {
    "<h2>In words</h2>\n<ul>\n"
      + sentences.map { "<li>\(Self.escaped($0))</li>\n" }.joined() + "</ul>\n"
  }

  private static func table(_ title: String, _ headings: [String], _ rows: [[String]]) -> String {
    let head = headings.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let body = rows.map { cells in
      let rest = cells.dropFirst().map { "<td>\(escaped($0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(escaped(cells[0]))</th>\(rest)</tr>\n"
    }.joined()
    return """
      <h2>\(title)</h2>
      <div class="wide"><table><thead><tr>\(head)</tr></thead><tbody>
      \(body)</tbody></table></div>

      """
  }

  private static func figure(_ title: String, _ caption: String, _ svg: String) -> String {
    "<figure><h2>\(title)</h2>\n\(svg)<figcaption>\(caption)</figcaption></figure>\n"
  }

  /// A text that may stand between tags: what servers say gets into the report.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let style = """

    :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5;
      --paper: #fff; --card: #f5f7f9; --bar: #2f6fb0; --dot: #b3541e; --bad: #b3261e; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --line: #313a46;
      --paper: #14181e; --card: #1d232b; --bar: #6ea8e0; --dot: #e59a66; --bad: #f2867d; } }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 15px/1.5 system-ui, sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.5rem; margin: 0; }
    h2 { font-size: 1.05rem; margin: 2.25rem 0 .5rem; }
    .what, figcaption { color: var(--soft); margin: .25rem 0 0; }
    .notice { border-left: 4px solid var(--dot); background: var(--card); padding: .5rem .75rem; }
    .notice.bad { border-color: var(--bad); }
    .tiles { display: grid; gap: .75rem; margin: 1.5rem 0;
      grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
    .tiles div { background: var(--card); border-radius: .5rem; padding: .6rem .8rem; }
    .tiles dt { color: var(--soft); font-size: .85rem; }
    .tiles dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
    figure { margin: 0; }
    svg { width: 100%; height: auto; display: block; }
    svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
    svg .bar { fill: var(--bar); } svg .dot { fill: var(--dot); }
    svg .grid { stroke: var(--line); }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
      white-space: nowrap; font-weight: normal; }
    thead th { color: var(--soft); }
    th:first-child { text-align: left; }

    """
}
