"""Reads a descriptor set (the output of `protoc --descriptor_set_out`) with nothing but Python."""

from dataclasses import dataclass, field


class Type:
    DOUBLE, INT64, UINT64, INT32, BOOL, STRING = 1, 3, 4, 5, 8, 9
    MESSAGE, BYTES, UINT32, ENUM = 11, 12, 13, 14


class Label:
    REPEATED = 3


@dataclass
class Field:
    name: str
    number: int
    label: int
    type: int
    type_name: str
    oneof: int | None
    comment: str


@dataclass
class Value:
    name: str
    number: int


@dataclass
class Enum:
    name: str
    values: list[Value]
    comment: str


@dataclass
class Message:
    name: str
    fields: list[Field]
    oneofs: list[str]
    messages: list["Message"]
    enums: list[Enum]
    is_map_entry: bool
    comment: str
    full_name: str = ""


@dataclass
class File:
    name: str
    package: str
    messages: list[Message]
    enums: list[Enum] = field(default_factory=list)


def varint(data, offset):
    value = shift = 0
    while True:
        byte = data[offset]
        offset += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, offset


def fields_of(data):
    """The values of a message by field number, in order."""
    result, offset = {}, 0
    while offset < len(data):
        key, offset = varint(data, offset)
        if key & 7 == 0:
            value, offset = varint(data, offset)
        elif key & 7 == 2:
            length, offset = varint(data, offset)
            value, offset = data[offset:offset + length], offset + length
        else:
            raise ValueError(f"a descriptor has a field of wire type {key & 7}")
        result.setdefault(key >> 3, []).append(value)
    return result


def text_of(message, number):
    return message.get(number, [b""])[0].decode()


def number_of(message, number):
    return message.get(number, [0])[0]


def comments_of(file):
    """The leading comment of each path of a FileDescriptorProto (SourceCodeInfo.Location)."""
    result = {}
    for info in file.get(9, []):
        for location in map(fields_of, fields_of(info).get(1, [])):
            path, offset = [], 0
            packed = location.get(1, [b""])[0]
            while offset < len(packed):
                step, offset = varint(packed, offset)
                path.append(step)
            result[tuple(path)] = text_of(location, 3).strip()
    return result


def read_enum(data, path, comments):
    enum = fields_of(data)
    values = [Value(text_of(v, 1), number_of(v, 2)) for v in map(fields_of, enum.get(2, []))]
    return Enum(text_of(enum, 1), values, comments.get(path, ""))


def read_message(data, path, comments):
    message = fields_of(data)
    fields = []
    for index, f in enumerate(map(fields_of, message.get(2, []))):
        fields.append(Field(
            text_of(f, 1), number_of(f, 3), number_of(f, 4), number_of(f, 5),
            text_of(f, 6).removeprefix("."), f[9][0] if 9 in f else None,
            comments.get(path + (2, index), "")))
    options = fields_of(message.get(7, [b""])[0])
    return Message(
        text_of(message, 1), fields,
        [text_of(oneof, 1) for oneof in map(fields_of, message.get(8, []))],
        [read_message(m, path + (3, i), comments) for i, m in enumerate(message.get(3, []))],
        [read_enum(e, path + (4, i), comments) for i, e in enumerate(message.get(4, []))],
        number_of(options, 7) == 1, comments.get(path, ""))


def read_files(data):
    files = []
    for file in map(fields_of, fields_of(data).get(1, [])):
        comments = comments_of(file)
        files.append(File(
            text_of(file, 1), text_of(file, 2),
            [read_message(m, (4, i), comments) for i, m in enumerate(file.get(4, []))],
            [read_enum(e, (5, i), comments) for i, e in enumerate(file.get(5, []))]))
    return files
