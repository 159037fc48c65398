import Testing

@testable import MeshModel

@Suite("Splitting a file into documents")
struct YAMLSplitterTests {
  private func chunks(_ text: String) -> [String] {
    YAMLSplitter.chunks(of: Array(text.utf8)).map {
      "\($0.firstLine)|" + String(decoding: $0.bytes, as: UTF8.self)
    }
  }

  @Test(
    "Documents are cut at their markers, with the right lines",
    arguments: [
      ("", []), ("\n# x\n", []), ("a: 1", ["1|a: 1"]),
      ("a: 1\n---\nb: 2\n", ["1|a: 1\n", "2|---\nb: 2\n"]),
      ("---\n---\n\n---\na: 1\n---\n", ["4|---\na: 1\n"]),
      ("--- # x\na: 1\n--- {b: 2}\n", ["1|--- # x\na: 1\n", "3|--- {b: 2}\n"]),
      ("a: 1\n...\nb: 2\n...\n", ["1|a: 1\n...\n", "3|b: 2\n...\n"]),
      ("a: 1\r\n---\r\nb: 2\r\n", ["1|a: 1\r\n", "2|---\r\nb: 2\r\n"]),
      ("a: |\n  x\n ---\n ...\n", ["1|a: |\n  x\n ---\n ...\n"]),
      ("a: ----\n----\n---x\n", ["1|a: ----\n----\n---x\n"]),
      ("\u{FEFF}a: 1\n---\nb: 2", ["1|a: 1\n", "2|---\nb: 2"]),
      (
        "%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n# x\n---\nb: 2\n",
        [
          "1|%YAML 1.1\n---\na: 1\n...\n", "5|%YAML 1.1\n# x\n---\nb: 2\n",
        ]
      ),
      ("a: 1\n---", ["1|a: 1\n"]),
    ])
  func chunks(text: String, expected: [String]) {
    #expect(chunks(text) == expected)
  }
}

@Suite("YAML")
struct YAMLTests {
  private func documents(_ text: String) -> [YAMLDocument] {
    YAMLComposer.documents(in: Array(text.utf8)[...], firstLine: 1)
  }

