# A module of Rust, whose panics are exceptions.
from pydantic_core import (
    PydanticCustomError, SchemaSerializer, SchemaValidator, ValidationError,
    __version__, core_schema as schema, from_json, to_json)

print(__version__)
person = SchemaValidator(schema.typed_dict_schema({
    "name": schema.typed_dict_field(schema.str_schema(min_length=2)),
    "age": schema.typed_dict_field(schema.int_schema(ge=0)),
    "tags": schema.typed_dict_field(
        schema.list_schema(schema.str_schema(pattern="^[a-z]+$")),
        required=False),
    "when": schema.typed_dict_field(
        schema.datetime_schema(), required=False),
    "url": schema.typed_dict_field(schema.url_schema(), required=False)}))
print(person.validate_python({"name": "Ann", "age": "42", "tags": ["a"]}))
for text in (
        '{"name": "Bob", "age": 7, "when": "2024-02-29T12:00:00+01:00"}',
        '{"name": "Bob", "age": 7, "url": "https://ex\u00e4mple.org/a?b#c"}',
        '{"name": "B", "age": -1, "tags": ["a", "B", 3], "when": "soon"}',
        '{"name": "Bob", "age": 1e400}', '{"name": ', '[]'):
    try:
        print(person.validate_json(text))
    except ValidationError as error:
        print(error)


def even(value):
    if value % 2:
        raise PydanticCustomError("odd", "{number} is odd", {"number": value})
    return value // 2


halves = SchemaValidator(schema.list_schema(
    schema.no_info_after_validator_function(even, schema.int_schema())))
print(halves.validate_python([2, 4, 2**40]))
try:
    halves.validate_python([1, 2, "3"])
except ValidationError as error:
    print(error.errors(include_url=False))
floats = SchemaSerializer(schema.list_schema(schema.float_schema()))
print(floats.to_json([1.5, 2.0, 1e300, -0.0]),
      to_json({"a": {1, 1}, "b": b"x"}))
print(from_json('{"a": [1, 2.5, null, "\u00e9"', allow_partial=True))
try:
    SchemaValidator({"type": "nothing"})
except Exception as error:
    print(type(error).__name__, str(error)[:40])
