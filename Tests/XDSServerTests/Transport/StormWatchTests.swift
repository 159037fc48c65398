import Platform
import Testing

@testable import XDSServer

@Suite("Memory after a storm of connections")
struct StormWatchTests {
  @Test("It is given back once, when it has been quiet for a while")
  func once() {
    let start = Moment.now
    var storm = StormWatch()
    for index in 0..<1000 { storm.connectionChanged(now: start + .milliseconds(index)) }
    let answers = [2, 3, 4].map { storm.isOver(now: start + .seconds($0)) }
    #expect(answers == [false, true, false])
  }

  @Test("Connections that come one by one are no storm, however many they are")
  func oneByOne() {
    let start = Moment.now
    var storm = StormWatch()
    var answers: Set<Bool> = []
    for index in 0..<1000 {
      storm.connectionChanged(now: start + .seconds(10 * index))
      answers.insert(storm.isOver(now: start + .seconds(10 * index + 1)))
      answers.insert(storm.isOver(now: start + .seconds(10 * index + 3)))
    }
    #expect(answers == [false])
  }

  @Test("A few connections are no storm")
  func few() {
    let start = Moment.now
    var storm = StormWatch()
    for _ in 0..<100 { storm.connectionChanged(now: start) }
    let isOver = storm.isOver(now: start + .seconds(60))
    #expect(!isOver)
  }
}
