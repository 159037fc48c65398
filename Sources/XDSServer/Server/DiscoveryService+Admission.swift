// Who is brought up to date, and when: ``Admission``.

internal import Logging

extension DiscoveryService {
  /// Lets a stream in, now or later; says whether it goes on.
  func admit(_ stream: ServedStream, _ node: ConnectedNode) -> Bool {
    switch admission.ask(stream.id, now: loop.now) {
    case .enters: enter(stream, node)
    case .waits: if let moment = admission.deadline { schedule(moment) }
    case .isRefused:
      turnAway(stream)
      return false
    }
    return true
  }

  /// Tells a client to come back; the log is told of the first of many.
  private func turnAway(_ stream: ServedStream) {
    if !isCrowded {
      logger.warning(
        """
        Too many clients wait to be brought up to date: node \
        \(stream.machine.nodeID?.onOneLine ?? "unknown") from \(stream.peer), and others until \
        there is room, are told to come back later. Run more servers if this lasts.
        """)
    }
    isCrowded = true
    stream.phase = .finished
    loop.finish(
      stream.id,
      status: GRPCStatus(
        .resourceExhausted,
        "Too many clients wait to be brought up to date; come back later, or to another server."))
  }

  private func enter(_ stream: ServedStream, _ node: ConnectedNode) {
    stream.isBeingAdmitted = true
    entering[stream.id] = node
  }

  /// Lets in those whose turn it is, and sends those away that have waited for too long.
  func admitNext() {
    while let id = admission.nextOverdue(now: loop.now) {
      if let stream = streams[id] { turnAway(stream) }
    }
    while let id = admission.next(now: loop.now) {
      guard let stream = streams[id], case .identified(let node) = stream.phase else {
        admission.leave(id)
        continue
      }
      enter(stream, node)
    }
    if let moment = admission.deadline { schedule(moment) }
    if !admission.isAnyoneWaiting { isCrowded = false }
  }
}
