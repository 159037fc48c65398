import Testing

@testable import ManifestSource

@Suite("Debouncing")
struct DebounceTests {
  /// A clock that stands still unless told otherwise.
  struct Moment: InstantProtocol {
    var ms: Int64

    func advanced(by duration: Duration) -> Moment {
      Moment(
        ms: ms + duration.components.seconds * 1000
          + duration.components.attoseconds / 1_000_000_000_000_000)
    }

    func duration(to other: Moment) -> Duration { .milliseconds(other.ms - ms) }

    static func < (left: Moment, right: Moment) -> Bool { left.ms < right.ms }
  }

  private func debounce() -> Debounce<Moment> {
    Debounce(quiet: .milliseconds(100), max: .milliseconds(1000))
  }

  @Test("Without changes nothing is due")
  func idle() {
    var debounce = debounce()
    #expect(debounce.deadline == nil)
    let isDue = debounce.takeIfDue(at: Moment(ms: 10_000))
    #expect(!isDue)
  }

  @Test("A burst is over when it has been quiet for a while")
  func quiet() {
    var debounce = debounce()
    debounce.changed(at: Moment(ms: 0))
    debounce.changed(at: Moment(ms: 60))
    #expect(debounce.deadline == Moment(ms: 160))
    let early = debounce.takeIfDue(at: Moment(ms: 159))
    #expect(!early)
    let inTime = debounce.takeIfDue(at: Moment(ms: 160))
    #expect(inTime)
    #expect(debounce.deadline == nil)
  }

  @Test("Changes that never end are not waited for longer than the maximum")
  func maximum() {
    var debounce = debounce()
    for ms in stride(from: Int64(0), through: 990, by: 90) { debounce.changed(at: Moment(ms: ms)) }
    #expect(debounce.deadline == Moment(ms: 1000))
  }

  @Test("A file that is being written is waited for, up to the maximum")
  func writing() {
    var debounce = debounce()
    debounce.changed(at: Moment(ms: 0))
    debounce.writing("a")
    debounce.writing("b")
    #expect(debounce.deadline == Moment(ms: 1000))
    debounce.finished("a")
    #expect(debounce.deadline == Moment(ms: 1000))
    debounce.finished("b")
    #expect(debounce.deadline == Moment(ms: 100))
    debounce.writing("a")
    let isDue = debounce.takeIfDue(at: Moment(ms: 1000))
    #expect(isDue)
    debounce.changed(at: Moment(ms: 2000))
    #expect(debounce.deadline == Moment(ms: 2100))
  }
}

@Suite("Notifications of the kernel")
struct InotifyTests {
  private func bytes(watch: Int32, mask: UInt32, name: String, padding: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let length = name.utf8.count + padding
    for word in [UInt32(bitPattern: watch), mask, 0, UInt32(length)] {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }
    return bytes + Array(name.utf8) + Array(repeating: 0, count: padding)
  }

  @Test("Several notifications are told apart")
  func several() {
    var events: [Inotify.Event] = []
    let all =
      bytes(watch: 1, mask: 2, name: "a.yaml", padding: 10)
      + bytes(watch: 1, mask: 0x400, name: "", padding: 0)
      + bytes(watch: -1, mask: 0x4000, name: "", padding: 0)
    Inotify.parse(all[...], into: &events)
    #expect(
      events == [
        Inotify.Event(watch: 1, mask: 2, name: "a.yaml"),
        Inotify.Event(watch: 1, mask: 0x400, name: ""),
        Inotify.Event(watch: -1, mask: 0x4000, name: ""),
      ])
    #expect(events.map(\.isModification) == [true, false, false])
    #expect(events.map(\.isOverflow) == [false, false, true])
  }

  @Test("Bytes that are cut off are no reason to fail")
  func truncated() {
    let whole = bytes(watch: 1, mask: 2, name: "a.yaml", padding: 2)
    for count in 0..<whole.count {
      var events: [Inotify.Event] = []
      Inotify.parse(whole[..<count], into: &events)
      #expect(events.count == (count < 16 ? 0 : 1))
    }
  }
}
