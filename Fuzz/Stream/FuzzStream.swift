import FuzzedServer

/// What libFuzzer calls with each input: what a client and the mesh do to the machine of a stream.
@c(LLVMFuzzerTestOneInput)
public func fuzzStream(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  if let problem = FuzzedStream.problem(with: input) { fatalError(problem) }
  return 0
}
