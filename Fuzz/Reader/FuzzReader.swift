import EnvoyAPI
import XDSProto

/// What libFuzzer calls with each input: the first byte chooses the type, the rest is the message.
@c(LLVMFuzzerTestOneInput)
public func fuzzReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return -1 }
  let bytes = [UInt8](input.dropFirst())
  switch choice % 6 {
  case 0: check(DiscoveryRequest.self, bytes)
  case 1: check(DeltaDiscoveryRequest.self, bytes)
  case 2: check(Cluster.self, bytes)
  case 3: check(Listener.self, bytes)
  case 4: check(RouteConfiguration.self, bytes)
  default: check(HttpConnectionManager.self, bytes)
  }
  return 0
}

/// What was read and written is read again and written the same, and libprotobuf-c takes it too.
private func check<Message: ProtoMessage>(_ type: Message.Type, _ bytes: [UInt8]) {
  let oracle = try? EnvoyMessage(typeName: type.typeName, bytes: bytes)
  if let oracle { _ = oracle.json() }
  guard let written = try? Message(protobuf: bytes).encoded() else { return }
  guard let again = try? Message(protobuf: written).encoded(), again == written else {
    fatalError("\(type) does not read what it writes")
  }
  // C ends a string at a NUL, so libprotobuf-c could not write such a string back; EnvoyMessage
  // refuses it.
  guard let theirs = try? EnvoyMessage(typeName: type.typeName, bytes: written).packed() else {
    precondition(written.contains(0), "libprotobuf-c does not read what \(type) writes")
    return
  }
  precondition(theirs == written, "libprotobuf-c writes \(type) otherwise")
}
