internal import EnvoyAPI
internal import Registry

/// The body of a request to register a VM, read strictly: what is misspelt must not be passed over.
struct RegistrationDocument {
  /// Why a body is not taken.
  struct Refusal: Error {
    var response: AdminResponse

    init(_ status: AdminResponse.Status, _ message: String, field: String) {
      response = .failure(status, message, field: field)
    }
  }

  /// What is asked for.
  let request: RegistrationRequest

  private static let members = [
    "service", "namespace", "address", "ports", "labels", "annotations", "serviceAccount",
    "weight", "locality",
  ]

  /// Reads the body of `request`.
  init(_ request: AdminRequest) throws(Refusal) {
    // Nothing else: a web page can have a browser send other types without asking first.
    let type = (request.contentType ?? "").prefix { $0 != ";" }
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      throw Refusal(
        .unsupportedMediaType, "The body has to be application/json.", field: "Content-Type")
    }
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: request.body)
    } catch {
      throw Refusal(.badRequest, "The body is no JSON: \(error).", field: "body")
    }
    guard let members = document.members else {
      throw Refusal(.badRequest, "The body is no JSON object.", field: "body")
    }
    for name in members.map(\.name) where !Self.members.contains(name) {
      let known = Self.members.joined(separator: ", ")
      throw Refusal(
        .badRequest, "There is no member \(name): there are \(known).", field: name)
    }
    var registration = RegistrationRequest(
      service: try Self.required("service", in: document),
      namespace: try Self.text("namespace", in: document),
      address: try Self.required("address", in: document), ports: try Self.ports(document))
    registration.labels = try Self.texts("labels", in: document)
    registration.annotations = try Self.texts("annotations", in: document)
    registration.serviceAccount = try Self.text("serviceAccount", in: document)
    registration.weight = try Self.weight(document)
    registration.locality = try Self.text("locality", in: document)
    self.request = registration
  }

  /// The value of a member; nil when it is not there, or null.
  private static func value(_ name: String, in document: JSONValue) -> JSONValue? {
    document[name].flatMap { $0 == .null ? nil : $0 }
  }

  private static func required(
    _ name: String, in document: JSONValue
  ) throws(Refusal) -> String {
    guard let text = try text(name, in: document), !text.isEmpty else {
      throw Refusal(.badRequest, "\(name) is missing.", field: name)
    }
    return text
  }

  private static func text(_ name: String, in document: JSONValue) throws(Refusal) -> String? {
    guard let value = value(name, in: document) else { return nil }
    guard let text = value.stringValue else {
      throw Refusal(.badRequest, "\(name) has to be a string.", field: name)
    }
    return text
  }

  private static func texts(
    _ name: String, in document: JSONValue
  ) throws(Refusal) -> [String: String] {
    guard let value = value(name, in: document) else { return [:] }
    guard let members = value.members else {
      throw Refusal(.badRequest, "\(name) has to be an object of strings.", field: name)
    }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.stringValue else {
        throw Refusal(.badRequest, "\(name).\(member.name) has to be a string.", field: name)
      }
      texts[member.name] = text
    }
    return texts
  }

  private static func weight(_ document: JSONValue) throws(Refusal) -> UInt32? {
    guard let value = value("weight", in: document) else { return nil }
    guard let weight = value.integerValue.flatMap(UInt32.init(exactly:)) else {
      throw Refusal(
        .badRequest, "weight has to be a whole number from 0 to 4294967295.", field: "weight")
    }
    return weight
  }

  /// `{"NAME": PORT}`, or a list of ports as the command takes them: `["NAME:PORT", 8080]`.
  private static func ports(
    _ document: JSONValue
  ) throws(Refusal) -> [RegistrationRequest.Port] {
    guard let value = value("ports", in: document) else { return [] }
    func number(_ value: JSONValue) throws(Refusal) -> UInt16 {
      guard let number = value.integerValue.flatMap(UInt16.init(exactly:)), number > 0 else {
        throw Refusal(
          .badRequest, "A port is a whole number from 1 to 65535, not \(value.text).",
          field: "ports")
      }
      return number
    }
    var ports: [RegistrationRequest.Port] = []
    if let members = value.members {
      for member in members {
        ports.append(.init(name: member.name, number: try number(member.value)))
      }
      return ports
    }
    guard let elements = value.elements else {
      throw Refusal(
        .badRequest, "ports has to be an object, {\"NAME\": PORT}, or a list, [\"NAME:PORT\"].",
        field: "ports")
    }
    for element in elements {
      guard let text = element.stringValue else {
        ports.append(.init(number: try number(element)))
        continue
      }
      guard let port = RegistrationRequest.Port(text) else {
        throw Refusal(
          .badRequest, "'\(text)' is not a port: write PORT or NAME:PORT.", field: "ports")
      }
      ports.append(port)
    }
    return ports
  }
}
