import CEnvoyAPI

/// Random messages of any type, made from what libprotobuf-c's descriptors say about it.
struct RandomMessage {
  private var random: SeededGenerator
  /// How likely a field is set, in percent.
  private let density: Int

  init(seed: UInt64, density: Int) {
    random = SeededGenerator(seed: seed)
    self.density = density
  }

  /// The bytes of a message, its fields in order; nil where no such type is known.
  mutating func bytes(of typeName: String) -> [UInt8]? {
    Descriptors.byName[typeName].map { message($0, depth: 0) }
  }

  private mutating func message(
    _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int
  ) -> [UInt8] {
    var encoder = ForwardEncoder()
    let chosen = chosenMembers(of: descriptor)
    for index in 0..<Int(descriptor.pointee.n_fields) {
      let field = descriptor.pointee.fields[index]
      if Self.isMember(field) {
        guard chosen.contains(field.id) else { continue }
      } else {
        guard Int.random(in: 0..<100, using: &random) < density else { continue }
      }
      if field.label == PROTOBUF_C_LABEL_REPEATED {
        repeated(field, into: &encoder, depth: depth)
      } else {
        value(field, into: &encoder, depth: depth)
      }
    }
    return encoder.bytes
  }

  /// The members of oneofs that are set: at most one of each oneof, each as likely as the others.
  private mutating func chosenMembers(
    of descriptor: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> Set<UInt32> {
    // The members of a oneof share their quantifier.
    var oneofs: [[UInt32]] = []
    var places: [UInt32: Int] = [:]
    for index in 0..<Int(descriptor.pointee.n_fields) {
      let field = descriptor.pointee.fields[index]
      guard Self.isMember(field) else { continue }
      let place = places[field.quantifier_offset] ?? oneofs.count
      if place == oneofs.count {
        places[field.quantifier_offset] = place
        oneofs.append([])
      }
      oneofs[place].append(field.id)
    }
    var chosen: Set<UInt32> = []
    for members in oneofs where Int.random(in: 0..<100, using: &random) < density {
      if let member = members.randomElement(using: &random) { chosen.insert(member) }
    }
    return chosen
  }

  private static func isMember(_ field: ProtobufCFieldDescriptor) -> Bool {
    field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0
  }

  private mutating func repeated(
    _ field: ProtobufCFieldDescriptor, into encoder: inout ForwardEncoder, depth: Int
  ) {
    let count = Int.random(in: 1...3, using: &random)
    if field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_PACKED.rawValue) != 0 {
      var packed = ForwardEncoder()
      for _ in 0..<count {
        packed.varint(UInt64(UInt32.random(in: 0...UInt32.max, using: &random)))
      }
      encoder.delimited(packed.bytes, field: field.id)
      return
    }
    if let entry = Descriptors.message(of: field), Descriptors.isMapEntry(entry) {
      for key in (0..<count).map({ "key-\($0)" }) {
        map(entry, key: key, field: field.id, into: &encoder, depth: depth)
      }
      return
    }
    for _ in 0..<count { value(field, into: &encoder, depth: depth) }
  }

  /// An entry; keys come in ascending order, which is the order that ``ProtoWriter`` keeps.
  private mutating func map(
    _ entry: UnsafePointer<ProtobufCMessageDescriptor>, key: String, field: UInt32,
    into encoder: inout ForwardEncoder, depth: Int
  ) {
    var content = ForwardEncoder()
    content.delimited([UInt8](key.utf8), field: 1)
    value(entry.pointee.fields[1], into: &content, depth: depth)
    encoder.delimited(content.bytes, field: field)
  }

  private mutating func value(
    _ field: ProtobufCFieldDescriptor, into encoder: inout ForwardEncoder, depth: Int
  ) {
    switch field.type {
    case PROTOBUF_C_TYPE_MESSAGE:
      guard let descriptor = Descriptors.message(of: field) else { return }
      // A `google.protobuf.Value` may hold values that hold values: stop somewhere.
      let content = depth < 6 ? message(descriptor, depth: depth + 1) : []
      encoder.delimited(content, field: field.id)
    case PROTOBUF_C_TYPE_STRING: encoder.delimited([UInt8](text().utf8), field: field.id)
    case PROTOBUF_C_TYPE_BYTES: encoder.delimited(someBytes(), field: field.id)
    case PROTOBUF_C_TYPE_BOOL: encoder.varint(1, field: field.id)
    case PROTOBUF_C_TYPE_ENUM: encoder.varint(enumeration(field), field: field.id)
    case PROTOBUF_C_TYPE_DOUBLE:
      encoder.fixed64(Double.random(in: -1e9...1e9, using: &random).bitPattern, field: field.id)
    case PROTOBUF_C_TYPE_UINT32:
      encoder.varint(UInt64(UInt32(truncatingIfNeeded: number())), field: field.id)
    case PROTOBUF_C_TYPE_INT32:
      let value = Int32(truncatingIfNeeded: number())
      encoder.varint(UInt64(bitPattern: Int64(value)), field: field.id)
    case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_INT64:
      encoder.varint(number(), field: field.id)
    default: preconditionFailure("no message in protos/ has a field of type \(field.type)")
    }
  }

  /// Numbers of every length in bytes, with the edges among them.
  private mutating func number() -> UInt64 {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: UInt64.random(in: 0...UInt64.max, using: &random)
    case 1: UInt64.max >> UInt64.random(in: 0..<64, using: &random)
    case 2: 1 << UInt64.random(in: 0..<64, using: &random)
    default: UInt64.random(in: 0...300, using: &random)
    }
  }

  private mutating func enumeration(_ field: ProtobufCFieldDescriptor) -> UInt64 {
    guard let descriptor = field.descriptor?.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
    else { return 0 }
    // Now and then a number that has no name: a newer peer may send it. Not to NullValue, which is
    // JSON's `null` whatever the number.
    if descriptor.pointee.n_values > 1, Int.random(in: 0..<10, using: &random) == 0 { return 4711 }
    let index = Int.random(in: 0..<Int(descriptor.pointee.n_values), using: &random)
    return UInt64(bitPattern: Int64(descriptor.pointee.values[index].value))
  }

  private mutating func text() -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789.-_*/ ÄßéЖ中😀")
    // Long ones too, so that lengths take two bytes.
    let isLong = Int.random(in: 0..<20, using: &random) == 0
    let length = Int.random(in: 0..<(isLong ? 300 : 20), using: &random)
    return String((0..<length).map { _ in alphabet.randomElement(using: &random) ?? "a" })
  }

  private mutating func someBytes() -> [UInt8] {
    (0..<Int.random(in: 0..<40, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }
}

/// libprotobuf-c's descriptors, read for tests.
enum Descriptors {
  nonisolated(unsafe) static let byName: [String: UnsafePointer<ProtobufCMessageDescriptor>] = {
    var result: [String: UnsafePointer<ProtobufCMessageDescriptor>] = [:]
    for index in 0..<causeway_message_descriptor_count {
      guard let descriptor = causeway_message_descriptor(index) else { continue }
      result[String(cString: descriptor.pointee.name)] = descriptor
    }
    return result
  }()

  static func message(
    of field: ProtobufCFieldDescriptor
  ) -> UnsafePointer<ProtobufCMessageDescriptor>? {
    guard field.type == PROTOBUF_C_TYPE_MESSAGE else { return nil }
    return field.descriptor?.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
  }

  static func isMapEntry(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) -> Bool {
    String(cString: descriptor.pointee.short_name).hasSuffix("Entry")
      && descriptor.pointee.n_fields == 2
  }
}
