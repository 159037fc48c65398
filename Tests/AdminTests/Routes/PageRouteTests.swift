import Foundation
import Testing

@testable import Admin

@Suite("The page for people")
struct PageRouteTests {
  private let page = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Admin/Page")

  private func source(_ name: String) throws -> String {
    try String(contentsOf: page.appending(path: name), encoding: .utf8)
  }

  @Test("It is served before anything is ready, by GET and HEAD, to who asks for an address")
  func served() throws {
    for path in ["/", "/?from=a-link"] {
      let response = try respond(path, AdminState())
      #expect(response.status == .ok)
      #expect(response.contentType == "text/html; charset=utf-8")
      #expect(response.body.hasPrefix("<!doctype html>\n"))
    }
    #expect(try respond("/", method: "HEAD", AdminState()).status == .ok)
    #expect(try respond("/", method: "POST", AdminState()).status == .methodNotAllowed)
    #expect(try respond("/", host: "evil.example", AdminState()).status == .forbidden)
  }

  @Test("Its policy lets in its own script and style, and nothing else")
  func policy() throws {
    let headers = try respond("/", AdminState()).headers
    let policy = try #require(headers.first { $0.name == "Content-Security-Policy" }?.value)
    let directives = policy.components(separatedBy: "; ")
    for directive in [
      "default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
      "frame-ancestors 'none'", "require-trusted-types-for 'script'",
    ] {
      #expect(directives.contains(directive))
    }
    for kind in ["script-src", "style-src"] {
      let values = directives.filter { $0.hasPrefix(kind) }
      #expect(values.count == 1)
      // 43 characters and a = are the 32 bytes of a SHA-256 in base64.
      #expect(values.first?.wholeMatch(of: /[a-z-]+ 'sha256-[A-Za-z0-9+\/]{43}='/) != nil)
    }
    #expect(!policy.contains("unsafe"))
    #expect(headers.contains(.init("Referrer-Policy", "no-referrer")))
  }

  @Test("The headers of an answer are on the wire, once each")
  func wire() throws {
    let response = try respond("/", AdminState())
    let bytes = response.encoded(isHead: true, keepAlive: true)
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.count { $0.hasPrefix("Content-Security-Policy: default-src 'none'; ") } == 1)
    #expect(lines.contains("Referrer-Policy: no-referrer"))
    #expect(lines.contains("Content-Length: \(response.body.utf8.count)"))
    #expect(lines.suffix(2) == ["", ""])
  }

  @Test("It is what scripts/page makes of its parts: run it when this fails")
  func upToDate() throws {
    let script = try ["dom", "feeds", "overview", "proxies", "proxy", "main"]
      .map { try source("\($0).js") }.joined()
    let document = try source("page.html")
      .replacing("/* page.css */", with: source("page.css"))
      .replacing("/* page.js */", with: script)
    #expect(AdminPage.html == document)
  }

  @Test("It is small, and of one piece")
  func selfContained() {
    #expect(AdminPage.html.utf8.count < 60_000)
    let elsewhere = AdminPage.html
      .replacing("http://www.w3.org/2000/svg", with: "")
      .matches(of: /https?:|\/\/[a-z]|@import|url\(/)
    #expect(elsewhere.map { String($0.output) } == [])
  }

  @Test(
    "It has no way to make markup of text",
    arguments: [
      "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "srcdoc",
      "DOMParser", "createContextualFragment", "setHTML", "import(",
    ])
  func noMarkup(_ way: String) {
    #expect(!AdminPage.html.contains(way))
  }
}
