/// Where a chart's axes are, and what it has in common with others.
private struct ChartFrame {
  let width = 960.0
  let height = 260.0
  let left = 76.0
  let right = 16.0
  let top = 16.0
  let bottom = 34.0

  var innerWidth: Double { width - left - right }
  var innerHeight: Double { height - top - bottom }

  func y(_ share: Double) -> Double { top + innerHeight * (1 - share) }

  /// The drawing around `content`.
  func svg(_ label: String, _ content: String) -> String {
    """
    <svg viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-label="\(label)">
    \(content)</svg>

    """
  }

  /// Four lines across, with what they stand for.
  func grid(most: Double, _ text: (Double) -> String) -> String {
    (0...4).map { step in
      let share = Double(step) / 4
      let y = Self.text(y(share))
      return """
        <line class="grid" x1="\(Self.text(left))" x2="\(Self.text(width - right))" y1="\(y)" \
        y2="\(y)"/><text x="\(Self.text(left - 8))" y="\(y)" dy="4" text-anchor="end">\
        \(text(most * share))</text>

        """
    }.joined()
  }

  func label(_ text: String, x: Double, anchor: String = "middle") -> String {
    """
    <text x="\(Self.text(x))" y="\(Self.text(height - 12))" text-anchor="\(anchor)">\(text)</text>

    """
  }

  static func text(_ number: Double) -> String {
    Quantity.decimals(number, 1).replacing(",", with: "")
  }

  /// A number that is at least that, and looks good on an axis.
  static func nice(_ most: Double) -> Double {
    var scale = 1.0
    while most > 10 * scale { scale *= 10 }
    return [1, 2, 4, 6, 8, 10].map { $0 * scale }.first { $0 >= most } ?? most
  }
}

/// The bars of a histogram.
struct BarChart {
  private let summary: LatencySummary

  init(_ summary: LatencySummary) { self.summary = summary }

  var svg: String {
    let frame = ChartFrame()
    let bars = summary.bars
    guard let first = bars.first, let last = bars.last else { return "" }
    let most = ChartFrame.nice(Double(bars.map(\.count).max() ?? 1))
    let width = frame.innerWidth / Double(bars.count)
    var content = frame.grid(most: most) { Quantity.count(Int($0)) }
    for (index, bar) in bars.enumerated() where bar.count > 0 {
      let share = Double(bar.count) / most
      let height = max(1, frame.innerHeight * share)
      content += """
        <rect class="bar" x="\(ChartFrame.text(frame.left + width * Double(index) + 1))" \
        y="\(ChartFrame.text(frame.y(0) - height))" width="\(ChartFrame.text(max(1, width - 2)))" \
        height="\(ChartFrame.text(height))"><title>up to \(Quantity.time(bar.upTo)): \
        \(Quantity.count(bar.count))</title></rect>

        """
    }
    let middle = bars[bars.count / 2]
    content += frame.label(
      "≤ " + Quantity.time(first.upTo), x: frame.left, anchor: "start")
    if bars.count > 4 {
      content += frame.label(
        "≤ " + Quantity.time(middle.upTo),
        x: frame.left + width * (Double(bars.count / 2) + 0.5))
    }
    if bars.count > 1 {
      content += frame.label(
        "≤ " + Quantity.time(last.upTo), x: frame.width - frame.right, anchor: "end")
    }
    return frame.svg("Histogram of \(Quantity.count(summary.count)) times", content)
  }
}

/// The latencies of each change.
struct ChangesChart {
  private let changes: [LoadReport.Change]

  init(_ changes: [LoadReport.Change]) { self.changes = changes }

  var svg: String {
    let frame = ChartFrame()
    let most = ChartFrame.nice(Double(changes.map(\.latency.max).max() ?? 1))
    let step = frame.innerWidth / Double(changes.count)
    var content = frame.grid(most: most) { Quantity.time(UInt64($0)) }
    for (index, change) in changes.enumerated() where change.latency.count > 0 {
      let x = frame.left + step * (Double(index) + 0.5)
      let width = max(1, min(24, step - 2))
      let upper = frame.y(Double(change.latency.p99) / most)
      let lower = frame.y(Double(change.latency.p50) / most)
      content += """
        <g><title>change \(change.number): p50 \(Quantity.time(change.latency.p50)), p99 \
        \(Quantity.time(change.latency.p99)), longest \(Quantity.time(change.latency.max))</title>\
        <rect class="bar" x="\(ChartFrame.text(x - width / 2))" y="\(ChartFrame.text(upper))" \
        width="\(ChartFrame.text(width))" height="\(ChartFrame.text(max(2, lower - upper)))"/>\
        <circle class="dot" cx="\(ChartFrame.text(x))" \
        cy="\(ChartFrame.text(frame.y(Double(change.latency.max) / most)))" r="3"/></g>

        """
    }
    content += frame.label("change 1", x: frame.left, anchor: "start")
    if changes.count > 1 {
      content += frame.label(
        "change \(changes.count)", x: frame.width - frame.right, anchor: "end")
    }
    return frame.svg("Latency of \(changes.count) changes", content)
  }
}
