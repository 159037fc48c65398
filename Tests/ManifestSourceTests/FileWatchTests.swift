import Platform
import Testing

@testable import ManifestSource

@Suite("Watching other files", .timeLimit(.minutes(1)))
struct FileWatchTests {
  private let folder: TemporaryFolder
  private let calls = Lock(0)

  init() throws { folder = try TemporaryFolder() }

  private func watch(
    _ names: String..., configure: (inout FileWatch.Options) -> Void = { _ in }
  ) -> FileWatch {
    var options = FileWatch.Options()
    options.debounce = .milliseconds(20)
    configure(&options)
    return FileWatch(paths: names.map { folder($0) }, options: options) { [calls] in
      calls.withLock { $0 += 1 }
    }
  }

  /// Waits until there was another call than those counted before.
  private func waitForCall(after before: Int) async throws {
    while calls.withLock({ $0 }) == before { try await Task.sleep(for: .milliseconds(2)) }
  }

  /// Does something, and waits until it is told.
  private func expectCall(_ change: () throws -> Void) async throws {
    let before = calls.withLock { $0 }
    try change()
    try await waitForCall(after: before)
  }

  @Test("A file that is written in place, replaced, removed or made is noticed")
  func changes() async throws {
    try folder.write("tls.crt", "1")
    let watch = watch("tls.crt", "tls.key")
    try await expectCall { try folder.write("tls.crt", "2") }
    try await expectCall { try folder.replace("tls.crt", "3") }
    try await expectCall { folder.remove("tls.crt") }
    try await expectCall { try folder.write("tls.crt", "4") }
    try await expectCall { try folder.write("tls.key", "1") }
    withExtendedLifetime(watch) {}
  }

  @Test("Files in a volume of Kubernetes change by a link on the way to them")
  func links() async throws {
    for version in ["..1", "..2", "..3"] {
      try folder.makeFolder(version)
      try folder.write(version + "/tls.crt", version)
    }
    try folder.link("..data", to: "..1")
    try folder.link("tls.crt", to: "..data/tls.crt")
    let watch = watch("tls.crt")
    for version in ["..2", "..3"] {
      try await expectCall {
        try folder.link("..tmp", to: version)
        try folder.rename("..tmp", "..data")
      }
      #expect(try FileWatch.read(folder("tls.crt")) == Array(version.utf8))
    }
    withExtendedLifetime(watch) {}
  }

  @Test("A burst of changes is told once, when it is over")
  func burst() async throws {
    try folder.write("tls.crt", "0")
    let watch = watch("tls.crt") {
      $0.debounce = .milliseconds(300)
      $0.debounceMax = .seconds(20)
    }
    try await expectCall { for index in 0..<50 { try folder.write("tls.crt", "\(index)") } }
    #expect(calls.withLock { $0 } == 1)
    withExtendedLifetime(watch) {}
  }

  @Test("When the kernel cannot tell, the files are to be looked at every now and then")
  func fallback() async throws {
    try folder.write("tls.crt", "0")
    let watch = watch("tls.crt") {
      $0.interval = .milliseconds(10)
      $0.watchCountMax = 0
    }
    for _ in 0..<3 { try await waitForCall(after: calls.withLock { $0 }) }
    withExtendedLifetime(watch) {}
  }

  @Test("What cannot be read says why")
  func unreadable() throws {
    try folder.write("large", String(repeating: "x", count: 100))
    let cases = [
      (folder("none"), "no such file or directory"), (folder.path, "it is not a regular file"),
      (folder("large"), "it is larger than 99 bytes"),
    ]
    for (path, reason) in cases {
      #expect(throws: UnreadableFile(reason: reason)) {
        try FileWatch.read(path, byteCountMax: 99)
      }
    }
  }
}
