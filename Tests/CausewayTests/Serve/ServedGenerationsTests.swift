import Dispatch
import Testing

@testable import causeway

@Suite("Waiting for what is served")
struct ServedGenerationsTests {
  @Test("What is served already is not waited for")
  func already() {
    let served = ServedGenerations()
    #expect(served.revision(of: 0) == 0)
    served.served(5, in: 3)
    #expect(served.revision(of: 4) == 3)
    #expect(served.revision(of: 5) == 3)
  }

  @Test("A later generation will do, and an earlier one will not")
  func later() async {
    let served = ServedGenerations()
    let queue = DispatchQueue(label: "waiter")
    let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
    async let revision = withCheckedContinuation { result in
      queue.async {
        continuation.finish()
        result.resume(returning: served.revision(of: 7))
      }
    }
    for await _ in begun {}
    served.served(6, in: 2)
    served.served(8, in: 4)
    #expect(await revision == 4)
  }

  @Test("It does not wait for ever")
  func inVain() {
    #expect(ServedGenerations().revision(of: 1, waitingSeconds: 0) == nil)
  }
}
