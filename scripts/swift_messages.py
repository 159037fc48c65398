"""Writes Swift structs for the messages of a descriptor set: what Sources/XDSProto/Messages is made of.

    swift_messages.py DESCRIPTOR_SET FOLDER

Called by scripts/protos. What is written by hand is left out: Google's well-known types, which are in
Sources/XDSProto/WellKnown, and the messages of BY_HAND.
A message becomes a struct, an enumeration a struct that holds any number, a oneof an enum with payloads, a wrapper an
optional, a map a dictionary. Comments of the .proto files become documentation.
"""

import os
import sys

from descriptors import Label, Type, read_files

# Names that are taken: two messages are called HttpProtocolOptions, `.Protocol` and `.self` mean something else in Swift.
MESSAGE_NAMES = {
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": "UpstreamHttpProtocolOptions",
    "envoy.config.core.v3.UpstreamHttpProtocolOptions": "UpstreamNameOptions",
    "envoy.extensions.filters.http.grpc_stats.v3.FilterConfig": "GrpcStats",
    "google.protobuf.Any": "AnyMessage",
    "google.protobuf.Duration": "ProtoDuration",
    "google.protobuf.Struct": "ProtoStruct",
}
ENUM_NAMES = {"envoy.config.core.v3.SocketAddress.Protocol": "TransportProtocol"}
CASE_NAMES = {"self": "selfSource"}
# The one that there are hundreds of thousands of: Sources/XDSProto/Endpoints has it.
BY_HAND = {"envoy.config.endpoint.v3.LbEndpoint"}
WRAPPERS = {
    "google.protobuf.UInt32Value": "UInt32",
    "google.protobuf.UInt64Value": "UInt64",
    "google.protobuf.BoolValue": "Bool",
}
# Type, method of writer and reader, default.
SCALARS = {
    Type.STRING: ("String", "string", '""'),
    Type.BYTES: ("[UInt8]", "bytes", "[]"),
    Type.BOOL: ("Bool", "bool", "false"),
    Type.UINT32: ("UInt32", "uint32", "0"),
    Type.UINT64: ("UInt64", "uint64", "0"),
    Type.INT32: ("Int32", "int32", "0"),
    Type.INT64: ("Int64", "int64", "0"),
    Type.DOUBLE: ("Double", "double", "0"),
}
KEYWORDS = {"protocol", "default", "static", "internal", "public", "repeat", "in", "is", "as"}
FOLDERS = {
    "envoy.config.accesslog": "Core",
    "envoy.config.core": "Core",
    "envoy.type": "Core",
    "google.rpc": "Discovery",
    "envoy.service.discovery": "Discovery",
    "envoy.config.cluster": "Cluster",
    "envoy.config.endpoint": "Endpoint",
    "envoy.config.listener": "Listener",
    "envoy.config.route": "Route",
    "envoy.extensions": "Extensions",
}
LINES_MAX = 380


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def pascal(name):
    return camel(name)[:1].upper() + camel(name)[1:]


def quoted(name):
    return f"`{name}`" if name in KEYWORDS else name


def documentation(text, indent=""):
    """A doc comment whose first sentence stands alone, as the linter wants it."""
    summary, _, rest = " ".join(text.split()).partition(". ")
    paragraphs = [summary + "." if rest else summary] + ([rest] if rest else [])
    lines = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        line = ""
        for word in paragraph.split():
            if len(indent) + 4 + len(line) + 1 + len(word) > 100:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    return "".join(f"{indent}/// {line}".rstrip() + "\n" for line in lines)


def indented(text):
    return "".join("  " + line if line.strip() else line for line in text.splitlines(True))


