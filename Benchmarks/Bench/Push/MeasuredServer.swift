import CLinux
import Dispatch
import Glibc
import Logging
import MeshModel
import XDSServer

/// Causeway's server with a synthetic mesh, alone in its process so that others can measure it.
///
/// Tells its port on standard output, and then does what it is told, a line each: `change` has an
/// endpoint begin or stop to be shut down, `trim` gives free memory back to the system, `counters`
/// says what the transport and the loops have counted.
enum MeasuredServer {
  /// Serves until standard input ends.
  ///
  /// Blocks its thread, the main one: an asynchronous main function ends that thread, which
  /// valgrind does not survive.
  static func run(serviceCount: Int, loops: Int) throws {
    let synthetic = SyntheticObjects.served(serviceCount)
    let slices = [false, true].map { synthetic.slice(0, isDraining: $0) }
    var store = MeshStore(objects: synthetic.objects)
    var changeCount = 0
    let server = try DiscoveryServer(
      DiscoveryServer.Configuration(address: .anyLoopbackPort, loops: loops),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    update(server, to: store.mesh, nil, cause: "start")
    say("listening \(server.boundAddress.port)")
    while let line = readLine() {
      switch line {
      case "change":
        let change = ObjectChange.changed(
          from: slices[changeCount % 2], to: slices[(changeCount + 1) % 2])
        changeCount += 1
        let (mesh, difference) = store.apply([change])
        update(server, to: mesh, difference, cause: "an endpoint has changed")
      case "trim": malloc_trim(0)
      case "counters": say(counters(of: server))
      default: say("unknown command \(line)")
      }
      say("done")
    }
  }

  private static func update(
    _ server: DiscoveryServer, to mesh: Mesh, _ difference: MeshDifference?, cause: String
  ) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await server.update(mesh: mesh, difference: difference, cause: cause)
      done.signal()
    }
    done.wait()
  }

  private static func counters(of server: DiscoveryServer) -> String {
    let transport = server.transportCounters
    let admission = server.statistics.admission
    return """
      connections \(transport.connectionsOpen) refused \
      \(transport.connectionsRefused + Int(admission.refused)) waited \(admission.waited) \
      responses \(transport.messagesSent) requests \(transport.messagesReceived) \
      encoded \(server.encodingCount)
      """
  }

  /// Writes a line at once, although standard output may be a pipe.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
