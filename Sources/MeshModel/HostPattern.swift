/// Hosts as rules name them: a name, `*.` and the end of names, or `*`.
package enum HostPattern {
  /// Whether `pattern` stands for everything that `host` stands for, which may be a pattern too.
  package static func covers(_ pattern: String, _ host: String) -> Bool {
    if pattern == host || pattern == "*" { return true }
    return pattern.hasPrefix("*.") && host.hasSuffix(pattern.dropFirst())
  }
}