class Field:
    """What Swift makes of a field."""

    def __init__(self, field, types):
        self.number = field.number
        self.comment = field.comment
        self.oneof = field.oneof
        self.proto_name = field.name
        self.name = quoted(camel(field.name))
        self.case = CASE_NAMES.get(field.name, camel(field.name))
        self.default = "nil"
        repeated = field.label == Label.REPEATED
        message = types.messages.get(field.type_name)
        if message is not None and message.is_map_entry:
            value = next(f for f in message.fields if f.number == 2)
            value_type = "String" if value.type == Type.STRING else types.swift[value.type_name]
            self.type, self.method, self.default = f"[String: {value_type}]", "map", "[:]"
        elif field.type_name in WRAPPERS:
            self.base, self.method = WRAPPERS[field.type_name], "wrapped"
            self.type = self.base + "?"
        elif field.type == Type.MESSAGE and repeated:
            self.type, self.method, self.default = (
                f"[{types.swift[field.type_name]}]", "messages", "[]")
        elif field.type == Type.MESSAGE:
            self.base, self.method = types.swift[field.type_name], "message"
            self.type = self.base + "?"
        elif field.type == Type.ENUM:
            first = types.enums[field.type_name].values[0]
            self.type = self.base = types.swift[field.type_name]
            self.method, self.default = "enumeration", "." + camel(first.name.lower())
        elif repeated:
            element, method, _ = SCALARS[field.type]
            self.type, self.method, self.default = f"[{element}]", method + "s", "[]"
        else:
            self.type, self.method, self.default = SCALARS[field.type]
            self.base = self.type

    def write(self):
        return f"writer.{self.method}({self.name}, field: {self.number})"

    def write_case(self):
        always = "" if self.method in ("message", "wrapped") else ", always: true"
        return f"writer.{self.method}(value, field: {self.number}{always})"

    def read(self):
        match self.method:
            case "message" | "wrapped":
                return f"try reader.{self.method}(into: &{self.name})"
            case "uint32s":
                return f"try reader.uint32s(into: &{self.name})"
            case "map":
                return f"try reader.mapEntry(&{self.name})"
            case "messages" | "strings":
                return f"{self.name}.append(try reader.{self.method[:-1]}())"
            case _:
                return f"{self.name} = try reader.{self.method}()"

    def read_case(self, oneof):
        """A message in a oneof is merged with what is there; anything else replaces it."""
        old = f"if case .{self.case}(let old)? = {oneof} {{ old }} else"
        match self.method:
            case "message":
                lines = [f"var value = {old} {{ {self.base}() }}", "try reader.message(into: &value)",
                         f"{oneof} = .{self.case}(value)"]
            case "wrapped":
                lines = [f"var value: {self.base}? = {old} {{ nil }}",
                         "try reader.wrapped(into: &value)",
                         f"{oneof} = value.map {{ .{self.case}($0) }}"]
            case _:
                return f" {oneof} = .{self.case}(try reader.{self.method}())\n"
        return "\n" + "".join(f"        {line}\n" for line in lines)


class Types:
    """Every message and enumeration by its full name, and what it is called in Swift."""

    def __init__(self, files):
        self.messages, self.enums, self.swift = {}, {}, {}
        for file in files:
            for enum in file.enums:
                self._add_enum(enum, file.package, "")
            for message in file.messages:
                self._add(message, file.package, "")

    def _add_enum(self, enum, scope, prefix):
        full = f"{scope}.{enum.name}"
        self.enums[full] = enum
        self.swift[full] = prefix + ENUM_NAMES.get(full, enum.name)

    def _add(self, message, scope, prefix):
        message.full_name = f"{scope}.{message.name}"
        self.messages[message.full_name] = message
        swift = prefix + MESSAGE_NAMES.get(message.full_name, message.name)
        self.swift[message.full_name] = swift
        for enum in message.enums:
            self._add_enum(enum, message.full_name, swift + ".")
        for nested in message.messages:
            self._add(nested, message.full_name, swift + ".")


def enum_text(enum, name):
    values = "".join(
        f"  /// `{value.name}`.\n"
        f"  public static let {quoted(camel(value.name.lower()))} = Self(rawValue: {value.number})\n"
        for value in enum.values)
    return (
        f"{documentation(enum.comment)}public struct {name}: ProtoEnum {{\n"
        "  /// The number on the wire.\n  public var rawValue: Int32\n\n"
        "  /// The value of that number.\n"
        f"  public init(rawValue: Int32) {{ self.rawValue = rawValue }}\n\n{values}}}\n")


def oneofs_of(message, fields):
    """Per oneof: the property, the enum and the members by number."""
    result = {}
    for field in fields:
        if field.oneof is not None:
            proto_name = message.oneofs[field.oneof]
            kind = pascal(proto_name)
            kind = "Kind" if kind == message.name else kind
            _, _, members = result.setdefault(field.oneof, (camel(proto_name), kind, []))
            members.append(field)
    return result


def properties_of(fields, oneofs):
    """Name, type, default and comment of each stored property."""
    seen = set()
    for field in fields:
        if field.oneof is None:
            yield field.name, field.type, field.default, field.comment
        elif field.oneof not in seen:
            seen.add(field.oneof)
            name, kind, members = oneofs[field.oneof]
            comment = members[0].comment if len(members) == 1 else (
                "One of: " + ", ".join(f"`{member.proto_name}`" for member in members) + ".")
            yield name, kind + "?", "nil", comment


def init_text(properties):
    if not properties:
        return "  /// A message with nothing set.\n  public init() {}\n"
    parameters = ",\n".join(
        f"    {name.strip('`')}: {type} = {default}" for name, type, default, _ in properties)
    assignments = "".join(f"    self.{name.strip('`')} = {name}\n" for name, *_ in properties)
    name, _, default, _ = properties[0]
    return (
        f"\n  /// A message with these fields.\n  public init(\n{parameters}\n  ) {{\n{assignments}  }}\n\n"
        "  /// A message with nothing set.\n"
        f"  public init() {{ self.init({name.strip('`')}: {default}) }}\n")


