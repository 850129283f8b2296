"""Trees of arrays: what a case returns, copied to plain data, compared, and written as bytes."""

from grader.trees.difference import DEFAULT_TERMS, first_difference, tolerance_of
from grader.trees.encoding import TreeError, decode, encode, from_json, to_json
from grader.trees.leaves import leaves
from grader.trees.plain import Opaque, digest, snapshot

__all__ = [
    "DEFAULT_TERMS",
    "Opaque",
    "TreeError",
    "decode",
    "digest",
    "encode",
    "first_difference",
    "from_json",
    "leaves",
    "snapshot",
    "to_json",
    "tolerance_of",
]
