internal import Platform

/// The connections of a loop, by slot.
struct ConnectionTable {
  private struct Slot {
    var connection: Connection?
    /// How many connections have left the slot.
    var generation: UInt32 = 0
  }

  private var slots: [Slot] = []
  /// Beside the connections rather than in them, so that looking through all of them touches little
  /// memory.
  private var deadlines: [Moment?] = []
  private var free: [UInt32] = []

  /// The number of connections.
  var count: Int { slots.count - free.count }

  /// All connections.
  var all: [Connection] { slots.compactMap(\.connection) }

  /// The connection of that identifier; nil if it has ended.
  subscript(id: ConnectionID) -> Connection? {
    let slot = Int(id.slot)
    guard slot < slots.count, slots[slot].generation == id.generation else { return nil }
    return slots[slot].connection
  }

  /// Puts in the connection that `make` makes of its identifier.
  mutating func insert<E>(
    _ make: (ConnectionID) throws(E) -> Connection
  ) throws(E) -> Connection {
    if free.isEmpty {
      free.append(UInt32(slots.count))
      slots.append(Slot())
      deadlines.append(nil)
    }
    let slot = free[free.count - 1]
    let id = ConnectionID(slot: slot, generation: slots[Int(slot)].generation)
    let connection = try make(id)
    free.removeLast()
    slots[Int(slot)].connection = connection
    deadlines[Int(slot)] = connection.deadline
    return connection
  }

  /// Takes a connection out; its identifier is never given again, until a slot was used four
  /// billion times.
  mutating func remove(_ id: ConnectionID) {
    let slot = Int(id.slot)
    precondition(self[id] != nil, "a connection was removed twice")
    slots[slot].connection = nil
    slots[slot].generation &+= 1
    deadlines[slot] = nil
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
      return slots[slot].connection
    }
  }
}
