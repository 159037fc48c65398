import Testing

@testable import XDSServer

@Suite("The calls of a connection")
struct ServerStreamsTests {
  private func streams(_ numbers: [Int32]) -> ServerStreams {
    var streams = ServerStreams()
    for number in numbers {
      streams.append(ServerStream(number: number, sendWindow: SendWindow()))
    }
    return streams
  }

  @Test("They are found by number, and come in the order in which they began")
  func order() {
    let streams = streams([1, 5, 3])
    #expect(streams.map(\.number) == [1, 5, 3])
    #expect(streams[5]?.number == 5 && streams[2] == nil)
    #expect(!streams.isEmpty && self.streams([]).isEmpty)
  }

  @Test("Each can be taken out, once", arguments: [1, 3, 5, 7] as [Int32])
  func removal(number: Int32) {
    var streams = streams([1, 3, 5])
    #expect(streams.remove(number)?.number == (number == 7 ? nil : number))
    #expect(streams.map(\.number) == [1, 3, 5].filter { $0 != number })
    #expect(streams.remove(number) == nil)
    streams.append(ServerStream(number: 9, sendWindow: SendWindow()))
    #expect(streams.map(\.number) == [1, 3, 5].filter { $0 != number } + [9])
  }

  @Test("The one that was given last may be taken out while others are to come")
  func removalMeanwhile() {
    var streams = streams([1, 3, 5])
    var seen: [Int32] = []
    for stream in streams {
      seen.append(stream.number)
      #expect(streams.remove(stream.number) === stream)
    }
    #expect(seen == [1, 3, 5] && streams.isEmpty)
  }
}
