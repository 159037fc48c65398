/// Reads the documents of one file into a `Manifest`.
struct ManifestReader {
  /// What has been read so far.
  private(set) var result = Manifest()
  private let file: String

  /// A reader of the file with the given name.
  init(file: String) { self.file = file }

  /// Reads the document of a chunk.
  mutating func read(_ chunk: YAMLChunk) {
    let documents = YAMLComposer.documents(in: chunk.bytes, firstLine: chunk.firstLine)
    for (index, document) in documents.enumerated() {
      if let error = document.error {
        refuse(document.root, error)
      } else if let root = document.root {
        if case .null = root.content { continue }
        read(root, from: ObjectSource(chunk: chunk, document: index, items: []))
      }
    }
  }

  /// A document that is not YAML may still have said what it is.
  private mutating func refuse(_ root: YAMLNode?, _ error: YAMLError) {
    let location = SourceLocation(file: file, line: error.line)
    var kind: ObjectKind?
    var object: ObjectReference?
    if let root {
      let field = Field(root: root, findings: Findings())
      if let type = TypeMeta(field), case .mesh(let meshKind) = type.manifestKind {
        kind = meshKind
        object = ObjectMetadata(field, kind: meshKind).map {
          ObjectReference(meshKind, namespace: $0.namespace, name: $0.name)
        }
      }
    }
    result.broken.append(Manifest.BrokenObject(kind: kind, object: object, location: location))
    result.problems.append(
      ManifestProblem(.error, at: location, object: object, message: error.message))
  }

  private mutating func read(
    _ node: YAMLNode, from source: ObjectSource, listType: TypeMeta? = nil
  ) {
    let field = Field(root: node, findings: Findings())
    guard case .mapping = node.content else {
      field.error("Expected an object with apiVersion, kind and metadata, found \(node.described).")
      return refuse(field, kind: nil, reference: nil)
    }
    guard let type = TypeMeta(field, inListOf: listType) else {
      return refuse(field, kind: nil, reference: nil)
    }
    if type.isList(field) { return readItems(of: field, type, from: source) }
    switch type.manifestKind {
    case .mesh(let kind): read(field, as: kind, from: source)
    case .later: ignore(field, type, .notYetActedOn)
    case .foreign: ignore(field, type, .notPartOfMesh)
    case .unknown: ignore(field, type, .unknown)
    case .version(let allowed):
      field.child("apiVersion")?.error(
        "\(quoted(type.apiVersion)) is not a version of \(type.kind) that Causeway reads. "
          + "It reads \(allowed.joined(separator: ", ")).")
      refuse(field, as: ObjectKind(rawValue: type.kind))
    case .misspelt(let kind):
      field.child("kind")?.error(
        "There is no kind \(quoted(type.kind)) in \(type.apiVersion). "
          + "Did you mean \(quoted(kind.rawValue))?")
      refuse(field, as: kind)
    }
  }

  private mutating func readItems(
    of list: Field, _ type: TypeMeta, from source: ObjectSource
  ) {
    let items = list.required("items") == nil ? [] : list.items("items")
    guard !list.findings.hasErrors else { return refuse(list, kind: nil, reference: nil) }
    for (index, item) in items.enumerated() {
      var source = source
      source.items.append(index)
      read(item.node, from: source, listType: type.itemType)
    }
  }

  private mutating func read(_ field: Field, as kind: ObjectKind, from source: ObjectSource) {
    guard let metadata = ObjectMetadata(field, kind: kind) else {
      return refuse(field, kind: kind, reference: nil)
    }
    let reference = ObjectReference(kind, namespace: metadata.namespace, name: metadata.name)
    let object = MeshObject(field, kind: kind, metadata: metadata)
    guard let object, !field.findings.hasErrors else {
      return refuse(field, kind: kind, reference: reference)
    }
    let location = SourceLocation(file: file, line: field.node.line)
    result.objects.append(LocatedObject(object, at: location, source: source))
    report(field.findings, reference)
  }

