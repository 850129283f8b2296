"""Every picture is drawn, whatever a student's numbers are, and is of the page and nobody else's."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from grader import messages
from grader.exhibits import KINDS
from grader.model import LANGUAGES
from grader.reports.drawing import Drawing, draw, embedded
from tests.unit.reports.pictures import changed

NUMBERS = [np.nan, np.inf, -3e38, 1e300, 0.0]


def drawn(kind: str, change: object) -> Drawing:
    found = draw(changed(kind, change))
    assert found is not None
    return found


def facts(drawing: Drawing) -> dict[str, dict[str, str]]:
    return {fact.key: fact.fields for panel in drawing.panels for fact in panel.facts}


def holes(array: np.ndarray) -> np.ndarray:
    """The array with something odd in every third place."""
    odd = array * 3 + 1
    for start, value in enumerate(NUMBERS):
        odd.flat[3 * start + 1 :: 15] = value
    return odd


ODD = {
    "holes": holes,
    "nan": lambda array: np.full_like(array, np.nan),
    "infinity": lambda array: np.full_like(array, -np.inf),
    "huge": lambda array: np.full_like(array, 3e38),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", ODD)
def test_odd_numbers_give_a_picture_and_a_sentence(kind: str, change: str) -> None:
    found = drawn(kind, ODD[change])
    assert found.whole and found.panels
    for panel in found.panels:
        ElementTree.fromstring(embedded(panel.svg, "p-", "label"))
        assert not re.search(r"\bnan\b|\binf\b", panel.svg)
        for fact in panel.facts:
            assert all(messages.picture(fact.key, language, **fact.fields) for language in LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_the_right_side_alone_as_older_gradebooks_hold_is_drawn(kind: str) -> None:
    found = draw(replace(changed(kind, lambda array: array + 1), observed=None))
    assert found is not None and not found.whole and found.panels


def test_what_cannot_be_read_is_no_picture() -> None:
    right = changed("path", lambda path: -path)
    for spoilt in (
        replace(right, kind="pie"),
        replace(right, expected={"tree": 1}),
        replace(right, observed={"tree": {"a": [0, "<f4", [9]]}, "arrays": ["AAAA"]}),
        replace(right, observed={"tree": None, "arrays": []}),
    ):
        assert draw(spoilt) is None


def test_what_is_said_of_curves() -> None:
    assert facts(drawn("curves", lambda y: np.where(y > 3, np.nan, y + 1)))["curves.nonfinite"]["points"] == "21"
    worst = facts(drawn("curves", lambda y: y + (np.arange(21) == 20)))["curves.worst"]
    assert worst == {"x": "2", "observed": "5", "expected": "4"}


def test_what_is_said_of_a_mask() -> None:
    said = facts(drawn("mask", lambda out: out / 2))
    assert said["mask.yours"] == {"dropped": "50", "p": "50", "factor": "1", "expected": "2", "mean": "0.5"}
    assert (said["mask.right"]["factor"], said["mask.right"]["mean"]) == ("2", "1")


def test_what_is_said_of_histograms() -> None:
    said = facts(drawn("histograms", lambda after: after * 0 + 3))["histograms"]
    assert (said["mean"], said["deviation"], said["right_mean"]) == ("3", "0", "0")


def test_what_is_said_of_a_path() -> None:
    assert facts(drawn("path", lambda path: -path))["path.end"] == {
        "steps": "5",
        "observed": "(0, 0)",
        "expected": "(0, 0)",
    }
    assert facts(drawn("path", lambda path: path * [[1], [1], [1], [9], [9], [9]]))["path.outside"] == {"step": "3"}
    assert facts(drawn("path", lambda path: path * [[1], [1], [np.inf], [1], [1], [1]]))["path.nonfinite"] == {
        "step": "2"
    }


def test_what_is_said_of_a_training_that_stops() -> None:
    late = facts(drawn("history", lambda run: run * 0 + [6, 5, 5]))
    assert late["history.made"] == {"observed": "6", "expected": "5"}
    assert late["history.recorded"] == {"recorded": "5", "made": "6"}
    assert late["history.kept"] == {"observed": "5", "observed_loss": "1.2", "epoch": "3", "loss": "1"}
    assert "history.same" in facts(drawn("history", lambda run: run * 0 + [6, 6, 3]))
    for nothing in (0, 9, 2.5, np.nan):
        assert "history.lost" in facts(drawn("history", lambda run, kept=nothing: run * 0 + [5, 5, kept]))


def test_what_is_said_of_regions() -> None:
    swapped = facts(drawn("regions", lambda regions: 1 - regions))
    assert swapped["regions.yours"] == {"count": "20", "points": "20"}
    assert swapped["regions.named"] == {"where": "a = 0, b = 2", "observed": "high", "expected": "low"}
    other = facts(drawn("regions", lambda regions: np.where(regions == 1, -1, regions)))
    assert other["regions.other"]["expected"] == "high"


def test_two_pictures_of_one_page_have_no_id_in_common_and_refer_to_their_own() -> None:
    pages = [
        embedded(drawn(kind, lambda array: array + 1).panels[0].svg, f"{page}{kind}-", "x")
        for page in "pq"
        for kind in KINDS
    ]
    ids = [set(re.findall(r'\bid="([^"]+)"', page)) for page in pages]
    assert sum(map(len, ids)) == len(set().union(*ids)) > 0
    for page, own in zip(pages, ids, strict=True):
        assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', page)) <= {(one, "") for one in own} | {
            ("", one) for one in own
        }


def test_a_picture_has_the_colours_of_the_page_and_no_style_of_its_own() -> None:
    for kind in KINDS:
        for panel in drawn(kind, lambda array: array + 1).panels:
            assert "var(--" in panel.svg
            assert not re.search(r"#01020|<style|<metadata|<!--|<script|https?://(?!www\.w3\.org)", panel.svg)


def test_a_label_cannot_leave_its_attribute() -> None:
    svg = drawn("path", lambda path: -path).panels[0].svg
    label = '"><script>alert(1)</script>\\1 & <'
    root = ElementTree.fromstring(embedded(svg, "p-", label))
    assert root.attrib["aria-label"] == label
