"""As much of JSON Schema as openapi.json uses, to hold answers against it."""

import datetime
import uuid

TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


class Api31:
    """An OpenAPI 3.1 description."""

    def __init__(self, text):
        self.text = text

    def operations(self):
        """(METHOD, path template, operation) of all there are."""
        for path, methods in self.text["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path, operation

    def answer_schema(self, operation, status):
        """The schema of a JSON answer with that status; None if it has no content."""
        described = operation["responses"].get(str(status))
        assert described, f"{status} is not described"
        content = described.get("content", {})
        return content["application/json"]["schema"] if "application/json" in content else None

    def resolve(self, schema):
        """The schema that a $ref stands for."""
        while "$ref" in schema:
            schema = self.text["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def faults(self, value, schema, at="$"):
        """What is wrong with a value, a sentence each."""
        schema = self.resolve(schema)
        if "anyOf" in schema:
            found = [list(self.faults(value, one, at)) for one in schema["anyOf"]]
            return min(found, key=len)
        wanted = schema.get("type")
        if wanted and (not isinstance(value, TYPES[wanted]) or (wanted == "integer" and isinstance(value, bool))):
            return [f"{at} is {type(value).__name__}, not {wanted}"]
        wrong = []
        if "enum" in schema and value not in schema["enum"]:
            wrong.append(f"{at} is {value!r}, none of {schema['enum']}")
        if isinstance(value, str):
            wrong += _text_faults(value, schema, at)
        if isinstance(value, list) and "items" in schema:
            for n, item in enumerate(value):
                wrong += self.faults(item, schema["items"], f"{at}[{n}]")
        if isinstance(value, dict):
            wrong += self._object_faults(value, schema, at)
        return wrong

    def _object_faults(self, value, schema, at):
        known = schema.get("properties", {})
        wrong = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name in known:
                wrong += self.faults(inner, known[name], f"{at}.{name}")
            elif schema.get("additionalProperties") is False:
                wrong.append(f"{at}.{name} is not described")
        return wrong


def _text_faults(value, schema, at):
    try:
        if schema.get("format") == "uuid":
            uuid.UUID(value)
        if schema.get("format") == "date-time":
            datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return [f"{at} is {value!r}, no {schema['format']}"]
    return []
