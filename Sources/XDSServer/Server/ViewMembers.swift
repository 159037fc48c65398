internal import struct MeshModel.MeshDifference

/// The connected streams by the view that their nodes see, so that a change is worked out once for
/// each view rather than for each node.
///
/// Owned by the control plane.
struct ViewMembers: Sendable {
  /// A stream of some loop.
  struct Client: Hashable, Sendable {
    let loop: Int
    let stream: StreamID
  }

  /// The streams that see one view.
  struct Group: Sendable {
    /// The view; nil when it is not known yet, as there is no mesh.
    let view: ViewKey?
    /// The streams, by the index of their loop.
    fileprivate(set) var streams: [[StreamID]] = []
    fileprivate var count = 0
  }

  private struct Member: Sendable {
    let connected: ConnectedNode
    /// The index of its group.
    var group: Int
    /// Where it is among the streams of its loop there.
    var place: Int
  }

  private var members: [Client: Member] = [:]
  /// By index; those that nobody is in are nil and used again.
  private var slots: [Group?] = []
  private var indices: [ViewKey?: Int] = [:]
  private var free: [Int] = []

  /// No streams.
  init() {}

  /// The number of streams.
  var count: Int { members.count }

  /// The views that anybody sees, and who does.
  var groups: some Sequence<Group> { slots.lazy.compactMap(\.self) }

  /// The view of a stream; nil when the stream is not there, or there is no mesh.
  func view(of client: Client) -> ViewKey? {
    members[client].flatMap { slots[$0.group]?.view }
  }

  /// Puts a stream in.
  mutating func add(_ client: Client, _ connected: ConnectedNode, _ generator: SnapshotGenerator?) {
    remove(client)
    members[client] = enter(client, connected, generator?.viewKey(for: connected.node))
  }

  /// Takes a stream out, if it is there.
  mutating func remove(_ client: Client) {
    guard let member = members.removeValue(forKey: client) else { return }
    leave(client, member)
  }

  /// Moves those streams to other views whose nodes see another one since `generator` has taken the
  /// place of `previous`.
  ///
  /// A node's view depends on the workloads at its address, on the Sidecars, of gateways on the
  /// Gateways, on whether its namespace is one of those that matter, and on what rules ask of its
  /// labels and place.
  ///
  /// - Complexity: O(streams), but next to nothing for those that are not concerned.
  mutating func move(
    from previous: SnapshotGenerator?, to generator: SnapshotGenerator, _ difference: MeshDifference
  ) {
    // The same storage in most cases: compared at once.
    let namespaces = previous?.namespaces == generator.namespaces ? nil : previous?.namespaces
    let isAskedOtherwise =
      !difference.ruleHosts.isEmpty
      && previous?.traits.asksTheSame(as: generator.traits) == false
    let isForAll = previous == nil || difference.sidecarsDiffer || isAskedOtherwise
    let gatewaysDiffer =
      difference.gatewaysDiffer && previous?.mesh.gateways != generator.mesh.gateways
    guard isForAll || gatewaysDiffer || !difference.workloadAddresses.isEmpty || namespaces != nil
    else { return }
    let concerned = members.filter { _, member in
      let node = member.connected.node
      let (namespace, address) = (node.namespace, node.address)
      if isForAll || address.map(difference.workloadAddresses.contains) == true { return true }
      if gatewaysDiffer, node.kind == .router { return true }
      return namespaces.map { $0.contains(namespace) != generator.namespaces.contains(namespace) }
        ?? false
    }
    for (client, member) in concerned {
      let view = generator.viewKey(for: member.connected.node)
      guard slots[member.group]?.view != view, let current = members[client] else { continue }
      leave(client, current)
      members[client] = enter(client, member.connected, view)
    }
  }

  private mutating func enter(
    _ client: Client, _ connected: ConnectedNode, _ view: ViewKey?
  ) -> Member {
    let index = index(of: view)
    var group = slots[index] ?? Group(view: view)
    slots[index] = nil
    while group.streams.count <= client.loop { group.streams.append([]) }
    group.streams[client.loop].append(client.stream)
    group.count += 1
    let place = group.streams[client.loop].count - 1
    slots[index] = group
    return Member(connected: connected, group: index, place: place)
  }

  /// Takes a stream out of its group; the last one takes its place there.
  private mutating func leave(_ client: Client, _ member: Member) {
    guard var group = slots[member.group] else { return }
    slots[member.group] = nil
    let last = group.streams[client.loop].removeLast()
    if last != client.stream {
      group.streams[client.loop][member.place] = last
      members[Client(loop: client.loop, stream: last)]?.place = member.place
    }
    group.count -= 1
    if group.count > 0 {
      slots[member.group] = group
    } else {
      indices[group.view] = nil
      free.append(member.group)
    }
  }

  private mutating func index(of view: ViewKey?) -> Int {
    if let known = indices[view] { return known }
    let index = free.popLast() ?? slots.count
    if index == slots.count { slots.append(nil) }
    indices[view] = index
    return index
  }
}
