internal import ArgumentParser
import Glibc

/// The programs that Benchmarks/scenarios puts together: servers that do what standard input says,
/// and the clients that they are measured with.
enum PushModes {
  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Serves a synthetic mesh, for scripts/bench.", shouldDisplay: false)

    @Argument(help: "How many services, of ten endpoints each.") var services: Int
    @Argument(help: "How many event loops.") var loops: Int

    func run() throws { try MeasuredServer.run(serviceCount: services, loops: loops) }
  }

  struct Bare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends prebuilt frames and reads the answers, for scripts/bench.",
      shouldDisplay: false)

    @Argument(help: "How many bytes of resources a response has.") var resourceBytes: Int

    func run() throws {
      let frames = ClientFrames(.sotw, serviceCount: 1, extensionCount: 0)
      var loop = BareLoop(frames, resourceBytes: resourceBytes)
      loop.run()
    }
  }

  struct Crowd: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Clients of one of the two, for scripts/bench.", shouldDisplay: false)

    @Argument(help: "The server's port on 127.0.0.1.") var port: UInt16
    @Argument(help: "How many clients.") var clients: Int
    @Argument(help: "How many services the server has.") var services: Int
    @Argument(help: "How the clients speak.") var variant: ClientFrames.Variant
    @Argument(help: "How many extensions a node lists.") var extensions: Int
    @Flag(help: "The server is the bare loop.") var bare = false

    func run() throws {
      let frames = ClientFrames(variant, serviceCount: services, extensionCount: extensions)
      Self.play(ClientCrowd(frames, port: port, isBare: bare), count: clients)
    }

    /// Connects all clients, says `configured`, and from then on `round` whenever each has got one
    /// more response; ends with standard input.
    ///
    /// `stop N` has some clients read nothing any more; `round` does not wait for those.
    private static func play(_ crowd: ClientCrowd, count: Int) {
      var awaited = count
      var isConfigured = false
      var pushes = 0
      for _ in 0..<count {
        crowd.connect()
        crowd.serve(waiting: 0)
      }
      var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      while true {
        crowd.serve(waiting: 20)
        if !isConfigured, crowd.configuredCount + crowd.lostCount >= count {
          isConfigured = true
          MeasuredServer.say("configured \(crowd.configuredCount) lost \(crowd.lostCount)")
        }
        if crowd.pushCount >= pushes + awaited {
          pushes += awaited
          MeasuredServer.say("round")
        }
        guard poll(&input, 1, 0) > 0 else { continue }
        guard let line = readLine() else { return }
        let words = line.split(separator: " ")
        guard words.first == "stop", let stopped = words.last.flatMap({ Int($0) }) else {
          continue
        }
        crowd.stop(stopped)
        awaited -= stopped
        MeasuredServer.say("done")
      }
    }
  }
}
