"""A paper as Markdown to be filled in by hand: the questions, and one block of TOML for the answers."""

import json
import string
from collections.abc import Iterator

from grader.messages import asking
from grader.model import Asked, AskedField, Paper
from grader.quiz.wording import ask, number
from grader.sheets import FORMAT


def make_sheet(paper: Paper, language: str) -> str:
    """The text of the sheet; a question's picture is the file `picture_name` beside it."""
    file = f"`{paper.assignment}.md`"
    parts = [f"# {paper.title[language]}", heading(paper, language), asking("sheet_how", language, file=file)]
    for question in paper.questions:
        parts.append("\n\n".join(asked(question, language, _picture(paper, question, language))))
    parts += [f"## {asking('sheet_answers', language)}", f"```toml\n{_answers(paper, language)}\n```"]
    return "\n\n".join(parts) + "\n"


def picture_name(paper: Paper, question: Asked) -> str:
    """The file that holds the question's picture."""
    return f"{paper.assignment}.{question.name}.svg"


def heading(paper: Paper, language: str) -> str:
    """Whose paper this is, in one line."""
    points = asking("points", language, points=number(paper.points))
    student, variant = asking("student", language), asking("variant", language)
    return f"{student} `{paper.student}` · {variant} `{paper.variant}` · {points}"


def asked(question: Asked, language: str, picture: str) -> Iterator[str]:
    """The paragraphs of a question: its text, what there is to choose from, and how each field is answered."""
    points = asking("points", language, points=number(question.points))
    yield f"## {question.number}. {question.title[language]} ({points})"
    yield question.prompt[language].strip()
    if picture:
        yield picture
        if question.described:
            yield f"*{asking('picture', language)}: {question.described[language]}*"
    for field in question.fields:
        yield _field(field, language)


def _field(field: AskedField, language: str) -> str:
    label = field.label.get(language) or asking("answer", language)
    parts = [f"**{label}** (`{field.name}`). {ask(field, language, written=True)}."]
    if field.items:
        parts.append("\n".join(f"- {letter}: {item[language]}" for letter, item in lettered(field)))
    if field.options:
        parts.append("\n".join(f"{place}. {option[language]}" for place, option in enumerate(field.options, start=1)))
    if field.skeleton:
        parts.append(f"```python\n{field.skeleton.rstrip()}\n```")
    return "\n\n".join(parts)


def lettered(field: AskedField) -> Iterator[tuple[str, dict[str, str]]]:
    """What options are matched to, with the letters that they are called by."""
    return zip(string.ascii_lowercase, field.items, strict=False)


def _picture(paper: Paper, question: Asked, language: str) -> str:
    if not question.picture:
        return ""
    return f"![{question.title[language]}]({picture_name(paper, question)})"


def _answers(paper: Paper, language: str) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in whose(paper).items()]
    lines += ["", "[answers]"]
    for question in paper.questions:
        lines.append(f"# {question.number}. {question.title[language]}")
        lines += [f'"{field.name}" = {_blank(field)}' for field in question.fields]
    return "\n".join(lines)


def _blank(field: AskedField) -> str:
    return "'''\n\n'''" if field.kind == "code" else '""'


def whose(paper: Paper) -> dict[str, str]:
    """What every sheet of answers says of itself."""
    return {
        "format": FORMAT,
        "assignment": paper.assignment,
        "student": paper.student,
        "variant": paper.variant,
    }
