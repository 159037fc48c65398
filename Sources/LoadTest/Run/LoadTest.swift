internal import Platform
internal import Synchronization
internal import XDSServer

/// A load test: simulated Envoys that connect to a server, are configured, see changes and come
/// back in a storm.
///
/// ``run()`` blocks its thread until the test is over; ``stop()`` may be called by any.
public final class LoadTest: Sendable {
  private let plan: LoadPlan
  private let observe: @Sendable (String) -> Void
  private let isStopped = Atomic(false)

  /// A test.
  ///
  /// - Parameters:
  ///   - plan: what is done.
  ///   - observe: told several times a second how far it has come, in one line.
  public init(_ plan: LoadPlan, observe: @escaping @Sendable (String) -> Void = { _ in }) {
    self.plan = plan
    self.observe = observe
  }

  /// Has the test end with what was measured so far.
  public func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Why a test could not be made; a full sentence.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public var description: String
  }

  /// Runs the test.
  ///
  /// - Throws: `Problem` when no client came so far as to be sent anything.
  public func run() throws(Problem) -> LoadReport {
    try checkLimits()
    let crew: LoopCrew
    do {
      crew = try LoopCrew(plan)
    } catch {
      throw Problem(description: "No event loop can be started: \(error.call): \(error.text).")
    }
    defer { crew.end() }
    var run = TestRun(
      plan: plan, crew: crew, observe: observe,
      isStopped: { [self] in isStopped.load(ordering: .relaxed) })
    return try run.run()
  }

  /// How many files a process needs besides its connections.
  private static let filesBesides = 64

  private func checkLimits() throws(Problem) {
    let limit = OpenFiles.raiseLimit()
    let needed = plan.clients + Self.filesBesides
    guard limit >= needed else {
      throw Problem(
        description: """
          \(Quantity.count(plan.clients)) Envoys need \(Quantity.count(needed)) open files, and \
          this process may have \(Quantity.count(limit)): raise the hard limit (ulimit -Hn, or \
          LimitNOFILE of systemd), or simulate fewer.
          """)
    }
    let sources = max(1, plan.sources.count)
    guard plan.clients <= sources * SourceAddresses.perAddress else {
      throw Problem(
        description: """
          \(Quantity.count(plan.clients)) connections to one server need \
          \(SourceAddresses.count(for: plan.clients)) source addresses, as one has only \
          \(Quantity.count(SourceAddresses.perAddress)) ports to spare: name more with \
          --source-address.
          """)
    }
  }
}
