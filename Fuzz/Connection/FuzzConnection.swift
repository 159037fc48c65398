import FuzzedServer

/// What libFuzzer calls with each input: what a client sends on a connection.
@c(LLVMFuzzerTestOneInput)
public func fuzzConnection(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  if let problem = FuzzedConnection.problem(with: input) { fatalError(problem) }
  return 0
}
