internal import Platform

/// The connections of a loop, by slot.
struct ConnectionTable {
  private var connections: [Connection?] = []
  private var generations: [UInt32] = []
  /// Beside the connections rather than in them, so that looking through all of them touches little
  /// memory.
  private var deadlines: [Moment?] = []
  private var free: [UInt32] = []

  /// The number of connections.
  var count: Int { connections.count - free.count }

  /// All connections.
  var all: [Connection] { connections.compactMap(\.self) }

  /// The connection of that identifier; nil if it has ended.
  subscript(id: ConnectionID) -> Connection? {
    let slot = Int(id.slot)
    guard slot < connections.count, generations[slot] == id.generation else { return nil }
    return connections[slot]
  }

  /// Puts in the connection that `make` makes of its identifier.
  mutating func insert<E>(
    _ make: (ConnectionID) throws(E) -> Connection
  ) throws(E) -> Connection {
    if free.isEmpty {
      free.append(UInt32(connections.count))
      connections.append(nil)
      generations.append(0)
      deadlines.append(nil)
    }
    let slot = free[free.count - 1]
    let id = ConnectionID(slot: slot, generation: generations[Int(slot)])
    let connection = try make(id)
    free.removeLast()
    connections[Int(slot)] = connection
    deadlines[Int(slot)] = connection.deadline
    return connection
  }

  /// Takes a connection out; its identifier is never given again, until a slot was used four
  /// billion times.
  mutating func remove(_ id: ConnectionID) {
    let slot = Int(id.slot)
    precondition(self[id] != nil, "a connection was removed twice")
    connections[slot] = nil
    deadlines[slot] = nil
    generations[slot] &+= 1
    free.append(id.slot)
  }

  /// Notes when the connection must be looked at next.
  mutating func updateDeadline(of connection: Connection) {
    deadlines[Int(connection.id.slot)] = connection.deadline
  }

  /// The connections whose time has come.
  ///
  /// - Complexity: O(*n*) in the number of slots.
  func due(now: Moment) -> [Connection] {
    deadlines.indices.compactMap { slot in
      guard let deadline = deadlines[slot], deadline <= now else { return nil }
      return connections[slot]
    }
  }
}
