"""The YAML block at the head of a Markdown file: title, source, date, place, type, kind, author."""

from collections.abc import Mapping

import yaml

KEYS = frozenset({"title", "source", "date", "place", "type", "kind", "author", "number", "issuer"})
_LONGEST = 10_000


def front_matter_end(text: str) -> int:
    """Where the body begins: after a leading `---` block, else 0."""
    if not text.startswith("---\n"):
        return 0
    closing = text.find("\n---", 3, _LONGEST)
    if closing < 0:
        return 0
    line_end = text.find("\n", closing + 1)
    if text[closing + 4 : line_end if line_end >= 0 else len(text)].strip():
        return 0
    return line_end + 1 if line_end >= 0 else len(text)


def read_front_matter(text: str) -> Mapping[str, str]:
    """Its known keys as text; empty where there is no block or it is not YAML."""
    end = front_matter_end(text)
    if not end:
        return {}
    try:
        read = yaml.safe_load(text[4:end].rsplit("---", 1)[0])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {str(key): str(value).strip() for key, value in read.items() if key in KEYS and value is not None}