  /// Refuses an object whose kind is wrong, but says which one was probably meant.
  private mutating func refuse(_ field: Field, as kind: ObjectKind?) {
    let aside = Field(root: field.node, findings: Findings())
    let metadata = kind.flatMap { ObjectMetadata(aside, kind: $0) }
    let reference = kind.flatMap { kind in
      metadata.map { ObjectReference(kind, namespace: $0.namespace, name: $0.name) }
    }
    refuse(field, kind: kind, reference: reference)
  }

  private mutating func refuse(_ field: Field, kind: ObjectKind?, reference: ObjectReference?) {
    let location = SourceLocation(file: file, line: field.node.line)
    result.broken.append(
      Manifest.BrokenObject(kind: kind, object: reference, location: location))
    report(field.findings, reference)
  }

  private mutating func report(_ findings: Findings, _ reference: ObjectReference?) {
    for finding in findings.all {
      result.problems.append(
        ManifestProblem(
          finding.severity, at: SourceLocation(file: file, line: finding.line), object: reference,
          field: finding.field, message: finding.message))
    }
  }

  private mutating func ignore(
    _ field: Field, _ type: TypeMeta, _ reason: Manifest.IgnoredKind.Reason
  ) {
    let location = SourceLocation(file: file, line: field.node.line)
    let name = field.node.entry("metadata")?.value.entry("name")?.value
    let index = result.ignored.firstIndex {
      $0.kind == type.kind && $0.apiVersion == type.apiVersion
    }
    if let index {
      result.ignored[index].count += 1
    } else {
      result.ignored.append(
        Manifest.IgnoredKind(
          apiVersion: type.apiVersion, kind: type.kind, reason: reason, count: 1,
          firstLocation: location))
    }
    switch reason {
    case .notPartOfMesh: break
    case .notYetActedOn:
      var subject = type.kind
      if case .string(let name)? = name?.content { subject += " " + quoted(name) }
      result.problems.append(
        ManifestProblem(
          .warning, at: location, message: "\(subject) is understood but not yet acted on."))
    case .unknown where index == nil:
      result.problems.append(
        ManifestProblem(
          .note, at: location,
          message: "Objects of the kind \(type.kind) in \(type.apiVersion) are not known and are "
            + "skipped."))
    case .unknown: break
    }
  }
}

/// What a document says of its type.
struct TypeMeta {
  /// `apiVersion`.
  var apiVersion: String
  /// `kind`.
  var kind: String

  /// Reads both fields; nil, and findings, when one of them is not there.
  ///
  /// Items of a list like `ServiceList` need not say their type.
  init?(_ field: Field, inListOf listType: TypeMeta? = nil) {
    if let listType, field.child("kind") == nil, field.child("apiVersion") == nil {
      self = listType
      return
    }
    let kind = field.required("kind")
    let apiVersion = field.required("apiVersion")
    guard let kind = kind?.text, let apiVersion = apiVersion?.text else { return nil }
    self.kind = kind
    self.apiVersion = apiVersion
  }

  private init(apiVersion: String, kind: String) {
    self.apiVersion = apiVersion
    self.kind = kind
  }

  /// What Causeway does with it.
  var manifestKind: ManifestKind { ManifestKind(apiVersion: apiVersion, kind: kind) }

  /// Whether an object of the type is a list of objects (`List`, `ServiceList`).
  func isList(_ field: Field) -> Bool {
    if kind == "List" { return apiVersion == "v1" }
    guard kind.hasSuffix("List"), let items = field.child("items") else { return false }
    if case .sequence = items.node.content { return true }
    return false
  }

  /// The type of a list's items, where the list's own name says it.
  var itemType: TypeMeta? {
    kind == "List" ? nil : TypeMeta(apiVersion: apiVersion, kind: String(kind.dropLast(4)))
  }
}
