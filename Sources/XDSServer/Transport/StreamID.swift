/// Which connection of a loop: a slot, and how often the slot had been used before.
///
/// The slot is used again after a connection has ended, the pair never is.
struct ConnectionID: Hashable, Sendable {
  /// The place in the loop's table.
  var slot: UInt32
  /// How many connections had the slot before.
  var generation: UInt32
}

/// Which call: unique among all calls that a loop ever serves.
public struct StreamID: Hashable, Sendable {
  /// The connection that carries the call.
  let connection: ConnectionID
  /// The HTTP/2 stream identifier.
  let number: Int32
}

extension StreamID: CustomStringConvertible {
  /// For logs: connection slot, its generation, and the stream identifier.
  public var description: String {
    "\(connection.slot).\(connection.generation)/\(number)"
  }
}
