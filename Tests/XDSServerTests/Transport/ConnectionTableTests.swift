import Glibc
import Platform
import Testing

@testable import XDSServer

/// Slots, generations, and the tokens that epoll gives back.
struct ConnectionTableTests {
  private let buffers = SessionBuffers()
  private let now = Moment.now

  private func insert(_ table: inout ConnectionTable) throws -> Connection {
    try table.insert { id throws(HTTP2Error) in
      Connection(
        socket: Socket(descriptor: -1), tls: nil,
        grpc: try GRPCConnection(id: id, peer: .anyLoopbackPort, buffers: buffers),
        timers: ConnectionTimers(TransportConfiguration(), now: now))
    }
  }

  @Test("A slot is used again, and its old identifier finds nothing")
  func generations() throws {
    var table = ConnectionTable()
    let first = try insert(&table)
    let second = try insert(&table)
    #expect(table.count == 2)
    table.remove(first.id)
    #expect(table[first.id] == nil)
    let third = try insert(&table)
    #expect(third.id.slot == first.id.slot)
    #expect(third.id != first.id)
    #expect(table[first.id] == nil)
    #expect(table[second.id] === second)
    #expect(table[third.id] === third)
    #expect(table[ConnectionID(slot: 99, generation: 0)] == nil)
    #expect(table.all.count == 2)
  }

  @Test("The connections whose time has come are found, and no others")
  func deadlines() throws {
    var table = ConnectionTable()
    let first = try insert(&table)
    let second = try insert(&table)
    second.timers.lingering(now: now)
    table.updateDeadline(of: second)
    #expect(table.due(now: now).isEmpty)
    #expect(table.due(now: now + .seconds(1)).map(\.id) == [second.id])
    #expect(table.due(now: now + .seconds(10)).map(\.id) == [first.id, second.id])
    table.remove(first.id)
    #expect(table.due(now: now + .seconds(10)).map(\.id) == [second.id])
  }

  @Test("Tokens come back as what they were made of")
  func tokens() {
    let tokens: [LoopToken] = [
      .mailbox, .listener(0), .listener(1), .connection(ConnectionID(slot: 0, generation: 0)),
      .connection(ConnectionID(slot: 70_000, generation: .max)),
    ]
    #expect(tokens.map { LoopToken($0.bits) } == tokens)
  }
}
