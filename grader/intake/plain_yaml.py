"""YAML that another program wrote, as plain dicts, lists and texts: no tag, anchor or type in it means anything.

Built from the parser's events, so that neither a tag of another language nor a nest of aliases does anything.
"""

from typing import Any

import yaml

MAX_DEPTH = 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Plain = None | str | list[Any] | dict[str, Any]


class NotYaml(ValueError):
    """The text cannot be read; the message says where."""


def plain_yaml(text: str) -> Plain:
    """The first document; every scalar is its text, an alias is None.  Raises `NotYaml`."""
    root: list[Any] = []
    stack: list[tuple[list[Any], bool]] = [(root, False)]
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                stack.append(([], isinstance(event, yaml.MappingStartEvent)))
                if len(stack) > MAX_DEPTH:
                    raise NotYaml("nested too deeply")
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                items, is_mapping = stack.pop()
                stack[-1][0].append(_mapping(items) if is_mapping else items)
            elif isinstance(event, yaml.ScalarEvent):
                stack[-1][0].append(event.value)
            elif isinstance(event, yaml.AliasEvent):
                stack[-1][0].append(None)
            elif isinstance(event, yaml.DocumentEndEvent):
                break
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(f"line {mark.line + 1}" if mark is not None else "not YAML") from error
    return root[0] if root else None


def _mapping(items: list[Any]) -> dict[str, Any]:
    keys, values = items[::2], items[1::2]
    return {key: value for key, value in zip(keys, values, strict=False) if isinstance(key, str)}
