import Foundation
import Testing

@testable import EnvoyAPI

@Suite("Reading JSON")
struct JSONReaderTests {
  @Test("Every kind of value is read, with its members in order")
  func values() throws {
    let value = try JSONValue(
      parsing: """
         { "b" : [ null , true,false, [] , {} ], "a" : "x" ,
           "n": [0, -1, 9223372036854775807, 9223372036854775808, -0, 1.50, 2e3, 2E-1] }

        """)
    #expect(
      value == [
        "b": [.null, true, false, [], [:]], "a": "x",
        "n": [
          0, -1, .integer(.max), .number("9223372036854775808"), .number("-0"), .number("1.50"),
          .number("2e3"), .number("2E-1"),
        ],
      ])
    #expect(value["b"]?.elements?.count == 5)
    #expect(value["b"]?.elements?[1].boolValue == true)
    #expect(value["a"]?.stringValue == "x")
    #expect(value["n"]?.elements?[1].integerValue == -1)
    #expect(value["z"] == nil)
    #expect(value.members?.map(\.name) == ["b", "a", "n"])
  }

  @Test(
    "Escapes are undone",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u65E5""#, "é日"),
      (#""\ud83d\ude00""#, "\u{1F600}"), (#""\u0000""#, "\0"), (#""é😀""#, "é😀"),
    ])
  func escapes(_ text: String, _ expected: String) throws {
    #expect(try JSONValue(parsing: text) == .string(expected))
  }

  @Test(
    "What is not JSON is refused, with its place",
    arguments: [
      ("", 0), (" ", 1), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\":1,}", 7), ("{\"a\" 1}", 5),
      ("{a:1}", 1), ("'a'", 0), ("01", 1), ("-", 1), ("1.", 2), ("1e", 2), (".5", 0), ("+1", 0),
      ("NaN", 0), ("tru", 0), ("nul", 0), ("\"a", 0), ("\"\n\"", 1), ("\"\\x\"", 2),
      ("\"\\u12\"", 5), ("\"\\ud800\"", 7), ("\"\\udc00\"", 7), ("\"\\ud800\\u0041\"", 13),
      ("1 1", 2), ("{\"a\":1,\"a\":2}", 7), ("\u{FEFF}1", 0), ("/* */1", 0),
    ])
  func refusals(_ text: String, _ offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset, "\(String(describing: error))")
  }

  @Test("Strings that are not UTF-8 are refused")
  func notUTF8() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test("It may be nested as deep as is said, and no deeper")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSONValue(parsing: nested(JSONValue.depthMax)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(JSONValue.depthMax + 1)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: nested(100_000)) }
  }

  @Test("What is written is read back as it was")
  func roundTrip() throws {
    let value: JSONValue = [
      "text": "\"\\\0\u{7F}é\u{2028}😀", "numbers": [1, .number("1.5e300")], "none": [.null, false],
      "object": ["": [:]],
    ]
    #expect(try JSONValue(parsing: value.rendered()) == value)
  }

  @Test("Whatever the bytes, Foundation reads no less")
  func mutations() throws {
    let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",true,null],"b":{"c":"😀"}}"#.utf8)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
        }
      }
      guard (try? JSONValue(parsing: bytes)) != nil else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(throws: Never.self, "\(text)") {
        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      }
    }
  }
}
