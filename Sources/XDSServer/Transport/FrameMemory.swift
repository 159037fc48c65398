internal import CNghttp2
internal import Glibc

/// The memory of nghttp2's sessions, but for the largest piece: the buffer in which a session puts
/// a frame together before it is sent.
///
/// Two thirds of a session are that buffer, and it has something in it only while the session
/// produces. So the sessions of a loop, of which one produces at a time, have one in common. That
/// is sound because no frame is ever left half sent: ``HTTP2Session`` takes all that nghttp2 gives
/// it, and a session that failed is never asked again.
///
/// Owned by the loop's ``SessionBuffers``, which outlives the sessions; used on the loop's thread.
@safe final class FrameMemory {
  /// NGHTTP2_FRAMEBUF_CHUNKLEN of nghttp2's session: what its constructor asks for.
  ///
  /// Should another version ask for something else, its sessions have a buffer each, as without
  /// this.
  private static let byteCount = 16_394

  /// What nghttp2 hands to the functions below: whether a session is being made, and the buffer.
  @unsafe private struct State {
    var isLending = false
    let buffer: UnsafeMutableRawPointer
  }

  /// Owned; freed by `deinit`.
  private let state: UnsafeMutablePointer<State>
  /// Owned; freed by `deinit`.
  ///
  /// Every session keeps a copy of what is in there.
  private let functions: UnsafeMutablePointer<nghttp2_mem>

  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(
      to: State(buffer: .allocate(byteCount: Self.byteCount, alignment: 16)))
    unsafe functions = .allocate(capacity: 1)
    unsafe functions.initialize(
      to: nghttp2_mem(
        mem_user_data: state,
        malloc: { count, _ in unsafe malloc(count) },
        free: { unsafe FrameMemory.release($0, $1) },
        calloc: { count, size, _ in unsafe calloc(count, size) },
        realloc: { unsafe FrameMemory.resize($0, $1, $2) }))
  }

  deinit {
    unsafe state.pointee.buffer.deallocate()
    unsafe state.deallocate()
    unsafe functions.deallocate()
  }

  /// Calls `make` with the functions by which a new session gets memory.
  func lend<R>(_ make: (UnsafeMutablePointer<nghttp2_mem>) -> R) -> R {
    unsafe state.pointee.isLending = true
    defer { unsafe state.pointee.isLending = false }
    return unsafe make(functions)
  }

  private static func release(
    _ memory: UnsafeMutableRawPointer?, _ state: UnsafeMutableRawPointer?
  ) {
    guard let memory = unsafe memory, unsafe !isShared(memory, state) else { return }
    unsafe free(memory)
  }

  private static func resize(
    _ memory: UnsafeMutableRawPointer?, _ count: Int, _ state: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    guard let memory = unsafe memory else {
      if count == byteCount, let lent = unsafe lent(state) { return unsafe lent }
      return unsafe realloc(nil, count)
    }
    guard unsafe isShared(memory, state) else { return unsafe realloc(memory, count) }
    // The session needs more than all others: it goes on with a buffer of its own.
    guard let own = unsafe malloc(count) else { return nil }
    unsafe own.copyMemory(from: memory, byteCount: min(count, byteCount))
    return unsafe own
  }

  private static func lent(_ state: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let state = unsafe state?.assumingMemoryBound(to: State.self),
      unsafe state.pointee.isLending
    else { return nil }
    return unsafe state.pointee.buffer
  }

  private static func isShared(
    _ memory: UnsafeMutableRawPointer, _ state: UnsafeMutableRawPointer?
  ) -> Bool {
    unsafe state?.assumingMemoryBound(to: State.self).pointee.buffer == memory
  }
}
