internal import Platform
internal import XDSServer

/// One run of a test, phase by phase; used by one thread.
struct TestRun {
  /// The state of everything at a moment.
  struct Sample {
    var moment: Moment
    var counters: LoopCounters
    var cpu: [Int64]
    var server: ServerUsage?
  }

  let plan: LoadPlan
  let crew: LoopCrew
  let observe: @Sendable (String) -> Void
  let isStopped: () -> Bool
  private(set) var start = Moment.now
  private var lastObserved = Moment(nanoseconds: 0)
  private var phases: [LoadReport.Phase] = []
  var changes: [LoadReport.Change] = []
  var pushLatency = LatencyRecord()
  /// What went wrong outside of the loops.
  var failures = LoopCounters()
  private var stormTimes: LatencyRecord?
  private var configured = 0
  private var serverBytesBefore: Int?

  init(
    plan: LoadPlan, crew: LoopCrew, observe: @escaping @Sendable (String) -> Void,
    isStopped: @escaping () -> Bool
  ) {
    self.plan = plan
    self.crew = crew
    self.observe = observe
    self.isStopped = isStopped
  }

  /// Goes through all phases.
  mutating func run() throws(LoadTest.Problem) -> LoadReport {
    let before = sample()
    serverBytesBefore = before.server?.residentBytes
    if let process = plan.process, before.server == nil {
      throw LoadTest.Problem(
        description: "There is no process \(process) whose CPU and memory may be looked at.")
    }
    start = .now
    try connect(from: before)
    crew.each { loop in
      loop.beginStalling()
      loop.beginChurning()
    }
    if plan.steady > .zero { stayIdle() }
    if plan.changes != nil { makeChanges() }
    if plan.storms, !isOver { storm() }
    return report()
  }

  /// Whether the test is to end now.
  var isOver: Bool {
    isStopped() || plan.duration.map { start + $0 <= .now } ?? false
  }

  // MARK: Phases

  private mutating func connect(from before: Sample) throws(LoadTest.Problem) {
    let begin = Moment.now
    crew.each { $0.connectAll(from: begin) }
    let rateTime = plan.connectRate.map { Duration.seconds(Double(plan.clients) / $0) } ?? .zero
    let clients = plan.clients
    var problem: LoadTest.Problem?
    waitUntil(begin + plan.connectTimeout + rateTime) { run in
      let counters = run.crew.counters
      run.tell {
        "connect: \(Quantity.count(counters.configured)) of \(Quantity.count(clients)) configured"
      }
      problem = run.hopeless(counters)
      return problem != nil || counters.configured >= clients
    }
    if let problem { throw problem }
    let counters = crew.counters
    configured = counters.configured
    if counters.responseCount == 0, !isStopped() { throw silence(counters) }
    if configured < clients, !isOver {
      failures.failures[
        "Envoys were not configured within \(Quantity.time(plan.connectTimeout + rateTime))"] =
        LoopCounters.Failures(count: clients - configured)
    }
    finish("connect", since: before)
  }

  /// Why it makes no sense to go on: everything that was tried has failed, and nothing was ever
  /// sent.
  private func hopeless(_ counters: LoopCounters) -> LoadTest.Problem? {
    let count = counters.failures.values.reduce(0) { $0 + $1.count }
    guard counters.responseCount == 0, count >= min(plan.clients, 3), count >= counters.attempts
    else { return nil }
    return silence(counters)
  }

  /// Why no client was sent anything.
  private func silence(_ counters: LoopCounters) -> LoadTest.Problem {
    let worst = counters.failures.max { $0.value.count < $1.value.count }
    guard let worst else {
      let what =
        counters.everEstablished > 0
        ? "speaks HTTP/2 and answers no request" : "accepts connections and says nothing"
      return LoadTest.Problem(
        description: "\(plan.authority) \(what), within \(Quantity.time(plan.connectTimeout)).")
    }
    let detail = worst.value.detail.map { " (\($0))" } ?? ""
    return LoadTest.Problem(description: "\(plan.authority): \(worst.key)\(detail).")
  }

  private mutating func stayIdle() {
    let before = sample()
    let end = before.moment + plan.steady
    waitUntil(end) { run in
      let superfluous = run.crew.counters.superfluous
      run.tell {
        "steady: \(Quantity.time(max(.zero, end - .now))) left, "
          + "\(Quantity.count(superfluous)) superfluous responses"
      }
      return false
    }
    finish("steady", since: before)
  }

  private mutating func makeChanges() {
    guard let plan = plan.changes, !isOver else { return }
    let before = sample()
    var schedule = ChangeSchedule(plan, from: .now + .milliseconds(200))
    schedule.run(&self)
    finish("changes", since: before)
  }

