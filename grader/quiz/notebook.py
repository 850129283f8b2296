"""A paper as a notebook: each question, and below it a cell in which its answers stand between quotes."""

import base64
import html
import json

from grader.messages import asking
from grader.model import Asked, Paper
from grader.notebooks.cells import METADATA, Cell, code_cell, markdown_cell
from grader.quiz.sheet import asked, heading, whose


def make_notebook(paper: Paper, language: str) -> str:
    """The text of the notebook, of format 4.5, as Jupyter itself writes it."""
    how = asking("notebook_how", language, file=f"`{paper.assignment}.ipynb`")
    first = f"# {paper.title[language]}\n\n{heading(paper, language)}\n\n{how}"
    cells = [markdown_cell("paper", first), code_cell("whose-paper", _whose(paper, language))]
    for question in paper.questions:
        text = "\n\n".join(asked(question, language, _picture(question, language)))
        cells += [markdown_cell(f"question-{question.name}", text), _answers(question, language)]
    document = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _whose(paper: Paper, language: str) -> str:
    lines = [f"# {asking('notebook_whose', language)}"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in whose(paper).items()]
    return "\n".join([*lines, "answers = {}"])


def _answers(question: Asked, language: str) -> Cell:
    lines = [f"# {asking('notebook_answer', language)}"]
    for field in question.fields:
        lines.append(f'answers["{field.name}"] = ' + ("r'''\n\n'''" if field.kind == "code" else '""'))
    return code_cell(f"answer-{question.name}", "\n".join(lines))


def _picture(question: Asked, language: str) -> str:
    if not question.picture:
        return ""
    data = base64.b64encode(question.picture.encode("utf-8")).decode("ascii")
    words = html.escape(question.described.get(language, ""))
    return f'<img alt="{words}" src="data:image/svg+xml;base64,{data}">'
