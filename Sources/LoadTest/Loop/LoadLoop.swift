internal import Platform
internal import XDSServer

/// An event loop with its share of the simulated Envoys.
///
/// One thread; others talk to it through its mailbox and read its ``LoopStatus``.
final class LoadLoop {
  /// What is to happen to the client of that index among the loop's own.
  enum TimedEvent {
    /// To connect for the first time, or again.
    case connect(Int)
    /// To go on without what has not come.
    case fetchTimeout(Int)
    /// To have clients reconnect and leave.
    case churn
  }

  /// How many connections are begun before others are served.
  private static let timersPerRound = 64
  /// How often the status is published while there is much to do.
  private static let publishInterval: Int64 = 1_000_000

  let plan: LoadPlan
  let mailbox: LoopMailbox
  let status: LoopStatus
  let buffers = LoopBuffers()
  let templates: RequestTemplates
  let opening: ConnectionOpening
  let sharedNode: [UInt8]
  /// What every client begins with.
  let nothing = Holdings()
  let noNames = NameList.empty()

  var clients: [SimulatedEnvoy] = []
  var unread: [SimulatedEnvoy] = []
  var timers = TimerQueue<TimedEvent>()
  var counters = LoopCounters()
  var changes: ChangeBook
  /// From the planned start to being configured.
  var configuredTimes = LatencyRecord()
  /// The same for those that came back as new ones.
  var rejoinTimes = LatencyRecord()
  /// How long responses with a change may have waited in this program, at most.
  var ownDelays = LatencyRecord()
  var now = Moment.now
  /// Whether clients reconnect and leave.
  var isChurning = false
  private var churn = ChurnDebt()
  /// Since when what is served now may have been ready.
  private var readySince = Moment.now
  /// When epoll was last asked and had nothing more to tell.
  private var lastDrained = Moment.now
  private var lastPublished = Moment(nanoseconds: 0)
  private var isStopping = false
  private var events: [Epoll.Event] = []

  init(_ plan: LoadPlan, indices: [Int], _ mailbox: LoopMailbox, _ status: LoopStatus) {
    self.plan = plan
    self.mailbox = mailbox
    self.status = status
    templates = RequestTemplates(isDelta: plan.isDelta)
    opening = ConnectionOpening(
      paths: RequestTemplates.paths(isDelta: plan.isDelta, isAggregated: plan.isAggregated),
      authority: plan.authority, isTLS: plan.tls != nil)
    sharedNode = plan.node.shared
    changes = ChangeBook(plan.changes?.recognition)
    clients = indices.map { SimulatedEnvoy(index: $0, role: plan.role(of: $0), loop: self) }
  }

  /// Serves until ``stop()``.
  func run() {
    while !isStopping {
      poll()
      for event in events { serve(event) }
      let behind = unread
      unread = []
      for client in behind {
        client.isUnread = false
        read(client)
      }
      for _ in 0..<Self.timersPerRound {
        guard let (moment, event) = timers.takeDue(now) else { break }
        fire(event, planned: moment)
      }
      if lastPublished.nanoseconds(to: now) > Self.publishInterval { publish() }
    }
    for client in clients { disconnect(client) }
    publish()
  }

  /// Finds out what is ready; waits only if nothing is.
  private func poll() {
    let asked = Moment.now
    mailbox.epoll.wait(timeout: .zero, &events)
    now = .now
    // What is ready now was not when epoll was asked before, unless it could not tell of all.
    readySince = lastDrained
    if events.count < Epoll.batchMax { lastDrained = asked }
    guard events.isEmpty, unread.isEmpty, timers.next.map({ $0 > now }) ?? true else { return }
    publish()
    mailbox.epoll.wait(timeout: timeToWait, &events)
    now = .now
    (readySince, lastDrained) = (now, now)
  }

  /// Has ``run()`` return.
  func stop() { isStopping = true }

  private func serve(_ event: Epoll.Event) {
    guard event.token != LoopMailbox.token else {
      for call in mailbox.take() { call(self) }
      return
    }
    let client = clients[Int(event.token >> 32)]
    guard client.generation == UInt32(truncatingIfNeeded: event.token) else { return }
    if event.isHangUp { client.isHungUp = true }
    if client.phase == .connecting { return connectEnded(client) }
    if event.isWritable, !client.unwritten.isEmpty { flush(client) }
    if event.isReadable { read(client) }
  }

  private var timeToWait: Duration {
    guard let next = timers.next else { return .milliseconds(100) }
    return .nanoseconds(min(100_000_000, max(0, now.nanoseconds(to: next))))
  }

  private func publish() {
    lastPublished = now
    status.publish(counters, changes.progress, cpu: CPUTime.ofThread)
  }

  /// Records how long what is served now may have waited in this program.
  func recordOwnDelay() { ownDelays.record(nanoseconds: readySince.nanoseconds(to: now)) }

