import Platform

internal import struct XDSProto.DeltaDiscoveryRequest
internal import struct XDSProto.DiscoveryRequest

@testable import XDSServer

/// The state machine of a stream, with a fuzzer as its client, its mesh and its clock.
///
/// Whatever they do, nothing traps, and the client is never sent more than it can be asked to take:
/// one response for each type before it answers, or its time is up.
package struct FuzzedStream: ~Copyable {
  private var input: FuzzInput
  private var stream: DiscoveryStream
  private var snapshot = Snapshot(revision: 0)
  private var now = Moment.now
  private var nonces: [String] = [""]
  private var inFlight: [String: (nonce: String, since: Moment)] = [:]
  private var isOver = false
  private var problem: String?

  /// The names that the mesh has, some of the time.
  private static let names = ["a", "b", "c", "d", "e", "*", "", "outbound|80||a.default"]
  private static let contents = ["1", "2", "3", String(repeating: "x", count: 90)]
  private static let typeURLs =
    ResourceType.allCases.map(\.typeURL) + ["", "type.googleapis.com/no.Such", "no url", "\u{0}"]

  /// What went wrong with that input; nil if nothing did.
  package static func problem(with bytes: [UInt8]) -> String? {
    var run = FuzzedStream(FuzzInput(bytes))
    while !run.input.isEmpty, !run.isOver, run.problem == nil { run.step() }
    // Then nothing happens any more but that time passes.
    for _ in 0..<4 where !run.isOver { run.pass(.seconds(20)) }
    return run.problem
  }

  private init(_ input: FuzzInput) {
    var input = input
    let choice = input.number(below: 16)
    let scope: DiscoveryStream.Scope =
      choice < 12
      ? .aggregated : .only(ResourceType.allCases[choice - 12])
    stream = DiscoveryStream(
      scope: scope, variant: input.number(below: 2) == 0 ? .stateOfTheWorld : .delta)
    self.input = input
  }

  private mutating func step() {
    switch input.number(below: 8) {
    case 0...3: hear(request())
    case 4: answer()
    case 5: publish()
    case 6: pass(.milliseconds(100 * input.number(below: 256)))
    default: hearMessage()
    }
  }

  private mutating func request() -> StreamRequest {
    var request = StreamRequest(typeURL: Self.typeURLs[input.number(below: Self.typeURLs.count)])
    let shape = input.byte()
    if shape & 1 == 0 { request.names = input.some(of: Self.names) }
    if shape & 2 != 0 { request.namesDropped = input.some(of: Self.names) }
    if shape & 4 != 0 {
      for name in input.some(of: Self.names) {
        let version = snapshot.clusters[name]?.version.hexadecimal ?? "old"
        request.versionsBrought[name] = shape & 8 != 0 ? version : "0123456789abcdef"
      }
    }
    request.nonce = nonces[nonces.count - 1 - input.number(below: nonces.count)]
    request.versionInfo = shape & 16 != 0 ? "0123456789abcdef" : ""
    if shape & 32 != 0 { request.error = .init(code: 3, message: "a: no") }
    if shape & 64 != 0 || stream.nodeID == nil { request.nodeID = "fuzz" }
    if shape & 128 != 0, input.byte() == 7 {
      request.nodeID = ["", "another"][input.number(below: 2)]
    }
    return request
  }

  /// The client answers what it was sent last of a type, as one does that accepts or refuses all.
  private mutating func answer() {
    let sent = inFlight.sorted { $0.key < $1.key }
    guard !sent.isEmpty else { return }
    let (typeURL, response) = sent[input.number(below: sent.count)]
    var request = StreamRequest(typeURL: typeURL, nonce: response.nonce)
    let choice = input.byte()
    if choice & 1 == 1 { request.error = .init(code: 3, message: "no") }
    if stream.variant == .stateOfTheWorld, choice & 2 == 2 {
      request.names = input.some(of: Self.names)
    }
    hear(request)
  }

  private mutating func hearMessage() {
    let bytes = input.bytes()
    switch stream.variant {
    case .stateOfTheWorld:
      guard let message = try? DiscoveryRequest(protobuf: bytes) else { return }
      hear(StreamRequest(message))
    case .delta:
      guard let message = try? DeltaDiscoveryRequest(protobuf: bytes) else { return }
      hear(StreamRequest(message))
    }
  }

  private mutating func hear(_ request: StreamRequest) {
    _ = request.description
    switch stream.requestReceived(request, at: now) {
    case .proceed, .accepted, .refused:
      let typeURL = typeURL(meantBy: request)
      if inFlight[typeURL]?.nonce == request.nonce { inFlight[typeURL] = nil }
      poll()
    case .ignore: break
    case .reject(let error):
      _ = error.description
      isOver = true
    }
  }

  /// On a stream of one type a request need not say it.
  private func typeURL(meantBy request: StreamRequest) -> String {
    if case .only(let type) = stream.scope, request.typeURL.isEmpty { return type.typeURL }
    return request.typeURL
  }

  private mutating func publish() {
    func table(_ input: inout FuzzInput) -> ResourceTable {
      let names = input.some(of: Self.names.filter { $0 != "*" }).sorted()
      return ResourceTable(
        names.map { name in
          let content = Self.contents[input.number(below: Self.contents.count)]
          return Resource(
            name: name, field: SharedBytes(Array("\(name)=\(content)".utf8)), origins: [])
        })
    }
    let bits = input.byte()
    snapshot = Snapshot(
      revision: snapshot.revision + 1,
      clusters: bits & 1 == 1 ? table(&input) : snapshot.clusters,
      endpoints: bits & 2 == 2 ? table(&input) : snapshot.endpoints,
      listeners: bits & 4 == 4 ? table(&input) : snapshot.listeners,
      routes: bits & 8 == 8 ? table(&input) : snapshot.routes)
    poll()
  }

  private mutating func pass(_ duration: Duration) {
    now += duration
    poll()
  }

  /// Takes everything that the stream wants to send now.
  private mutating func poll() {
    guard stream.nodeID != nil else { return }
    var said: Set<String> = []
    while problem == nil {
      guard case .respond(let response) = stream.nextStep(from: snapshot, at: now) else { break }
      let typeURL = response.typeURL
      if !said.insert(typeURL).inserted { problem = "\(typeURL) is sent twice without a pause" }
      if nonces.contains(response.nonce) { problem = "The nonce \(response.nonce) comes again" }
      if let last = inFlight[typeURL], ResourceType(typeURL: typeURL) != nil,
        now - last.since < stream.answerBound
      {
        problem = "\(typeURL) is sent while \(last.nonce) is not answered"
      }
      inFlight[typeURL] = (response.nonce, now)
      nonces.append(response.nonce)
      _ = response.description
      _ = response.message
    }
    for type in ResourceType.allCases { _ = stream.status(of: type, towards: snapshot) }
    _ = stream.progress(towards: snapshot)
  }
}
