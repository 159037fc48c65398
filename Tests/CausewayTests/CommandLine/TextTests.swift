import Testing

@testable import causeway

@Suite("What is printed for people")
struct TextTests {
  @Test("Columns are as wide as their widest cell, counted in characters")
  func table() {
    var table = TextTable("NAME", "KIND", "AGE")
    #expect(table.isEmpty)
    table.add("a", "sidecar", "3s")
    table.add("ce\u{301}👧", "", "")
    #expect(!table.isEmpty)
    #expect(
      table.text == """
        NAME   KIND      AGE
        a      sidecar   3s
        cé👧    -         -

        """)
  }

  @Test(
    "What a terminal would obey is shown as an escape",
    arguments: [
      ("plain é 日本", "plain é 日本"),
      ("\u{1B}[31mred\u{7}", "\\u{1B}[31mred\\u{7}"),
      ("two\nlines\r\t.", "two\\nlines\\r\\t."),
      ("\u{9B}2J", "\\u{9B}2J"),
      ("abc\u{202E}fdp.exe", "abc\\u{202E}fdp.exe"),
      ("zero\u{200B}width\u{2028}", "zero\\u{200B}width\\u{2028}"),
    ])
  func printable(_ text: String, _ expected: String) {
    #expect(text.printable == expected)
  }

  @Test(
    "Durations are read",
    arguments: [
      ("30s", 30_000), ("1m30s", 90_000), ("500ms", 500), ("1.5h", 5_400_000), ("0", 0), ("0s", 0),
      ("1h1m1s1ms", 3_661_001), ("2m", 120_000), (".5s", 500), ("1500us", 1),
    ])
  func durations(_ text: String, _ milliseconds: Int) throws {
    #expect(try Duration(parsing: text) == .milliseconds(milliseconds))
  }

  @Test(
    "What is no duration is refused",
    arguments: [
      "", "s", "30", "-1s", "1d", "1e3s", "1.2.3s", "30s ", "1m 30s", "٣s", "1S",
      "999999999999999999h", "1s2", "nan", "infs",
    ])
  func noDurations(_ text: String) {
    let error = #expect(throws: UsageError.self) { try Duration(parsing: text) }
    #expect(error?.description.hasPrefix("'\(text)' is not a duration") == true)
  }

  @Test(
    "Durations are written as they are read",
    arguments: ["30s", "1m30s", "500ms", "1s500ms", "2h", "1h1m1s1ms", "0ms"])
  func written(_ text: String) throws {
    #expect(try Duration(parsing: text).text == text)
  }

  @Test(
    "Ages become coarser as they grow",
    arguments: [
      (-5, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (125, "2m5s"), (599, "9m59s"),
      (600, "10m"), (10_799, "179m"), (10_800, "3h"), (10_860, "3h1m"), (28_800, "8h"),
      (172_799, "47h"), (172_800, "2d"), (176_400, "2d1h"), (691_200, "8d"), (8_640_000, "100d"),
    ])
  func ages(_ seconds: Int, _ expected: String) {
    #expect(Duration.seconds(seconds).age == expected)
  }
}