def write_text(fields, oneofs):
    lines = []
    descending = sorted(fields, key=lambda field: -field.number)
    while descending:
        field = descending.pop(0)
        if field.oneof is None:
            lines.append(field.write())
            continue
        name, _, members = oneofs[field.oneof]
        run = [field]
        while descending and descending[0].oneof == field.oneof:
            run.append(descending.pop(0))
        if len(run) == 1:
            lines.append(f"if case .{field.case}(let value)? = {name} {{ {field.write_case()} }}")
            continue
        lines.append(f"switch {name} {{")
        lines += [f"case .{member.case}(let value): {member.write_case()}" for member in run]
        lines += ["case nil: break" if len(run) == len(members) else "default: break", "}"]
    body = "".join(f"    {line}\n" for line in lines)
    head = "  /// Writes the fields, the last one first.\n  public func write(to writer: inout ProtoWriter) {"
    return f"{head}\n{body}  }}\n" if body else f"{head}}}\n"


def merge_text(fields, oneofs):
    head = ("  /// Reads fields until the message ends.\n"
            "  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {\n")
    if not fields:
        return head + "    while try reader.nextField() != nil { try reader.skip() }\n  }\n"
    cases = ""
    for field in fields:
        cases += f"      case {field.number}:"
        if field.oneof is None:
            cases += f" {field.read()}\n"
        else:
            cases += field.read_case(oneofs[field.oneof][0])
    return (f"{head}    while let field = try reader.nextField() {{\n      switch field {{\n{cases}"
            "      default: try reader.skip()\n      }\n    }\n  }\n")


def message_text(message, types):
    fields = sorted((Field(f, types) for f in message.fields), key=lambda field: field.number)
    oneofs = oneofs_of(message, fields)
    properties = list(properties_of(fields, oneofs))
    name = types.swift[message.full_name].split(".")[-1]
    text = f"{documentation(message.comment)}public struct {name}: ProtoMessage {{\n"
    for index, (_, kind, members) in sorted(oneofs.items()):
        text += (f"  /// The alternatives of `{message.oneofs[index]}`.\n"
                 f"  public enum {kind}: Equatable, Sendable {{\n")
        for member in members:
            text += documentation(member.comment, "    ")
            text += f"    case {quoted(member.case)}({member.base})\n"
        text += "  }\n\n"
    for property_name, type, _, comment in properties:
        text += documentation(comment, "  ") + f"  public var {property_name}: {type}\n"
    text += init_text(properties)
    text += ("\n  /// The full name of the type.\n"
             f'  public static var typeName: String {{ "{message.full_name}" }}\n\n')
    return text + write_text(fields, oneofs) + "\n" + merge_text(fields, oneofs) + "}\n"


def nested_texts(message, types):
    """Of every type in a message, however deep: the type that it is in, and its text."""
    scope = types.swift[message.full_name]
    for enum in message.enums:
        swift = types.swift[f"{message.full_name}.{enum.name}"]
        yield scope, enum_text(enum, swift.split(".")[-1])
    for nested in message.messages:
        if not nested.is_map_entry:
            yield scope, message_text(nested, types)
            yield from nested_texts(nested, types)


def extensions_text(texts):
    scopes = {}
    for scope, text in texts:
        scopes.setdefault(scope, []).append(text)
    return "\n".join(
        f"extension {scope} {{\n{indented(chr(10).join(parts))}}}\n" for scope, parts in scopes.items())


def main(descriptor_set, folder):
    with open(descriptor_set, "rb") as stream:
        files = read_files(stream.read())
    types = Types(files)

    for file in files:
        if file.package == "google.protobuf":
            continue
        place = next(f for package, f in FOLDERS.items() if file.package.startswith(package))
        os.makedirs(os.path.join(folder, place), exist_ok=True)

        def save(name, text):
            with open(os.path.join(folder, place, name + ".swift"), "w") as stream:
                stream.write(f"// Made by scripts/protos out of protos/{file.name}.\n\n{text}")

        for enum in file.enums:
            save(enum.name, enum_text(enum, enum.name))
        for message in file.messages:
            if message.full_name in BY_HAND:
                continue
            name = types.swift[message.full_name]
            text = message_text(message, types)
            nested = extensions_text(nested_texts(message, types))
            if nested and (text + nested).count("\n") > LINES_MAX:
                save(name, text)
                save(name + "+Nested", nested)
            else:
                save(name, text + ("\n" + nested if nested else ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
