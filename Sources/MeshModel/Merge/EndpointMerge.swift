/// An endpoint on its way into a service, with what decides which of two for one address survives.
///
/// A class, as an endpoint is large and passes through many hands; it belongs to the merge of one
/// host.
final class Candidate {
  /// Who describes the endpoint: the lower counts more (docs/MERGING.md, rule 10).
  enum Rank: Int, Comparable {
    /// The pod itself.
    case pod
    case workloadEntry
    /// An endpoint written into a ServiceEntry.
    case inline
    /// An address in an EndpointSlice or Endpoints that belongs to no known pod.
    case bareAddress

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  var endpoint: Endpoint
  let rank: Rank
  /// The workload that answers; nil for one that is not part of the mesh.
  var workload: Roster.Member?
  /// The place of the endpoint within the list that names it.
  var position: Int

  init(endpoint: Endpoint, rank: Rank, workload: Roster.Member?, position: Int = 0) {
    self.endpoint = endpoint
    self.rank = rank
    self.workload = workload
    self.position = position
  }

  /// The field that names the endpoint's ports.
  var field: String {
    switch endpoint.origin.kind {
    case .serviceEntry: "spec.endpoints[\(position)].ports"
    case .workloadEntry: "spec.ports"
    case .endpointSlice: "endpoints[\(position)]"
    case .endpoints: "subsets[\(position)]"
    case .service, .pod, .node, .namespace, .sidecar, .virtualService, .destinationRule,
      .gateway:
      ""
    }
  }
}

/// Merges the candidates of one service so that no port of the service is served twice by one
/// address and port (docs/MERGING.md, rule 10).
struct EndpointMerge {
  private(set) var survivors: [Candidate] = []
  private var placesByAddress: [WorkloadAddress: [Int]] = [:]
  /// Of those that are pods, as a pod may be met at more than one of its addresses.
  private var placesByPod: [Roster.Member: [Int]] = [:]

  /// Merges `candidates`, which of one rank keep their order.
  init(_ candidates: [Candidate], problems: inout ProblemList) {
    survivors.reserveCapacity(candidates.count)
    let areApart = Self.areApart(candidates)
    for rank in [Candidate.Rank.pod, .workloadEntry, .inline, .bareAddress] {
      for candidate in candidates where candidate.rank == rank {
        if areApart {
          if !candidate.endpoint.ports.isEmpty { survivors.append(candidate) }
        } else {
          add(candidate, &problems)
        }
      }
    }
  }

  /// Whether no two of them are at one address, or one pod: then there is nothing to merge.
  private static func areApart(_ candidates: [Candidate]) -> Bool {
    var addresses: Set<WorkloadAddress> = []
    var workloads: Set<Roster.Member> = []
    addresses.reserveCapacity(candidates.count)
    workloads.reserveCapacity(candidates.count)
    for candidate in candidates {
      guard addresses.insert(candidate.endpoint.address).inserted else { return false }
      guard let workload = candidate.workload else { continue }
      guard workloads.insert(workload).inserted else { return false }
    }
    return true
  }

  private mutating func add(_ candidate: Candidate, _ problems: inout ProblemList) {
    let pod = candidate.endpoint.kind == .pod ? candidate.workload : nil
    var places = placesByAddress[candidate.endpoint.address] ?? []
    if let others = pod.flatMap({ placesByPod[$0] }) {
      places += others.filter { !places.contains($0) }
    }
    if !places.isEmpty {
      let rivals = places.map { survivors[$0] }
      candidate.endpoint.ports = Self.portsLeft(to: candidate, by: rivals, &problems)
    }
    guard !candidate.endpoint.ports.isEmpty else { return }
    if let home = places.first(where: { canServe($0, portsOf: candidate) }) {
      survivors[home].endpoint.ports.merge(candidate.endpoint.ports) { own, _ in own }
      return
    }
    placesByAddress[candidate.endpoint.address, default: []].append(survivors.count)
    if let pod { placesByPod[pod, default: []].append(survivors.count) }
    survivors.append(candidate)
  }

  /// Whether the ports of `candidate` can be added to the survivor at `place`.
  ///
  /// That survivor may be the same pod at another of its addresses: what else lives at that address
  /// must not serve them already.
  private func canServe(_ place: Int, portsOf candidate: Candidate) -> Bool {
    let home = survivors[place]
    guard home.canServe(portsOf: candidate) else { return false }
    if home.endpoint.address == candidate.endpoint.address { return true }
    let neighbours = placesByAddress[home.endpoint.address] ?? []
    return candidate.endpoint.ports.allSatisfy { servicePort, port in
      neighbours.allSatisfy { survivors[$0].endpoint.ports[servicePort] != port }
    }
  }

  /// The ports of `candidate` that none of its `rivals`, at the same address, serves or
  /// contradicts.
  private static func portsLeft(
    to candidate: Candidate, by rivals: [Candidate], _ problems: inout ProblemList
  ) -> [UInt16: UInt16] {
    candidate.endpoint.ports.filter { servicePort, port in
      let serving = rivals.filter { $0.endpoint.ports[servicePort] != nil }
      if serving.contains(where: { $0.endpoint.ports[servicePort] == port }) { return false }
      guard
        let winner = serving.first(where: { $0.rank < candidate.rank }),
        let winningPort = winner.endpoint.ports[servicePort]
      else { return true }
      problems.report(
        candidate.endpoint.origin, candidate.field,
        "It leads port \(servicePort) of the service to port \(port) of "
          + "\(candidate.endpoint.address), but \(winner.endpoint.origin) leads it to port "
          + "\(winningPort), which counts; make the two agree.")
      return false
    }
  }
}

extension Candidate {
  /// Whether the ports of `other`, at the same address or of the same pod, can be added to this
  /// endpoint's own.
  ///
  /// Not where it serves one of them differently, and not where two pods share the address of their
  /// Node: what one of them serves, the other does not.
  fileprivate func canServe(portsOf other: Candidate) -> Bool {
    workload == other.workload
      && other.endpoint.ports.keys.allSatisfy { endpoint.ports[$0] == nil }
  }
}