  /// How long nothing may come until a storm is thought to be over.
  private static let quiet = Duration.seconds(1)

  private mutating func storm() {
    let before = sample()
    let begin = Moment.now
    let count = crew.each { $0.beginStorm() }.reduce(0, +)
    var isQuiet = false
    waitUntil(begin + plan.connectTimeout) { run in
      let counters = run.crew.counters
      run.tell {
        "storm: \(Quantity.count(counters.returned)) of \(Quantity.count(count)) are back"
      }
      isQuiet =
        counters.returned >= count
        && max(begin, counters.lastResponse) + Self.quiet <= .now
      return isQuiet
    }
    let back = crew.counters.returned
    if back < count, !isOver {
      failures.failures["Envoys were not back within \(Quantity.time(plan.connectTimeout))"] =
        LoopCounters.Failures(count: count - back)
    }
    stormTimes = crew.each { $0.stormTimes(since: begin) }.reduce(into: LatencyRecord()) {
      $0.add($1)
    }
    finish("storm", since: before)
  }

  // MARK: Waiting

  /// Waits until `condition` holds, the moment has come or the test is to end.
  mutating func waitUntil(_ end: Moment, _ condition: (inout TestRun) -> Bool) {
    while !isOver, Moment.now < end {
      if condition(&self) { return }
      (Moment.now + .milliseconds(2)).wait()
    }
  }

  /// Tells how far the test has come, several times a second.
  mutating func tell(_ line: () -> String) {
    let now = Moment.now
    guard lastObserved.nanoseconds(to: now) > 200_000_000 else { return }
    lastObserved = now
    observe("\(Quantity.decimals(Double(start.nanoseconds(to: now)) / 1e9, 1)) s  \(line())")
  }

  // MARK: Measuring

  private func sample() -> Sample {
    // What the loops publish is a moment old.
    let cpu = crew.each { _ in CPUTime.ofThread }
    return Sample(
      moment: .now, counters: crew.counters, cpu: cpu,
      server: plan.process.flatMap(ServerUsage.init))
  }

  private mutating func finish(_ name: String, since before: Sample) {
    let after = sample()
    let wall = Double(max(1, before.moment.nanoseconds(to: after.moment)))
    phases.append(
      LoadReport.Phase(
        name: name, seconds: wall / 1e9,
        responses: zip(after.counters.responses, before.counters.responses).map { $0 - $1 },
        superfluous: after.counters.superfluous - before.counters.superfluous,
        resources: after.counters.resources - before.counters.resources,
        repeatedResources: after.counters.repeatedResources - before.counters.repeatedResources,
        bytesReceived: after.counters.bytesReceived - before.counters.bytesReceived,
        bytesSent: after.counters.bytesSent - before.counters.bytesSent,
        loopsBusy: zip(after.cpu, before.cpu).map { Double($0 - $1) / wall },
        serverCPUSeconds: after.server.flatMap { now in
          before.server.map { Double(now.cpu - $0.cpu) / 1e9 }
        },
        serverResidentBytes: after.server?.residentBytes,
        serverPeakBytes: after.server?.peakBytes))
  }

  private func report() -> LoadReport {
    let counters = crew.counters + failures
    let records = crew.each { ($0.configuredTimes, $0.rejoinTimes, $0.ownDelays) }
    var (configuredTimes, rejoins, delays) = (LatencyRecord(), LatencyRecord(), LatencyRecord())
    for (configured, rejoin, delay) in records {
      configuredTimes.add(configured)
      rejoins.add(rejoin)
      delays.add(delay)
    }
    var report = LoadReport(
      description: plan.summary, clients: plan.clients, configured: configured,
      configuredTime: LatencySummary(configuredTimes),
      rejoinTime: rejoins.count > 0 ? LatencySummary(rejoins) : nil,
      pushLatency: changes.isEmpty ? nil : LatencySummary(pushLatency),
      stormTime: stormTimes.map(LatencySummary.init),
      ownDelay: delays.count > 0 ? LatencySummary(delays) : nil,
      phases: phases, changes: changes, stalled: counters.stalled,
      acknowledgements: counters.acknowledgements, refusals: counters.refusals,
      superfluous: counters.superfluous,
      reconnects: counters.reconnects, departures: counters.departures,
      failures: counters.failures.map {
        LoadReport.Failure(kind: $0.key, count: $0.value.count, detail: $0.value.detail)
      }.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) },
      serverBytesBefore: serverBytesBefore, warnings: [], isInterrupted: isOver)
    report.warnings = report.warningsAboutItself
    return report
  }
}
