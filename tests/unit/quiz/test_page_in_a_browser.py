"""The page of a test in a real browser, on a desktop and on a phone: filled in, reloaded, saved, opened again."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from click.testing import CliRunner  # noqa: E402

from grader.cli import group  # noqa: E402
from grader.course import load  # noqa: E402
from grader.judge.oracle import reference_module  # noqa: E402
from grader.pages.frame import MATH_FONT  # noqa: E402
from grader.quiz.issue import issue  # noqa: E402
from grader.quiz.keys import draw_key  # noqa: E402
from grader.quiz.numbers import NotRead, read_array, read_integer, read_number  # noqa: E402
from grader.sheets import read_sheet  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.unit import every_kind  # noqa: E402
from tests.unit.every_kind import ASSIGNMENT  # noqa: E402

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
on_both = pytest.mark.parametrize("desk", list(SIZES), indirect=True)
RELOADS = 50
SECRET = bytes(range(32))  # that of the small course
TYPED = {
    "survivors.mean": "1,5",
    "count.total": "42",
    "product.z": "[[1, 2], [3, 4]]",
    "slope.d": "2*x",
    "line.body": "return np.maximum(x, 0)",
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("papers")
    folder = load(every_kind.write(root / "course"))
    for paper in issue(folder.material(ASSIGNMENT), folder.course.roster, SECRET, "both"):
        for name, text in paper.files.items():
            path = root / paper.student / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with chromium() as opened:
        yield opened


@dataclass
class Desk:
    """A page that is open, and everything that it should not have done."""

    page: "playwright.Page"
    complaints: list[str] = field(default_factory=list)

    def box(self, name: str) -> "playwright.Locator":
        """The field of that name."""
        return self.page.locator(f'[data-field="{name}"]')

    def fill_in(self) -> dict[str, str]:
        """Answers everything; returns what the file should hold."""
        for name, text in TYPED.items():
            self.box(name).locator("input, textarea").fill(text)
        self.box("survivors.grows").locator("label.option").nth(1).click()
        self.box("range_.which").locator("label.option").nth(2).click()
        self.box("curves.what").locator("label.option").first.click()
        for place in (0, 2):
            self.box("convex.all").locator("label.option").nth(place).click()
        self.box("names.pairs").locator("select").nth(0).select_option("2")
        self.box("names.pairs").locator("select").nth(1).select_option("1")
        self.box("loop.order").locator("li").nth(3).locator("button.up").click()
        return TYPED | {
            "survivors.grows": "2",
            "range_.which": "3",
            "curves.what": "1",
            "convex.all": "1, 3",
            "names.pairs": "a2 b1",
            "loop.order": "1 2 4 3",
        }

    def answer(self, name: str, kind: str, text: str) -> None:
        """Answers a field as a person would who has to write `text`."""
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if kind in ("choice", "choices"):
            for number in numbers:
                self.box(name).locator("label.option").nth(number - 1).click()
        elif kind == "matching":
            for place, number in enumerate(numbers):
                self.box(name).locator("select").nth(place).select_option(str(number))
        elif kind == "ordering":
            for place, number in enumerate(numbers):
                line = self.box(name).locator(f'li[data-number="{number}"]')
                while line.evaluate("line => [...line.parentElement.children].indexOf(line)") > place:
                    line.locator("button.up").click()
            self.box(name).locator("input.done").check()
        else:
            self.box(name).locator("input, textarea").fill(text)

    def reload(self, progress: str) -> None:
        """Reloads until what was answered is there: a browser stores what it is told to keep a moment later."""
        for _ in range(RELOADS):
            self.page.reload()
            if self.page.locator("#progress").inner_text() == progress:
                return
        raise AssertionError(f"the answers are lost: {self.page.locator('#progress').inner_text()}")

    def save(self, folder: Path) -> Path:
        """Presses the button; returns the file that is downloaded."""
        with self.page.expect_download() as waiting:
            self.page.locator("#save").click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path


@pytest.fixture
def desk(browser, papers: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    size = getattr(request, "param", "desktop")
    context = browser.new_context(viewport=SIZES[size], has_touch=size == "phone")
    page = context.new_page()
    desk = Desk(page)
    page.on("console", lambda message: desk.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    page.on("request", lambda request: desk.complaints.append(request.url) if is_foreign(request.url) else None)
    page.goto((papers / "anna" / f"{ASSIGNMENT}.html").as_uri())
    yield desk
    context.close()
    assert desk.complaints == []


def is_foreign(url: str) -> bool:
    return not url.startswith(("file:", "blob:", "data:"))


@on_both
def test_filled_in_reloaded_and_saved(desk: Desk, tmp_path: Path) -> None:
    answers = desk.fill_in()
    assert desk.page.locator("#progress").inner_text() == "Отвечено: 11 из 11"
    desk.reload("Отвечено: 11 из 11")
    assert [line.get_attribute("data-number") for line in desk.box("loop.order").locator("li").all()] == list("1243")
    path = desk.save(tmp_path)
    assert path.name == f"{ASSIGNMENT}.json"
    sheet = read_sheet(path.read_bytes())
    assert sheet.answers == answers
    assert (sheet.assignment, sheet.student, sheet.notes) == (ASSIGNMENT, "anna", ())
    assert "сдайте этот файл" in desk.page.locator("#status").inner_text()


def test_handed_in_and_graded(desk: Desk, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    material = load(papers / "course" / "course.toml").material(ASSIGNMENT)
    key = draw_key(material, reference_module(material), SECRET, "anna")
    for asked in key.paper.questions:
        for one in asked.fields:
            desk.answer(one.name, one.kind, key.answers[one.name].typed or "return np.maximum(x, 0)")
    desk.box("count.total").locator("input").fill("−1")
    desk.save(tmp_path / "in" / "anna")
    monkeypatch.chdir(tmp_path)
    course = str(papers / "course" / "course.toml")
    said = CliRunner().invoke(group, ["autograde", "in", "--course", course, "--json", "cards.json"])
    assert said.exit_code == 0, said.output
    (card,) = [one for one in json.loads(Path("cards.json").read_text())["submissions"] if one["student"] == "anna"]
    (count,) = [task for task in card["tasks"] if task["name"] == "count"]
    assert (card["score"], card["max_score"]) == (16, 17)
    assert (count["score"], card["notes"]) == (0, [])


def test_a_saved_file_is_opened_again_and_that_of_another_paper_is_not(desk: Desk, tmp_path: Path) -> None:
    answers = desk.fill_in()
    path = desk.save(tmp_path)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.locator("#erase").click()
    assert desk.page.locator("#progress").inner_text() == "Отвечено: 0 из 11"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(json.loads(path.read_text()) | {"variant": "0123456789"}))
    desk.page.locator("#file").set_input_files(other)
    desk.page.get_by_text("относится к другому варианту (0123456789)").wait_for()
    (tmp_path / "picture.json").write_bytes(b"\xff\xd8\xff")
    desk.page.locator("#file").set_input_files(tmp_path / "picture.json")
    desk.page.get_by_text("picture.json — не файл с ответами").wait_for()
    assert desk.page.locator("#progress").inner_text() == "Отвечено: 0 из 11"
    desk.page.locator("#file").set_input_files(path)
    desk.page.get_by_text("Ответы взяты из").wait_for()
    assert read_sheet(desk.save(tmp_path).read_bytes()).answers == answers


def test_previews_tell_the_form_of_an_answer_and_never_its_worth(desk: Desk) -> None:
    def preview(name: str, text: str) -> str:
        desk.box(name).locator("input, textarea").fill(text)
        return desk.box(name).locator("output").inner_text()

    for text, value in {
        "1,5": "1.5",
        "−2": "−2",
        "3e-4": "0.0003",
        "1/4": "0.25",
        "1,5·10^-3": "0.0015",
        "12 345": "12345",
    }.items():
        assert preview("survivors.mean", text) == f"понято как {value}"
    for text in ("about five", "1,2,3", "--2", "5 %"):
        assert preview("survivors.mean", text).startswith("пока это не число")
    assert preview("survivors.mean", " ") == ""
    assert preview("count.total", "2,5").startswith("пока это не целое число")
    assert preview("product.z", "1 2\n3 4").split() == ["понято", "как", "2", "×", "2", "1", "2", "3", "4"]
    assert preview("product.z", "[[1,2],[3,4]]").split()[-4:] == ["1", "2", "3", "4"]
    assert preview("product.z", "1,5 2\n3 4").split()[-4:] == ["1.5", "2", "3", "4"]
    assert preview("product.z", "[1, 2, 3]").startswith("понято как 3, а нужно 2 × 2")
    assert preview("slope.d", "2*(x").startswith("скобки")


AS_NUMBERS = [
    *("1,5", "−2", "3e-4", "1/4", "1,5·10^-3", "1.5×10⁻³", "12 345", "1,234,567", "x = 0.5", "≈ 0,33", "5 parameters"),
    *("5 thousand", "5 %", "1,2,3", "--2", "три с половиной", "10x3", "10^-3", "1e999", "1/0", "7.", ".5", "1" * 121),
]
AS_WHOLE = ["42", "3,0", "12,345", "0,345", "2,5", "12 345", "1/2", "4/2", "10^3", "10^30", "42 steps", "сорок"]
VECTORS = [
    *("0,3; 0,2; 0,5", "0,3, 0,2, 0,5", "0.3 0.2 0.5", "1,2,3", "[1,2,3]", "(1, 2, 3)", "[[1, 2, 3]]", "[1], [2], [3]"),
    *("1\n2\n3", "3 × 4 × 5", "(3x4x5)", "3 х 4 Х 5", "3 × 4", "3*4*5", "a = 1 2 3", "np.array([1, 2, 3])", "1 2 три"),
    *("[1, 2, 3", "1, 2", "1 2; 3", "10x3", ";", "[]", "{1; 2; 3}"),
]
MATRICES = [
    "[[1, 2], [3, 4]]",
    "1 2\n3 4",
    "((1, 2), (3, 4))",
    "|1 2|\n|3 4|",
    "[1,5 2], [3 4]",
    "1 2\n3",
    "2 × 2",
    "1 2 3 4",
]


def test_the_page_understands_what_the_grader_reads_and_nothing_else(desk: Desk) -> None:
    def agree(name: str, text: str, read: Callable[[], object]) -> None:
        box = desk.box(name).locator("input, textarea")
        box.fill(text)
        try:
            read()
        except NotRead:
            understood = False
        else:
            understood = True
        warned = "warn" in (desk.box(name).locator("output").get_attribute("class") or "")
        assert warned is not understood, (text, desk.box(name).locator("output").inner_text())
        box.fill("")

    for text in AS_NUMBERS:
        agree("survivors.mean", text, partial(read_number, text))
    for text in AS_WHOLE:
        agree("count.total", text, partial(read_integer, text))
    for shape, texts in {(3,): VECTORS, (2, 2): MATRICES}.items():
        wanted = " × ".join(map(str, shape))
        desk.box("product.z").evaluate("(field, shape) => { field.dataset.shape = shape; }", wanted)
        for text in texts:
            agree("product.z", text, partial(read_array, text, shape))
    desk.box("product.z").evaluate("field => { field.dataset.shape = '2'; }")
    desk.box("product.z").locator("textarea").fill("22 × 62")
    assert desk.box("product.z").locator("output").inner_text() == "понято как 22, 62"
    desk.box("product.z").locator("textarea").fill("22 на 62")
    assert desk.box("product.z").locator("output").inner_text().endswith("через запятую, например 1, 2")


@on_both
def test_what_is_not_understood_is_no_answer_and_has_a_link(desk: Desk, tmp_path: Path) -> None:
    desk.fill_in()
    unclear = desk.page.locator("#unclear")
    assert not unclear.is_visible()
    desk.box("survivors.mean").locator("input").fill("три с половиной")
    desk.box("product.z").locator("textarea").fill("1, 2")
    assert desk.page.locator("#progress").inner_text() == "Отвечено: 9 из 11"
    assert unclear.inner_text() == "Не понято ответов: 2 — вопрос 5; вопрос 10, поле 1"
    links = unclear.get_by_role("link")
    assert links.count() == 2
    links.first.click()
    focused = desk.page.locator("*:focus")
    assert focused.get_attribute("id") == desk.box("product.z").locator("textarea").get_attribute("id")
    desk.save(tmp_path)
    status = desk.page.locator("#status")
    assert "поняты не все ответы" in status.inner_text()
    assert status.get_attribute("class") == "warn"
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(desk.page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_leaving_is_asked_about_until_everything_is_saved(desk: Desk, tmp_path: Path) -> None:
    asked: list[str] = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.page.reload()
    assert asked == []
    desk.box("count.total").locator("input").press_sequentially("7")
    desk.page.reload()
    assert asked == ["beforeunload"]
    desk.save(tmp_path)
    desk.page.reload()
    assert asked == ["beforeunload"]


def test_the_other_language_and_the_keyboard(desk: Desk) -> None:
    desk.page.get_by_role("button", name="English").click()
    assert desk.page.title() == "A small test"
    assert desk.page.get_by_role("heading", name="Convex functions").is_visible()
    assert not desk.page.get_by_text("Выпуклые функции").is_visible()
    order = desk.box("loop.order")
    order.get_by_role("button", name="Move 1 down").focus()
    for _ in range(3):
        desk.page.keyboard.press("Enter")
    assert [line.get_attribute("data-number") for line in order.locator("li").all()] == list("2341")
    assert desk.page.get_by_role("img").first.get_attribute("aria-label").startswith("Training loss")


def test_where_nothing_can_be_kept_the_page_says_so(browser, papers: Path) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page.goto((papers / "bob" / f"{ASSIGNMENT}.html").as_uri())
    assert "This browser keeps nothing" in page.locator("#status").inner_text()
    page.close()


@on_both
def test_nothing_wider_than_the_screen_and_nothing_for_axe(desk: Desk) -> None:
    desk.fill_in()
    assert desk.page.evaluate(f"""document.fonts.load('1em "{MATH_FONT}"').then(fonts => fonts.length)""") == 1
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(desk.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
