import Testing

@testable import MeshModel

@Suite("Complaints about routing rules")
struct RoutingComplaintTests {
  /// Checks a table: the `spec` of an object on a line, and below it what is said of it, each on a
  /// line that begins with `!` for an error and `?` for a warning, as far as it is written here.
  static func check(
    _ kind: String, _ table: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    var cases: [(spec: Substring, complaints: [Substring])] = []
    for line in table.split(separator: "\n") {
      if line.hasPrefix("! ") || line.hasPrefix("? ") {
        cases[cases.count - 1].complaints.append(line)
      } else {
        cases.append((line, []))
      }
    }
    for (spec, complaints) in cases {
      let said = complaintsAbout(kind, spec)
      let isAsExpected =
        said.count == complaints.count
        && zip(said, complaints).allSatisfy { $0.hasPrefix($1) }
      #expect(
        isAsExpected, "\(spec)\n\(said.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
  }

  private static func complaintsAbout(_ kind: String, _ spec: Substring) -> [String] {
    let spec = spec.replacing("ROUTE", with: "{route: [DEST]}")
      .replacing("DEST", with: "{destination: {host: a}}")
      .replacing("SERVER", with: "{port: {number: 80, name: a, protocol: HTTP}, hosts: [\"*\"]}")
    let text = """
      {apiVersion: networking.istio.io/v1, kind: \(kind), metadata: {name: x, namespace: w}, \
      spec: {\(spec)}}
      """
    return Manifest(parsing: text, file: "f").problems.map { problem in
      let sign = problem.severity == .error ? "!" : "?"
      return "\(sign) \(problem.field.replacing("spec.", with: "")): \(problem.message)"
    }
  }

  @Test("A complaint names the line of what it is about, however deep it stands")
  func lines() throws {
    let text = """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: x}
      spec:
        hosts: [a]
        http:
        - match:
          - uri:
              regex: "("
          route:
          - destination:
              host: a
          - destination:
              host: a
              subset: V
            weight: 10
      """
    let manifest = Manifest(parsing: text, file: "f")
    #expect(manifest.problems.map(\.location.line) == [9, 15])
    #expect(
      manifest.problems.map(\.field) == [
        "spec.http[0].match[0].uri.regex", "spec.http[0].route[1].destination.subset",
      ])
  }

  @Test(
    "Expressions that RE2 takes",
    arguments: [
      "/a.*", "(a|b)+", "[]a]", "[^]]x", "[[:alpha:]-]", "(?i)x", "(?P<n>x)", "(?:a)?", "a{2}",
      "a{2,3}?", "a{,3}", "\\d+\\.\\w", "a{x", "\\Q(\\E", "^$", "a|", "()",
      "\\x{41}+", "\\x{2028}?", "\\x41*", "\\p{L}+", "\\P{Greek}*", "\\pL+", "\\0{2}", "\\012",
      "\\12?", "[\\0-\\177]", "\\_",
      "a{3,3}", "a{2,}", "[a-a]", "[a-z-]", "[-a]", "[+--]", "[\\x{41}-\\x{5a}]", "[\\d-a]",
      "[\\n-\\r]", "[[:]", "[[:^word:]-a]", "[ä-ö]", "[\\]-a]",
    ])
  func goodExpressions(text: String) {
    #expect(RegexSyntax.problem(text) == nil)
  }

  @Test(
    "Expressions that RE2 refuses",
    arguments: [
      "", "(", ")", "a)", "(a", "[a", "*", "a|*", "+a", "(?=a)", "(?!a)", "(?<=a)", "a\\", "\\1",
      "(a)\\2", "\\y", "a**", "a{2000}", "{2}", "(?<n", "(?x)", "a++", "a*{2}",
      "\\x", "\\x4", "\\x{}", "\\x{110000}", "\\x{41", "\\x{4g}", "\\p", "\\p{L", "a{3,1}",
      "a{1001,}", "a{99999999999999999999}", "\\ä", "\\8", "[\\Qa\\E]", "[z-a]", "[b-\\x61]",
      "[ö-ä]", "[a-\\d]", "[\\b]", "[a\\",
    ])
  func badExpressions(text: String) {
    #expect(RegexSyntax.problem(text) != nil)
  }

  @Test("Values of headers with Envoy's commands")
  func headerValues() {
    for text in [
      "x", "100%%", "%HOSTNAME%", "a %REQ(X-A?:path):10% b", "%START_TIME(%s)%", "\t",
    ] {
      #expect(HeaderRules.problem(inValue: text) == nil, "\(text)")
    }
    for text in ["%", "a%b", "%HOSTNAME", "%REQ(x%", "%%%", "\u{1}", "%host%"] {
      #expect(HeaderRules.problem(inValue: text) != nil, "\(text)")
    }
  }
}
