import CLinux
import Dispatch
import Glibc
import Logging
import MeshModel
import XDSServer

/// Causeway's server with a synthetic mesh, alone in its process so that others can measure it.
///
/// Tells its port on standard output, and then does what it is told, a line each: `change` moves an
/// endpoint, `trim` gives free memory back to the system, `counters` says what the transport and
/// the loops have counted.
enum MeasuredServer {
  /// Serves until standard input ends.
  ///
  /// Blocks its thread, the main one: an asynchronous main function ends that thread, which
  /// valgrind does not survive.
  static func run(serviceCount: Int, loops: Int) throws {
    var mesh = SyntheticMesh(serviceCount: serviceCount)
    let server = try DiscoveryServer(
      DiscoveryServer.Configuration(address: .anyLoopbackPort, loops: loops),
      logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    update(server, to: mesh, cause: "start")
    say("listening \(server.boundAddress.port)")
    while let line = readLine() {
      switch line {
      case "change":
        mesh.move()
        update(server, to: mesh, cause: "an endpoint has moved")
      case "trim": malloc_trim(0)
      case "counters": say(counters(of: server))
      default: say("unknown command \(line)")
      }
      say("done")
    }
  }

  private static func update(_ server: DiscoveryServer, to mesh: SyntheticMesh, cause: String) {
    let done = DispatchSemaphore(value: 0)
    let mesh = mesh.mesh
    Task.detached {
      await server.update(mesh: mesh, cause: cause)
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
      responses \(transport.messagesSent) requests \(transport.messagesReceived)
      """
  }

  /// Writes a line at once, although standard output may be a pipe.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
