import Foundation
import Testing

@testable import EnvoyAPI

@Suite("JSON")
struct JSONValueTests {
  @Test("Members keep their order, and nesting is indented")
  func layout() {
    let value: JSONValue = [
      "b": 1, "a": [true, .null, []], "c": [:], "d": ["x": .sorted(["z": "1", "y": "2"])],
    ]
    #expect(
      value.rendered() == """
        {
          "b": 1,
          "a": [
            true,
            null,
            []
          ],
          "c": {},
          "d": {
            "x": {
              "y": "2",
              "z": "1"
            }
          }
        }

        """)
  }

  @Test(
    "Every string is read back as it was",
    arguments: [
      "", "\"", "\\", "/", "\n\r\t", "\0\u{1}\u{1F}\u{7F}", "é日本\u{1F600}", "\u{2028}", "</script>",
      "e\u{301}",
    ])
  func strings(_ string: String) throws {
    let text = JSONValue.array([.string(string)]).rendered()
    let decoded = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    #expect(decoded.first?.unicodeScalars.elementsEqual(string.unicodeScalars) == true)
  }

  @Test("The largest numbers are written whole")
  func numbers() {
    #expect(JSONValue.integer(.max).rendered() == "9223372036854775807\n")
    #expect(JSONValue.integer(.min).rendered() == "-9223372036854775808\n")
  }
}
