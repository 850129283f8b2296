"""Moodle's question importers, as far as they refuse or change what is read: written from the rules of its formats
(`qformat_xml`, embedded answers, the list of shares), to be independent of the writers."""

import base64
import html
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from typing import Any

SHARES = (1.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667)
SHARES += (0.1428571, 0.125, 0.1111111, 0.1, 0.05, 0.0)

NUMBER = r"-?(?:(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?)"
KINDS = "NUMERICAL|NM|MULTICHOICE_V|MCV|MULTICHOICE|MC|SHORTANSWER|SA|MULTIRESPONSE|MR"
ALTERNATIVE = r"(?:=|%(?:-?[0-9]+(?:[.,][0-9]*)?)%)?.+?(?<!\\)(?=[~#}]|$)(?:#.*?(?<!\\)(?=[~}]|$))?"
EMBEDDED = re.compile(rf"\{{([0-9]*):({KINDS}):({ALTERNATIVE}(?:~{ALTERNATIVE})*)\}}", re.DOTALL)
ONE = re.compile(r"~?(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?(.+?(?<!\\)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?", re.DOTALL)


@dataclass
class Read:
    """A question as Moodle would have it."""

    kind: str
    category: str
    name: str = ""
    text: str = ""
    points: float = 1.0
    answers: list[tuple[float, str, str]] = field(default_factory=list)
    """Share, answer, feedback."""
    tolerances: list[float] = field(default_factory=list)
    parts: list["Read"] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def read(text: str) -> list[Read]:
    """The questions of a file; `AssertionError` where Moodle would refuse one."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == "quiz"
    category, questions = "", []
    for element in root:
        assert element.tag == "question"
        if element.get("type") == "category":
            category = _text(element, "category")
            assert category.startswith("$course$/")
        else:
            questions.append(_question(element, category))
    return questions


def _question(element: ElementTree.Element, category: str) -> Read:
    one = Read(kind=element.get("type") or "", category=category, name=_text(element, "name"))
    assert one.name and category
    one.text = _text(element, "questiontext")
    for file in element.iterfind("questiontext/file"):
        assert file.get("encoding") == "base64" and file.get("path") == "/"
        one.files[file.get("name") or ""] = base64.b64decode(file.text or "", validate=True)
    assert set(re.findall(r"@@PLUGINFILE@@/([^\"]+)", one.text)) == set(one.files)
    one.points = float(element.findtext("defaultgrade", "1"))
    _READERS[one.kind](element, one)
    return one


def _answers(element: ElementTree.Element, one: Read) -> None:
    for answer in element.iterfind("answer"):
        share = float(answer.get("fraction") or "") / 100
        _known(share)
        one.answers.append(
            (share, _text(answer), _text(answer, "feedback") if answer.find("feedback") is not None else "")
        )


def _known(share: float) -> None:
    assert any(abs(abs(share) - known) < 0.00001 for known in SHARES), f"Moodle knows no share {share}"


def _numerical(element: ElementTree.Element, one: Read) -> None:
    _answers(element, one)
    one.tolerances = [float(answer.findtext("tolerance", "")) for answer in element.iterfind("answer")]
    assert all(re.fullmatch(NUMBER, answer) for _, answer, _ in one.answers)
    assert max(share for share, *_ in one.answers) == 1


def _multichoice(element: ElementTree.Element, one: Read) -> None:
    _answers(element, one)
    one.more["single"] = element.findtext("single") == "true"
    assert len(one.answers) >= 2
    shares = [share for share, *_ in one.answers]
    assert max(shares) == 1 if one.more["single"] else round(sum(share for share in shares if share > 0), 2) == 1
    assert all(_text(element, tag) for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"))


def _matching(element: ElementTree.Element, one: Read) -> None:
    pairs = [(_text(pair), _text(pair.find("answer"))) for pair in element.iterfind("subquestion")]
    assert sum(bool(asked) for asked, _ in pairs) >= 2 and len({answer for _, answer in pairs}) >= 3
    assert all(answer and "<" not in answer for _, answer in pairs)
    one.more["pairs"] = pairs


def _ordering(element: ElementTree.Element, one: Read) -> None:
    one.more["order"] = [_text(answer) for answer in element.iterfind("answer")]
    assert element.findtext("selecttype") == "ALL" and element.findtext("layouttype") == "VERTICAL"
    assert int(element.findtext("selectcount", "0")) == len(one.more["order"]) >= 2
    assert element.findtext("numberingstyle") in ("none", "123", "abc", "ABCD", "iii", "IIII")


def _essay(element: ElementTree.Element, one: Read) -> None:
    assert element.findtext("responseformat") in ("editor", "editorfilepicker", "plain", "monospaced", "noinline")
    one.more["template"] = _text(element, "responsetemplate")
    one.more["for_the_grader"] = _text(element, "graderinfo")


def _cloze(element: ElementTree.Element, one: Read) -> None:
    assert element.find("defaultgrade") is None
    one.points = 0
    for weight, kind, alternatives in EMBEDDED.findall(one.text):
        part = Read(kind=kind, category=one.category, points=float(weight or 1))
        for mark, percent, answer, _, feedback in ONE.findall(alternatives):
            share = 1.0 if mark == "=" else float(percent.replace(",", ".") or 0) / 100
            _known(share)
            if kind == "NUMERICAL":
                number = re.fullmatch(rf"({NUMBER})(?::({NUMBER}))?", answer)
                assert number, f"{answer!r} is no number"
                part.tolerances.append(float(number[2] or 0))
                answer = number[1]
            part.answers.append((share, _unquoted(answer), _unquoted(feedback)))
        shares = [share for share, *_ in part.answers]
        assert (max(shares) == 1) if kind != "MULTIRESPONSE" else (max(shares) > 0)
        assert kind in ("NUMERICAL", "SHORTANSWER") or len(part.answers) >= 2
        one.parts.append(part)
        one.points += part.points
    assert one.parts
    assert not re.search(rf"\{{[0-9]*:(?:{KINDS}):", EMBEDDED.sub("", one.text)), "an embedded answer is not read"


_READERS = {
    "numerical": _numerical,
    "multichoice": _multichoice,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
}


def _unquoted(text: str) -> str:
    return html.unescape(text).replace("\\}", "}").replace("\\#", "#")


def _text(element: ElementTree.Element | None, tag: str = "") -> str:
    """The `<text>` of an element, or of the one below it."""
    assert element is not None
    found = element.find(f"{tag}/text" if tag else "text")
    assert found is not None, f"there is no <text> in {tag or element.tag}"
    return (found.text or "").strip()