  /// A value in short, so that a test can compare it.
  private func short(_ node: YAMLNode?) -> String {
    guard let node else { return "-" }
    return switch node.content {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)f"
    case .string(let value): "'\(value)'"
    case .sequence(let items): "[" + items.map { short($0) }.joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key)=\(short($0.value))" }.joined(separator: ",") + "}"
    }
  }

  @Test(
    "Scalars are read as Kubernetes reads them",
    arguments: [
      ("80", "80"), ("-5", "-5"), ("+5", "5"), ("0x1F", "31"), ("0o17", "15"), ("017", "15"),
      ("0b101", "5"), ("1_000", "1000"), ("089", "89.0f"), ("\"80\"", "'80'"), ("'80'", "'80'"),
      ("!!str 80", "'80'"), ("!!int \"80\"", "80"), ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"),
      ("9223372036854775808", "9.223372036854776e+18f"),
      ("99999999999999999999999", "1e+23f"), ("1.5", "1.5f"), (".5", "0.5f"), ("1e3", "1000.0f"),
      ("1e999", "inff"), ("-.inf", "-inff"), ("1.2.3", "'1.2.3'"), ("10.0.0.1", "'10.0.0.1'"),
      ("1e", "'1e'"), ("+-5", "'+-5'"), ("0x", "'0x'"), ("0x-5", "'0x-5'"),
      (".", "'.'"),
      ("true", "true"), ("yes", "true"), ("Off", "false"), ("\"yes\"", "'yes'"), ("y", "'y'"),
      ("~", "null"), ("null", "null"), ("\"\"", "''"), ("2024-01-01", "'2024-01-01'"),
      ("12:30:45", "'12:30:45'"), ("|\n  a\n  b\n", "'a\nb\n'"), (">-\n  a\n  b\n", "'a b'"),
    ])
  func scalars(text: String, expected: String) {
    let documents = documents("x: \(text)")
    #expect(documents.map(\.error) == [nil])
    #expect(short(documents.first?.root) == "{x=\(expected)}")
  }

  @Test("Keys are texts, whatever they look like")
  func keys() {
    #expect(
      short(documents("{80: a, true: b, null: c, \"d\": e}")[0].root)
        == "{80='a',true='b',null='c',d='e'}")
  }

  @Test("Values know their lines")
  func lines() {
    let root = documents("a: 1\nb:\n  - x\n\n  - y: 2\n    z: 3\n")[0].root
    let list = root?.entry("b")
    #expect(list?.line == 2)
    guard case .sequence(let items)? = list?.value.content else {
      Issue.record("b is no list")
      return
    }
    #expect(items.map(\.line) == [3, 5])
    #expect(items[1].entry("z")?.line == 6)
  }

  @Test("Aliases and merge keys are expanded")
  func aliases() {
    let text = """
      base: &base {a: 1, b: 2}
      other: &other {b: 3, c: 4}
      list: [*base, *base]
      merged: {<<: *base, a: 9}
      both: {b: 7, <<: [*base, *other]}
      key: &k name
      *k : x
      """
    #expect(
      short(documents(text)[0].root)
        == "{base={a=1,b=2},other={b=3,c=4},list=[{a=1,b=2},{a=1,b=2}],"
        + "merged={a=9,b=2},both={b=7,a=1,c=4},key='name',name='x'}")
  }

  @Test(
    "What is not YAML is explained, with the line",
    arguments: [
      (
        "a: 1\nb: [1, 2\nc: 3\n", 3,
        "This is not valid YAML: while parsing a flow sequence that begins 1 line above, did not find "
          + "expected ',' or ']'."
      ),
      (
        "a:\n\tb: 1\n", 2,
        "This is not valid YAML: while scanning for the next token, found character that cannot start any "
          + "token; indent with spaces, not with tabs."
      ),
      ("a: b: c\n", 1, "This is not valid YAML: mapping values are not allowed in this context."),
      ("a: 1\nb: 2\na: 3\n", 3, "The key \"a\" is given twice in one mapping, first on line 1."),
      ("a: *x\n", 1, "The alias *x stands for nothing: no complete value above has that anchor."),
      (
        "a: &x [*x]\n", 1,
        "The alias *x stands for nothing: no complete value above has that anchor."
      ),
      ("? [a]\n: b\n", 1, "A key of a mapping must be a plain text."),
      ("a: &x [1]\n*x : 2\n", 2, "A key of a mapping must be a plain text."),
      ("a:\n  <<: 5\n", 2, "The value of << must be a mapping or a list of mappings."),
      ("a: 1\nb: \u{0}\n", 2, "This is not readable text: control characters are not allowed."),
    ])
  func errors(text: String, line: Int, message: String) {
    #expect(documents(text).last?.error == YAMLError(line: line, message: message))
  }

  @Test("Bytes that are not UTF-8 are explained, with the line")
  func invalidUTF8() {
    let bytes = Array("a: 1\nb: ".utf8) + [0xFF, 0x0A]
    let documents = YAMLComposer.documents(in: bytes[...], firstLine: 5)
    #expect(
      documents.last?.error
        == YAMLError(line: 6, message: "This is not readable text: invalid leading UTF-8 octet."))
  }

  @Test("Every key at the top that was complete is kept of a broken document")
  func completedPart() {
    let document = documents("kind: Pod\nmetadata:\n  name: x\nspec:\n  a: [\n")[0]
    #expect(document.error != nil)
    #expect(short(document.root) == "{kind='Pod',metadata={name='x'}}")
    let cut = documents("kind: Pod\nmetadata:\n  name: x\n  labels: [\n")[0]
    #expect(short(cut.root) == "{kind='Pod'}")
  }

  enum Nesting: CaseIterable {
    case lists, mappings, blockLists, pairsInLists, blockMappings

    var text: String {
      switch self {
      case .lists: String(repeating: "[", count: 100_000)
      case .mappings: String(repeating: "{a: ", count: 100_000)
      case .blockLists: String(repeating: "- ", count: 100_000)
      case .pairsInLists: String(repeating: "[a: ", count: 100_000)
      case .blockMappings:
        (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
      }
    }
  }

  @Test("Nesting has a limit, in whatever way it is written", arguments: Nesting.allCases)
  func depth(nesting: Nesting) {
    #expect(
      documents(nesting.text).last?.error?.message
        == "Values are nested more than 100 levels deep.")
  }

  @Test("Aliases cannot make a small file large")
  func aliasBomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = documents(text).last?.error
    #expect(
      error == YAMLError(line: 6, message: "Aliases add more than 200000 values to this document."))
  }

  @Test("Aliases cannot make a document deep")
  func aliasDepth() {
    var text = "a0: &a0 [x]\n"
    for level in 1...200 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(documents(text).last?.error?.message == "Values are nested more than 100 levels deep.")
  }

  @Test("Merge keys cannot make a small file large")
  func mergeBomb() {
    var text = "a: &a\n" + (0..<2_000).map { "  k\($0): 1\n" }.joined()
    for copy in 0..<200 { text += "b\(copy): {<<: *a}\n" }
    #expect(
      documents(text).last?.error?.message
        == "Aliases add more than 200000 values to this document.")
  }

  @Test("Large mappings are read in reasonable time, and their repeated keys found")
  func largeMapping() {
    let text = (0..<20_000).map { "k\($0): 1\n" }.joined()
    #expect(documents(text)[0].error == nil)
    #expect(
      documents(text + "k7: 1\n").last?.error
        == YAMLError(
          line: 20_001, message: "The key \"k7\" is given twice in one mapping, first on line 8."))
  }

  @Test("Texts in messages are short, on one line, and without control characters")
  func quoting() {
    #expect(quoted("a\"\\\n\t\u{1}é") == "\"a\\\"\\\\\\n\\t\\u{1}é\"")
    #expect(quoted(String(repeating: "x", count: 500)).count == 83)
  }
}
