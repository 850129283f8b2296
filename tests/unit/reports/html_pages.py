"""A page as a browser reads it: its elements with their attributes, and what of it is text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

INLINE = frozenset({"a", "b", "code", "em", "span", "strong", "wbr"})
VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})


@dataclass
class Page:
    """What a page holds; `text` is what is read, on one line."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def links(self) -> list[str]:
        return [attributes["href"] for name, attributes in self.elements if name == "a"]

    def tags(self) -> set[str]:
        return {name for name, _ in self.elements}

    def labels(self) -> list[str]:
        return [attributes["aria-label"] for _, attributes in self.elements if "aria-label" in attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self.open = Page(), []

    def handle_starttag(self, tag, attrs):
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.page.texts.append(" ")

    def handle_startendtag(self, tag, attrs):
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"], ["title"]):
            self.page.texts.append(data)


def parse(text: str) -> Page:
    """A whole page; an `AssertionError` where its elements do not nest."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open, reader.open
    return reader.page


def read(path: Path) -> Page:
    """A page in a file."""
    return parse(path.read_text(encoding="utf-8"))
