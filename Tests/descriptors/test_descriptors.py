"""Holds every message, field and enumeration of protos/ against the official descriptors.

The official ones come from the package xds-protos (Envoy's API and googleapis) and from protobuf itself (well-known types).
"""

import importlib
import pathlib
import subprocess

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos"
FILES = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))


def compiled(folder):
    """protos/ as protoc sees it: a file's descriptor by its name, ours only."""
    output = folder / "descriptors.pb"
    subprocess.run(
        ["protoc", f"-I{PROTOS}", "--include_imports", f"--descriptor_set_out={output}", *FILES], check=True)
    files = descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes()).file
    return {file.name: file for file in files}


def official(name):
    """The official descriptor of a file."""
    importlib.import_module(name.removesuffix(".proto").replace("/", ".") + "_pb2")
    file = descriptor_pb2.FileDescriptorProto()
    descriptor_pool.Default().FindFileByName(name).CopyToProto(file)
    return file


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return compiled(tmp_path_factory.mktemp("descriptors"))


def by_name(items):
    result = {item.name: item for item in items}
    assert len(result) == len(items)
    return result


def json_name(field):
    """The name in JSON, which a descriptor may leave out where it follows from the field's."""
    first, *rest = field.name.split("_")
    return field.json_name or first + "".join(word.capitalize() for word in rest)


def field_facts(message, field):
    """What decides how a field looks on the wire and in JSON."""
    oneof = None
    if field.HasField("oneof_index") and not field.proto3_optional:
        oneof = message.oneof_decl[field.oneof_index].name
    return {
        "number": field.number,
        "label": field.label,
        "type": field.type,
        "type_name": field.type_name,
        "oneof": oneof,
        "json_name": json_name(field),
        "proto3_optional": field.proto3_optional,
        "packed": field.options.packed if field.options.HasField("packed") else None,
    }


def differences_of_enum(path, ours, theirs):
    mine, official_values = (
        [(value.name, value.number) for value in enum.value] for enum in (ours, theirs))
    if mine != official_values:
        yield f"{path}: values are {mine}, officially {official_values}"


def differences_of_message(path, ours, theirs):
    official_fields = by_name(theirs.field)
    for field in ours.field:
        if field.name not in official_fields:
            yield f"{path}.{field.name}: there is no such field"
            continue
        mine, facts = field_facts(ours, field), field_facts(theirs, official_fields[field.name])
        if mine != facts:
            yield f"{path}.{field.name}: {mine}, officially {facts}"
    if ours.options.map_entry != theirs.options.map_entry:
        yield f"{path}: a map's entry in one only"
    yield from differences_of_scope(path, ours.nested_type, theirs.nested_type, ours.enum_type, theirs.enum_type)


def differences_of_scope(path, messages, official_messages, enums, official_enums):
    pairs = (
        (differences_of_message, messages, by_name(official_messages)),
        (differences_of_enum, enums, by_name(official_enums)),
    )
    for compare, mine, theirs in pairs:
        for item in mine:
            name = f"{path}.{item.name}"
            if item.name in theirs:
                yield from compare(name, item, theirs[item.name])
            else:
                yield f"{name}: there is no such type"


def differences(ours, theirs):
    if ours.package != theirs.package:
        yield f"{ours.name}: package {ours.package}, officially {theirs.package}"
    if ours.syntax != theirs.syntax:
        yield f"{ours.name}: syntax {ours.syntax}, officially {theirs.syntax}"
    yield from differences_of_scope(
        ours.package, ours.message_type, theirs.message_type, ours.enum_type, theirs.enum_type)


@pytest.mark.parametrize("name", FILES)
def test_a_file_agrees_with_the_official_one(name, ours):
    assert list(differences(ours[name], official(name))) == []


def test_the_well_known_types_agree_with_those_of_protobuf(ours):
    names = [name for name in ours if name.startswith("google/protobuf/")]
    assert names
    for name in names:
        assert list(differences(ours[name], official(name))) == []


def messages_in(scope):
    for message in scope:
        yield message
        yield from messages_in(message.nested_type)


def spoil_number(file):
    next(m for m in messages_in(file.message_type) if m.field).field[0].number += 1000


def spoil_type(file):
    field = next(m for m in messages_in(file.message_type) if m.field).field[0]
    field.type = descriptor_pb2.FieldDescriptorProto.TYPE_FIXED32


def spoil_name(file):
    next(m for m in messages_in(file.message_type) if m.field).field[0].name += "_x"


def spoil_oneof(file):
    message = next(m for m in messages_in(file.message_type) if m.oneof_decl)
    message.oneof_decl[0].name += "_x"


def spoil_enum(file):
    enum = next(m for m in messages_in(file.message_type) if m.enum_type).enum_type[0]
    enum.value[-1].number += 1


def spoil_package(file):
    file.package += ".x"


@pytest.mark.parametrize(
    "spoil", [spoil_number, spoil_type, spoil_name, spoil_oneof, spoil_enum, spoil_package])
def test_a_difference_is_found(spoil, ours):
    """The comparison itself can fail."""
    name = "envoy/config/core/v3/address.proto"
    file = descriptor_pb2.FileDescriptorProto()
    file.CopyFrom(ours[name])
    spoil(file)
    assert list(differences(file, official(name)))
