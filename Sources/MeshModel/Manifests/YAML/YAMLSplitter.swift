/// A part of a file that holds one document.
struct YAMLChunk: Sendable {
  /// The bytes, within those of the file.
  var bytes: ArraySlice<UInt8>
  /// The line on which they begin, counted from 1.
  var firstLine: Int
}

/// Cuts a file at its document markers, so that a broken document costs only itself.
///
/// YAML 1.2 §9.1.2: `---` and `...` at the start of a line end whatever precedes them, even inside
/// a quoted or block scalar. So cutting there needs no understanding of what is cut.
enum YAMLSplitter {
  /// The documents of `bytes`, in order; those that hold nothing but comments are left out.
  static func chunks(of bytes: [UInt8]) -> [YAMLChunk] {
    var chunks: [YAMLChunk] = []
    var current = Open(start: bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0, line: 1)
    var start = current.start
    var line = 1
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      switch kind(of: bytes[start..<end]) {
      case .blank: break
      case .directive: current.hasDirective = true
      case .content: current.hasContent = true
      case .end:
        current.finish(at: end, in: bytes, into: &chunks)
        current = Open(start: end, line: line + 1)
      case .start:
        // Directives belong to the document whose marker follows them.
        if current.hasContent || !current.hasDirective {
          current.finish(at: start, in: bytes, into: &chunks)
          current = Open(start: start, line: line)
        }
        current.hasContent = hasContent(afterMarker: bytes[start..<end])
      }
      start = end
      line += 1
    }
    current.finish(at: bytes.count, in: bytes, into: &chunks)
    return chunks
  }

  private struct Open {
    var start: Int
    var line: Int
    var hasContent = false
    var hasDirective = false

    func finish(at end: Int, in bytes: [UInt8], into chunks: inout [YAMLChunk]) {
      guard hasContent || (hasDirective && end > start) else { return }
      chunks.append(YAMLChunk(bytes: bytes[start..<end], firstLine: line))
    }
  }

  private enum LineKind { case blank, directive, content, start, end }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func kind(of line: ArraySlice<UInt8>) -> LineKind {
    if isMarker(line, UInt8(ascii: "-")) { return .start }
    if isMarker(line, UInt8(ascii: ".")) { return .end }
    if line.first == UInt8(ascii: "%") { return .directive }
    return isBlankOrComment(line) ? .blank : .content
  }

  private static func isMarker(_ line: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
    guard line.count >= 3, line.prefix(3).allSatisfy({ $0 == byte }) else { return false }
    return line.dropFirst(3).first.map(isSpace) ?? true
  }

  private static func hasContent(afterMarker line: ArraySlice<UInt8>) -> Bool {
    !isBlankOrComment(line.dropFirst(3))
  }

  private static func isBlankOrComment(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { !isSpace($0) }
    return first == nil || first == UInt8(ascii: "#")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
