"""Writes the answer sheets of the demo's class: `python -m tests.demo_class.sheets`.

`sittings.toml` says who answers how.  The papers are those that the class would have been issued: they are drawn from
the file `secret` beside it, which is the demo's alone.  Who slips answers as the reference with that slip in it does.
What is written lies in `submissions/`, as it was handed in; a test sees to it that it is what this script would write.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Literal

from grader.course import CourseFolder, load
from grader.files import write_atomically
from grader.judge import course_secret
from grader.judge.oracle import reference_module
from grader.model import Material, Question, Student, Variant
from grader.quiz import draw_paper, draw_variant, typed_answer, variant_id
from grader.quiz.notebook import make_notebook
from grader.quiz.sheet import make_sheet
from grader.sheets import FORMAT

CLASS = Path(__file__).parent
SECRET = CLASS / "secret"

CODE = {
    "bias_gradient.line": "return dz.sum(axis=0)",
    "stable_softmax.lines": "e = np.exp(z - z.max(axis=1, keepdims=True))\nreturn e / e.sum(axis=1, keepdims=True)",
    "dropout_code.line": "out = np.where(dropped, 0, x) / (1 - p)",
    "momentum_code.lines": "b = mu * b + g\nw = w - lr * b",
}
"""Lines that earn everything, for the fields of code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """How one student sat one test.

    slips: "<task>.<known mistake>", made in all fields of the task's question.
    wrong: fields with an answer that is wrong for no particular reason.
    typed: field → the very text; "" leaves it blank.  A name without a field stands for all fields of the question.
    paper_of: whose paper it is that was answered, where it is not the student's own.
    received: when it was handed in, if known.
    """

    form: Literal["json", "md", "ipynb"] = "json"
    slips: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    paper_of: str = ""
    received: str = ""


def sittings() -> dict[str, dict[str, Sitting]]:
    """Student → test → how it was sat."""
    table = tomllib.loads((CLASS / "sittings.toml").read_text("utf-8"))
    return {
        student: {name: Sitting(**{key: _fixed(value) for key, value in one.items()}) for name, one in tests.items()}
        for student, tests in table.items()
    }


def _fixed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def files(folder: CourseFolder) -> Iterator[tuple[str, str]]:
    """Path below `submissions/` and text of every file that the class hands in for its tests."""
    secret = course_secret(SECRET)
    students = {student.id: student for student in folder.course.roster}
    desks = {
        one.name: Desk(folder.material(one.name), secret) for one in folder.course.assignments if one.kind == "quiz"
    }
    for student, sat in sittings().items():
        for name, sitting in sat.items():
            yield f"{student}/{name}/{name}.{sitting.form}", desks[name].fill_in(students[student], sitting)
            if sitting.received:
                yield f"{student}/{name}/timestamp.txt", f"{sitting.received}\n"


class Desk:
    """Where one test is sat."""

    def __init__(self, material: Material, secret: bytes) -> None:
        self.material, self.secret = material, secret
        self.reference = reference_module(material)

    def fill_in(self, student: Student, sitting: Sitting) -> str:
        """The sheet that a student hands in."""
        owner = sitting.paper_of or student.id
        answers = self.answers(owner, sitting, comma=student.language == "ru")
        if sitting.form == "json":
            name = self.material.assignment.name
            whose = {"format": FORMAT, "assignment": name, "student": owner}
            whose["variant"] = variant_id(self.secret, name, owner)
            return json.dumps(whose | {"answers": answers}, ensure_ascii=False, indent=1) + "\n"
        paper = draw_paper(self.material, self.reference, self.secret, owner)
        if sitting.form == "md":
            return _in_markdown(make_sheet(paper, student.language), answers)
        return _in_notebook(make_notebook(paper, student.language), answers)

    def answers(self, owner: str, sitting: Sitting, *, comma: bool) -> dict[str, str]:
        """Every field and what is typed into it."""
        typed: dict[str, str] = {}
        for question in self.material.questions:
            shown = draw_variant(self.material, question, self.reference, self.secret, owner)
            known = draw_variant(self.material, question, self._mind(question, sitting), self.secret, owner)
            for name, asked in question.fields.items():
                full = f"{question.name}.{name}"
                text = CODE.get(full) or typed_answer(asked, name, shown, known.answers[name])
                if full in sitting.wrong:
                    text = _something_else(question, name, shown, text)
                if comma and asked.kind == "number":
                    text = text.replace(".", ",")
                typed[full] = sitting.typed.get(full, sitting.typed.get(question.name, text))
        return typed

    def _mind(self, question: Question, sitting: Sitting) -> ModuleType:
        """The reference, with the slip that the student makes in this question."""
        slips = [slip.partition(".")[2] for slip in sitting.slips if slip.partition(".")[0] == question.task]
        if not slips:
            return self.reference
        module = reference_module(self.material)
        (mistake,) = (one for one in self.material.mistakes if (one.task, one.name) == (question.task, slips[0]))
        mistake.apply(module)
        return module


def _something_else(question: Question, name: str, shown: Variant, right: str) -> str:
    """An answer of the right form that is not right."""
    kind, count = question.fields[name].kind, len(shown.options.get(name, ()))
    if kind == "choice":
        return str(int(right) % count + 1)
    if kind in ("number", "integer"):
        return f"{float(right) * 2 + 1:.4g}"
    if kind == "ordering":
        return " ".join(reversed(right.split()))
    raise ValueError(f"{question.name}.{name}: write what is typed into a field of kind {kind}")


def _in_markdown(sheet: str, answers: Mapping[str, str]) -> str:
    """The sheet with its block of TOML filled in."""
    for name, text in answers.items():
        blank = re.compile(rf"^\"{re.escape(name)}\" = ('''\n\n'''|\"\")$", re.MULTILINE)
        sheet, found = blank.subn(lambda match, text=text: _quoted(match[0], text, '"'), sheet)  # type: ignore[misc]
        assert found == 1, name
    return sheet


def _in_notebook(notebook: str, answers: Mapping[str, str]) -> str:
    """The notebook with its cells of answers filled in."""
    document = json.loads(notebook)
    for cell in document["cells"]:
        source = "".join(cell["source"])
        for name in re.findall(r'^answers\["([^"]*)"\]', source, re.MULTILINE):
            blank = re.compile(rf"^answers\[\"{re.escape(name)}\"\] = (r'''\n\n'''|\"\")$", re.MULTILINE)
            source, found = blank.subn(lambda match, text=answers[name]: _quoted(match[0], text, '"'), source)  # type: ignore[misc]
            assert found == 1, name
        cell["source"] = source.splitlines(keepends=True)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _quoted(blank: str, text: str, quote: str) -> str:
    """A blank answer with a text between its quotes."""
    if blank.endswith("'''"):
        return blank.replace("\n\n", f"\n{text}\n")
    return blank.removesuffix(quote * 2) + json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Writes all files anew."""
    folder = load(CLASS.parents[1] / "course.toml", CLASS / "roster.csv")
    for path, text in files(folder):
        write_atomically(CLASS / "submissions" / path, text)


if __name__ == "__main__":
    main()
