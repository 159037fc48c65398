internal import Platform

/// Makes changes at the moments that are planned, whatever has become of those before, and collects
/// when they have come to the clients.
struct ChangeSchedule {
  /// How long before a change is due the loops are told to expect it.
  private static let notice = Duration.milliseconds(20)

  private let plan: LoadPlan.Changes
  private let first: Moment
  /// The changes that have been made and not closed, with how late each was and how long it took.
  private var open: [(number: Int, lateness: Int64, made: Int64)] = []

  init(_ plan: LoadPlan.Changes, from first: Moment) {
    self.plan = plan
    self.first = first
  }

  /// When a change is due; numbers count from 0 here.
  private func planned(_ number: Int) -> Moment {
    Moment(nanoseconds: first.nanoseconds + Int64(number) * plan.interval.nanoseconds)
  }

  /// Until when a change may come: as much later as it was begun late.
  private func end(of change: (number: Int, lateness: Int64, made: Int64)) -> Moment {
    planned(change.number) + max(plan.timeout, .zero) + .nanoseconds(change.lateness)
  }

  /// Whether the next change is made only when the last has come everywhere.
  private var isOneByOne: Bool { plan.recognition == .anyNews }

  mutating func run(_ run: inout TestRun) {
    for number in 0..<plan.count where !run.isOver {
      make(number, &run)
      if isOneByOne { waitForAll(&run) } else { closeDone(&run) }
    }
    waitForAll(&run)
  }

  private mutating func make(_ number: Int, _ run: inout TestRun) {
    let due = planned(number)
    tellWhileWaiting(number, until: due + (.zero - Self.notice), &run)
    guard !run.isOver else { return }
    run.crew.each { $0.beginChange(number, planned: due) }
    due.wait()
    let begun = Moment.now
    do throws(ChangeFailure) {
      try plan.make(number + 1)
    } catch {
      run.failures.count(ConnectionFailure("changes were not made", error.description))
    }
    open.append((number, max(0, due.nanoseconds(to: begun)), begun.nanoseconds(to: .now)))
  }

  private mutating func tellWhileWaiting(_ number: Int, until end: Moment, _ run: inout TestRun) {
    let count = plan.count
    run.waitUntil(end) { run in
      if !isOneByOne { closeDone(&run) }
      run.tell { "changes: \(number) of \(count) made" }
      return false
    }
  }

  /// Waits until all that were made have come everywhere, or have had their time.
  private mutating func waitForAll(_ run: inout TestRun) {
    while let next = open.first {
      let count = plan.count
      run.waitUntil(end(of: next)) { run in
        let (arrived, expected) = run.crew.progress(of: next.number)
        run.tell {
          "changes: \(next.number + 1) of \(count), at \(Quantity.count(arrived)) of "
            + "\(Quantity.count(expected)) Envoys"
        }
        return run.crew.isComplete(next.number)
      }
      close(&run)
    }
  }

  private mutating func closeDone(_ run: inout TestRun) {
    while let next = open.first,
      run.crew.isComplete(next.number) || end(of: next) < .now
    {
      close(&run)
    }
  }

  /// Closes the oldest of those that are open.
  private mutating func close(_ run: inout TestRun) {
    let change = open.removeFirst()
    let (number, lateness, made) = change
    // If the test is ended while it is under way, nobody has missed it.
    let hadItsTime = !run.isOver || end(of: change) < .now
    let parts = run.crew.each {
      $0.changes.close(number, hadItsTime: hadItsTime, now: .now)
    }.compactMap(\.self)
    var latencies = LatencyRecord()
    for (_, part) in parts { latencies.add(part) }
    let expected = parts.reduce(0) { $0 + $1.0.expected }
    let arrived = parts.reduce(0) { $0 + $1.0.arrived }
    run.pushLatency.add(latencies)
    if arrived < expected {
      let kind = "changes did not come to an Envoy within \(Quantity.time(plan.timeout))"
      run.failures.failures[kind, default: LoopCounters.Failures()].count += expected - arrived
    }
    run.changes.append(
      LoadReport.Change(
        number: number + 1, plannedSeconds: Double(first.nanoseconds(to: planned(number))) / 1e9,
        lateness: UInt64(lateness / 1000), made: UInt64(max(0, made) / 1000), expected: expected,
        arrived: arrived, latency: LatencySummary(latencies)))
  }
}
