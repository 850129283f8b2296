"""What a student is handed out: three forms of one paper, which come back as answer sheets, and none of which knows
an answer."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from grader.course import CourseFolder, load
from grader.judge.oracle import reference_module
from grader.model import LANGUAGES
from grader.quiz import draw_paper, variant_id
from grader.quiz.issue import issue
from grader.quiz.keys import draw_key, spoiled_references, told
from grader.sheets import FORMAT, read_sheet
from tests.unit import every_kind
from tests.unit.every_kind import ASSIGNMENT

SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CourseFolder:
    return load(every_kind.write(tmp_path_factory.mktemp("course")))


def issued(folder: CourseFolder, spoken: str = "both", secret: bytes = SECRET) -> dict[str, dict[str, str]]:
    papers = issue(folder.material(ASSIGNMENT), folder.course.roster, secret, spoken)
    return {paper.student: paper.files for paper in papers}


@pytest.fixture(scope="module")
def papers(folder: CourseFolder) -> dict[str, dict[str, str]]:
    return issued(folder)


def fields(folder: CourseFolder) -> set[str]:
    return {f"{question.name}.{name}" for question in folder.material(ASSIGNMENT).questions for name in question.fields}


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_student_gets_a_page_a_notebook_and_a_sheet(papers):
    assert set(papers) == {"anna", "bob", "chen"}
    for files in papers.values():
        forms = {f"{ASSIGNMENT}.{suffix}" for suffix in ("html", "ipynb", "md")}
        assert set(files) == forms | {f"{ASSIGNMENT}.curves.svg"}


@pytest.mark.parametrize("suffix", ["ipynb", "md"])
def test_what_is_filled_in_comes_back_as_the_answers(folder, papers, suffix):
    text = papers["anna"][f"{ASSIGNMENT}.{suffix}"]
    typed = {"survivors.mean": "1,5", "convex.all": "1, 3", "product.z": "[[1, 2], [3, 4]]"}
    for name, answer in typed.items():
        before = f'"{name}" = ""' if suffix == "md" else f'answers[\\"{name}\\"] = \\"\\"'
        assert text.count(before) == 1
        text = text.replace(before, before.replace('""', f'"{answer}"').replace('\\"\\"', f'\\"{answer}\\"'))
    sheet = read_sheet(text.encode())
    assert (sheet.format, sheet.assignment, sheet.student) == (FORMAT, ASSIGNMENT, "anna")
    assert sheet.variant == variant_id(SECRET, ASSIGNMENT, "anna")
    assert set(sheet.answers) == fields(folder)
    assert {name: text for name, text in sheet.answers.items() if text.strip()} == typed
    assert not sheet.notes


@pytest.mark.parametrize("suffix", ["ipynb", "md"])
def test_lines_of_code_come_back_with_their_indentation(papers, suffix):
    lines = "if x is None:\n    return 'a\\n'\nreturn x"
    text = papers["bob"][f"{ASSIGNMENT}.{suffix}"]
    if suffix == "md":
        filled = text.replace("\"line.body\" = '''\n\n'''", f"\"line.body\" = '''\n{lines}\n'''")
    else:
        notebook = json.loads(text)
        (cell,) = [cell for cell in notebook["cells"] if 'answers["line.body"]' in "".join(cell["source"])]
        code = "".join(cell["source"])
        cell["source"] = code.replace("'''\n\n'''", f"'''\n{lines.replace(chr(39), chr(34))}\n'''")
        filled = json.dumps(notebook)
    answer = read_sheet(filled.encode()).answers["line.body"]
    assert answer.strip("\n").replace('"', "'") == lines


def test_the_notebook_is_one_that_jupyter_accepts(papers):
    for files in papers.values():
        notebook = nbformat.reads(files[f"{ASSIGNMENT}.ipynb"], as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_sheet_and_notebook_are_in_the_students_own_language(papers):
    for student, ours, theirs in (("anna", "Выпуклые", "Convex"), ("bob", "Convex", "Выпуклые")):
        for suffix in ("md", "ipynb"):
            text = papers[student][f"{ASSIGNMENT}.{suffix}"]
            assert ours in text and theirs not in text
        page = papers[student][f"{ASSIGNMENT}.html"]
        assert ours in page and theirs in page


def test_one_language_may_be_asked_for(folder):
    page = issued(folder, spoken="en")["anna"][f"{ASSIGNMENT}.html"]
    assert "Выпуклые" not in page and '<html lang="en">' in page


def test_the_page_asks_for_every_field_and_loads_nothing(folder, papers):
    for files in papers.values():
        page = files[f"{ASSIGNMENT}.html"]
        elements = Elements(page).found
        asked = [attributes["data-field"] for _, attributes in elements if "data-field" in attributes]
        assert sorted(asked) == sorted(fields(folder))
        links = [
            attributes[name] for _, attributes in elements for name in ("src", "href", "action") if attributes.get(name)
        ]
        assert [link for link in links if not str(link).startswith(("data:", "#"))] == []
        policy = [attributes["content"] for _, attributes in elements if "http-equiv" in attributes]
        assert policy and str(policy[0]).startswith("default-src 'none'")


def test_ids_are_unique_and_what_refers_to_them_finds_them(papers):
    elements = Elements(papers["anna"][f"{ASSIGNMENT}.html"]).found
    ids = [str(attributes["id"]) for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)
    assert re.search(r'clip-path="url\(#p\d+-frame\)"', papers["anna"][f"{ASSIGNMENT}.html"])


def test_the_same_secret_gives_the_same_bytes_and_another_one_another_paper(folder, papers):
    assert issued(folder) == papers
    other = issued(folder, secret=b"another secret of 32 bytes......")
    for student, files in papers.items():
        for suffix in ("html", "ipynb", "md"):
            assert other[student][f"{ASSIGNMENT}.{suffix}"] != files[f"{ASSIGNMENT}.{suffix}"]


def test_what_is_handed_out_does_not_depend_on_the_answers(papers, tmp_path: Path):
    spoiled = load(every_kind.write(tmp_path, solution=every_kind.SPOILED))
    material = spoiled.material(ASSIGNMENT)
    right = draw_key(material, reference_module(material), SECRET, "anna").answers
    assert right["survivors.mean"].value < 0  # the answers are others indeed
    assert issued(spoiled) == papers


def test_no_file_tells_an_option_by_its_key_the_secret_or_a_seed(papers):
    for files in papers.values():
        for text in files.values():
            assert "key_" not in text  # so begin the keys of all options
            assert SECRET.hex() not in text and "secret" not in text.lower() and "seed" not in text.lower()


def test_no_two_papers_are_alike(folder):
    material = folder.material(ASSIGNMENT)
    reference = reference_module(material)
    drawn = [draw_paper(material, reference, SECRET, f"s{number:03d}") for number in range(300)]
    assert len({paper.variant for paper in drawn}) == 300
    assert len({repr(paper.questions) for paper in drawn}) == 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_says_what_is_right(folder, language):
    material = folder.material(ASSIGNMENT)
    key = draw_key(material, reference_module(material), SECRET, "anna", spoiled_references(material))
    text = told(key, language)
    right = key.answers["range_.which"]
    assert f"**{right.typed} ($(-1, 1)$)**" in text
    assert "judged by running it" in text
    (slip,) = key.answers["survivors.mean"].slips
    prompt = next(asked.prompt["en"] for asked in key.paper.questions if asked.name == "survivors")
    x = int(re.search(r"value \$(\d+)\$", prompt)[1])
    assert slip.value == x and slip.hint["en"].startswith("You did not divide")
