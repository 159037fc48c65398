/// How far the client of one type has come, in revisions, and what of it the client may refuse.
///
/// A response says what a type is at some revision, and its answer settles it. docs/PUSHES.md tells
/// what follows from that.
struct TypeProgress: Sendable {
  /// The revision up to which the client has been sent everything, and has answered; 0 while it has
  /// not answered something that it had asked for anew.
  fileprivate(set) var answered: UInt64 = 0
  /// What the client must ask for because of what it has accepted; nil when it has.
  var following: ResourceTable?
  /// The revision up to which something may be refused that is still in force; 0 when nothing is.
  fileprivate(set) var refused: UInt64 = 0
  /// What the client must ask for when it accepts the last response.
  fileprivate var followingLast: ResourceTable?
  /// The revision that the responses on their way bring the client up to.
  fileprivate var sent: UInt64 = 0
  /// The newest revision of which something was on its way.
  fileprivate var newest: UInt64 = 0
  /// Names of refused responses that were not blamed, and not accepted since.
  fileprivate var doubtful: Set<String> = []

  /// Nothing was sent.
  init() {}
}

extension TypeStream {
  /// Notes that a response is about to bring the client up to the goal.
  ///
  /// When the client accepts it, it must ask for what is in `following`.
  mutating func noteResponse(upTo goal: Goal, following: ResourceTable?) {
    if !owed.isEmpty { progress.answered = 0 }
    progress.sent = goal.isComplete ? goal.revision : progress.answered
    progress.newest = goal.revision
    progress.followingLast = following
  }

  /// Notes that the client lacks nothing of a revision, and refuses nothing.
  mutating func noteRest(at revision: UInt64) {
    if !isUnanswered { progress.answered = revision }
  }

  /// Notes that the client lacks nothing of the goal.
  mutating func noteRest(at goal: Goal) {
    guard let subscription, !isUnanswered else { return }
    if goal.isComplete { progress.answered = goal.revision }
    guard progress.refused > 0 else { return }
    // What is not wanted or not there any more is not in force.
    progress.doubtful = progress.doubtful.filter {
      subscription.covers($0) && goal.table[$0] != nil
    }
    if progress.doubtful.isEmpty, !isRefusing { progress.refused = 0 }
  }

  /// Notes that the last response was accepted, or one before it.
  mutating func noteAcceptance(of response: ResponseContent?, isLast: Bool) {
    if isLast {
      if let following = progress.followingLast { progress.following = following }
      noteAnswer()
    }
    guard !progress.doubtful.isEmpty, let response else { return }
    // What stands in for something refused is not what the client is to have.
    for resource in response.payload.resources
    where known[resource.name]?.version == resource.version {
      progress.doubtful.remove(resource.name)
    }
  }

  /// Notes that the last response was refused, or one before it.
  ///
  /// Envoy lists every cluster or listener that it does not take, and takes the others. Endpoints
  /// and routes are handed to their users one by one until one throws: those after it hear nothing.
  mutating func noteRefusal(of payload: PlannedResponse.Payload, blaming names: [String]) {
    if !isUnanswered { noteAnswer() }
    progress.refused = progress.newest
    if type.isFullState, !names.isEmpty { return }
    for resource in payload.resources where known[resource.name]?.version == resource.version {
      progress.doubtful.insert(resource.name)
    }
    // Those are remembered for as long as their content stays the same.
    progress.doubtful.subtract(names)
  }

  /// A client answers in the order in which it is sent responses, or leaves out answers: that to
  /// the last one stands for all.
  private mutating func noteAnswer() {
    progress.answered = max(progress.answered, progress.sent)
    progress.followingLast = nil
  }
}