  private func fire(_ event: TimedEvent, planned: Moment) {
    switch event {
    case .connect(let index):
      let client = clients[index]
      // A new process, not one that was cut off: its start counts from the plan.
      if !client.isConfigured, client.failedAttempts == 0 { client.start = planned }
      connect(client)
    case .fetchTimeout(let index):
      let client = clients[local(index)]
      client.fetchTimedOut()
      flush(client)
    case .churn: churnOnce(planned)
    }
  }

  /// Where a client is in `clients`.
  func local(_ index: Int) -> Int { index / plan.loops }
}

// MARK: What the test orders

extension LoadLoop {
  /// Has all clients connect: at once or at the planned rate.
  func connectAll(from start: Moment) {
    for (place, client) in clients.enumerated() {
      let delay = plan.connectRate.map { Double(client.index) / $0 } ?? 0
      client.start = start + .seconds(delay)
      timers.add(.connect(place), at: client.start)
    }
  }

  /// Has those that were chosen for it read no more.
  func beginStalling() {
    for client in clients where client.role == .stalling && client.isConfigured {
      client.isStalled = true
      counters.stalled += 1
    }
  }

  func beginChurning() {
    guard plan.reconnecting > 0 || plan.leaving > 0 else { return }
    isChurning = true
    churn = ChurnDebt()
    timers.add(.churn, at: now + ChurnDebt.interval)
  }

  /// Begins to expect a change.
  func beginChange(_ number: Int, planned: Moment) {
    var expected = 0
    for client in clients {
      // Who has not seen the last one is still to see it.
      guard !client.isAttentive else {
        expected += 1
        continue
      }
      client.lastChange = number
    }
    changes.begin(number, planned: planned, expected: expected)
  }

  /// A client was sent something new, or something with the marker of a change.
  func changeArrived(_ marked: Int?, at client: SimulatedEnvoy) {
    guard let newest = changes.isMarked ? marked : changes.newest(at: now),
      newest > client.lastChange
    else { return }
    var isRecorded = false
    for number in (client.lastChange + 1)...newest {
      if changes.arrived(number, now: now) { isRecorded = true }
    }
    client.lastChange = newest
    if isRecorded { recordOwnDelay() }
  }

  /// Cuts every connection, to be made again at once, and says how many that were.
  func beginStorm() -> Int {
    isChurning = false
    counters.returned = 0
    var count = 0
    for (place, client) in clients.enumerated() where client.phase != .absent && !client.isStalled {
      disconnect(client, abruptly: true)
      client.isReturning = true
      timers.add(.connect(place), at: now)
      count += 1
    }
    return count
  }

  /// From the storm to what each client was sent last.
  func stormTimes(since start: Moment) -> LatencyRecord {
    var times = LatencyRecord()
    for client in clients where !client.isStalled && !client.isReturning {
      if client.lastHeard > start {
        times.record(nanoseconds: start.nanoseconds(to: client.lastHeard))
      }
    }
    return times
  }

  func becameConfigured(_ client: SimulatedEnvoy) {
    counters.configured += 1
    client.lastChange = changes.current
    let time = client.start.nanoseconds(to: now)
    if client.wasConfigured {
      rejoinTimes.record(nanoseconds: time)
    } else {
      configuredTimes.record(nanoseconds: time)
    }
    client.wasConfigured = true
  }

  private func churnOnce(_ planned: Moment) {
    guard isChurning else { return }
    timers.add(.churn, at: planned + ChurnDebt.interval)
    for _ in 0..<churn.due(plan.reconnecting, of: clients.count) {
      guard let place = nextOpen() else { break }
      counters.reconnects += 1
      disconnect(clients[place], abruptly: true)
      timers.add(.connect(place), at: now)
    }
    for _ in 0..<churn.due(plan.leaving, of: clients.count, isLeaving: true) {
      guard let place = nextOpen() else { break }
      let client = clients[place]
      counters.departures += 1
      if client.isAttentive { changes.left(after: client.lastChange) }
      client.lastChange = changes.current
      disconnect(client)
      client.forget()
      timers.add(.connect(place), at: now + plan.absence)
    }
  }

  /// The next client whose turn it is to go.
  private func nextOpen() -> Int? {
    for _ in clients.indices {
      let place = churn.nextPlace(of: clients.count)
      let client = clients[place]
      if client.phase == .open, client.isConfigured, client.role == .honest { return place }
    }
    return nil
  }
}

/// How many clients should have gone, and whose turn it is.
struct ChurnDebt {
  /// How often it is looked at.
  static let interval = Duration.milliseconds(50)

  private var reconnecting = 0.0
  private var leaving = 0.0
  private var place = 0

  /// How many are to go now for that share in each second.
  mutating func due(_ share: Double, of count: Int, isLeaving: Bool = false) -> Int {
    let more = share * Double(count) * Double(Self.interval.nanoseconds) / 1e9
    let total = (isLeaving ? leaving : reconnecting) + more
    let whole = Int(total)
    if isLeaving { leaving = total - Double(whole) } else { reconnecting = total - Double(whole) }
    return whole
  }

  mutating func nextPlace(of count: Int) -> Int {
    place = (place + 1) % count
    return place
  }
}
