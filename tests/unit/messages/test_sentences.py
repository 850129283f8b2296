from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import messages
from grader.model import LANGUAGES, Difference, Verdict
from tests.unit.graded_class import SHAPE, VALUE, outcome

KINDS = ("missing", "extra", "length", "type", "shape", "dtype", "nonfinite", "value", "mutated", "property")


def said(verdict, language="en", *, line=None, hidden=False, **facts) -> str:
    told = replace(outcome(verdict, facts.get("difference"), facts.get("detail", ""), hidden=hidden), line=line)
    return messages.outcome(told, language)


@pytest.mark.parametrize(
    ("verdict", "facts", "english", "russian"),
    [
        (
            Verdict.MALFORMED,
            {"difference": SHAPE},
            "`dW` has shape (32,) where (32, 1) was expected",
            "`dW`: форма (32,), а ожидалась (32, 1)",
        ),
        (
            Verdict.MISSING,
            {"detail": "linear_backward"},
            "`linear_backward` is not there: name it exactly so",
            "`linear_backward` не найдено: назовите в точности так",
        ),
        (
            Verdict.RAISED,
            {"detail": "PermissionError: [Errno 1] Operation not permitted", "line": 3},
            "your code raised `PermissionError: [Errno 1] Operation not permitted` (line 3): while it is graded it "
            "cannot start programs or processes, use the network, or open files outside its own folder (a DataLoader "
            "needs num_workers=0)",
            "ваш код выбросил исключение `PermissionError: [Errno 1] Operation not permitted` (строка 3): при проверке "
            "нельзя запускать программы и процессы, выходить в сеть и открывать файлы вне своей папки (для DataLoader "
            "нужно num_workers=0)",
        ),
        (
            Verdict.MISSING,
            {"line": 12},
            "not written yet (NotImplementedError, line 12)",
            "ещё не написано (NotImplementedError, строка 12)",
        ),
        (
            Verdict.WRONG,
            {"difference": VALUE},
            "`out[2, 1]` is 0.31 where 0.62 was expected (largest error 0.31, allowed 6e-13)",
            "`out[2, 1]`: получено 0.31, а ожидалось 0.62 (наибольшая ошибка 0.31, допустимо 6e-13)",
        ),
        (
            Verdict.WRONG,
            {"difference": Difference(kind="mutated", path="x", at=(1,), observed="1", expected="2")},
            "your code changed its input `x`: work on a copy",
            "ваш код изменил свой входной аргумент `x`: работайте с копией",
        ),
        (
            Verdict.RAISED,
            {"detail": "ValueError: bad shape", "line": 3},
            "your code raised `ValueError: bad shape` (line 3)",
            "ваш код выбросил исключение `ValueError: bad shape` (строка 3)",
        ),
        (
            Verdict.RAISED,
            {"detail": "SyntaxError: '(' was never closed", "line": 3},
            "Python cannot read your file: `SyntaxError: '(' was never closed` (line 3)",
            "Python не может прочитать ваш файл: `SyntaxError: '(' was never closed` (строка 3)",
        ),
        (
            Verdict.MALFORMED,
            {"difference": Difference(kind="type", path="out", observed="None", expected="tuple of 2")},
            "`out` is None where tuple of length 2 was expected: a return seems to be missing",
            "`out`: получено None, а ожидалось tuple длины 2; похоже, забыт return",
        ),
        (
            Verdict.MALFORMED,
            {"difference": Difference(kind="unreadable", path="encoding", observed="7")},
            "the file is not UTF-8 text (line 7): save it as UTF-8 and hand it in again",
            "файл не в кодировке UTF-8 (строка 7): сохраните его в UTF-8 и сдайте снова",
        ),
        (
            Verdict.GRADER_ERROR,
            {"detail": "checker close: KeyError: '/srv/secret'"},
            "our own failure: it costs you nothing, the instructor has been told",
            "сбой на нашей стороне: баллов вы не теряете, преподаватель уже знает",
        ),
        (
            Verdict.FORBIDDEN,
            {"detail": "scipy.special", "line": 2},
            "`scipy.special` may not be used in this task (line 2): write it yourself",
            "`scipy.special` в этой задаче использовать нельзя (строка 2): напишите это сами",
        ),
    ],
)
def test_a_sentence_says_what_where_and_what_to_do(verdict, facts, english, russian):
    assert said(verdict, "en", **facts) == english
    assert said(verdict, "ru", **facts) == russian


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("exit 3", "ended the program (sys.exit or os._exit)"),
        ("SystemExit", "ended the program (sys.exit or os._exit)"),
        ("SIGSEGV", "crashed Python itself (SIGSEGV)"),
        ("wire", "garbled its own results"),
        ("", "nothing came back from it"),
    ],
)
def test_a_crash_is_told_by_how_the_process_ended(detail, words):
    assert words in said(Verdict.CRASHED, detail=detail)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_label_and_a_sentence(verdict, language, hidden):
    assert messages.verdict(verdict, language)
    for detail in ("", "ValueError: text", "name", "exit 1"):
        sentence = said(verdict, language, hidden=hidden, detail=detail, line=41)
        assert sentence.strip() and "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("kind", [*KINDS, "a kind of tomorrow"])
@pytest.mark.parametrize("path", ["", "grads.W[1]"])
def test_every_difference_has_a_sentence_that_names_its_place(kind, language, hidden, path):
    note = {"en": "it is not scaled", "ru": "нет масштаба"} if kind == "property" else None
    difference = Difference(kind=kind, path=path, observed="0.5", expected="0.7", note=note)
    sentence = said(Verdict.WRONG, language, hidden=hidden, difference=difference)
    assert "{" not in sentence
    if path and not (kind == "extra" and hidden):
        assert f"`{path}`" in sentence
    if note:
        assert note[language] in sentence


def test_a_property_shows_its_numbers_for_public_cases_only():
    difference = Difference(kind="property", path="out", observed="0.5", expected="0.7", note={"en": "not scaled"})
    assert said(Verdict.WRONG, difference=difference) == "`out`: not scaled (found 0.5, expected 0.7)"
    assert said(Verdict.WRONG, difference=difference, hidden=True) == "`out`: not scaled"


def test_an_infinite_error_is_not_printed_as_a_number():
    difference = replace(VALUE, error=float("inf"))
    assert said(Verdict.WRONG, difference=difference) == "`out[2, 1]` is 0.31 where 0.62 was expected"


def test_the_instructor_may_see_everything_and_the_cause_of_our_own_failures():
    hidden = outcome(Verdict.GRADER_ERROR, detail="checker close: KeyError", hidden=True)
    assert "`checker close: KeyError`" in messages.outcome(hidden, "en", reveal=True)
    wrong = outcome(Verdict.WRONG, VALUE, hidden=True)
    assert "0.62" in messages.outcome(wrong, "en", reveal=True)
    assert "0.62" not in messages.outcome(replace(wrong, visibility="public"), "en", reveal=False)


@given(st.text(max_size=400), st.sampled_from(LANGUAGES))
def test_what_a_student_writes_stays_in_its_code_span_on_one_line(text, language):
    for sentence in (
        said(Verdict.RAISED, language, detail=f"ValueError: {text}"),
        said(Verdict.MISSING, language, detail=text),
        said(Verdict.MALFORMED, language, difference=Difference(kind="extra", path=text, observed="int")),
        said(Verdict.MALFORMED, language, difference=Difference(kind="type", path="x", observed=text, expected="int")),
        messages.note(f"renamed|{text}", language),
        messages.unreadable("unsupported", text, language),
    ):
        assert sentence.count("`") % 2 == 0
        assert sentence.isprintable()
        assert len(sentence) < 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unreadable_file_is_told_with_a_remedy(language):
    kinds = ("encoding", "empty", "too_large", "not_a_file", "unsupported")
    sentences = {messages.unreadable(kind, "", language) for kind in kinds}
    assert len(sentences) == len(kinds)
    assert messages.unreadable("encoding", "byte 31, line 2", "en").startswith(
        "the file is not UTF-8 text (byte 31, line 2)"
    )
    assert messages.unreadable("unheard of", "", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_name_the_file_and_unknown_ones_are_shown_as_they_are(language):
    assert "`hw1 (2).py`" in messages.note("renamed|hw1 (2).py", language)
    assert "`data.csv`" in messages.note("extra_file|data.csv", language)
    assert messages.note("new|thing", language) == "`new|thing`"
    assert messages.note("empty|", language) == messages.unreadable("empty", "", language)


def test_days_agree_with_their_number():
    assert [messages.days(n, "ru") for n in (1, 2, 5, 11, 12, 21, 22, 25, 111)] == [
        "1 день", "2 дня", "5 дней", "11 дней", "12 дней", "21 день", "22 дня", "25 дней", "111 дней"
    ]  # fmt: skip
    assert [messages.days(n, "en") for n in (1, 2, 0)] == ["1 day", "2 days", "0 days"]


@pytest.mark.parametrize(
    ("language", "raised", "missing"),
    [
        (
            "en",
            "your code raised `ValueError: bad` (cell 7, line 3)",
            "not written yet (NotImplementedError, cell 7, line 3)",
        ),
        (
            "ru",
            "ваш код выбросил исключение `ValueError: bad` (ячейка 7, строка 3)",
            "ещё не написано (NotImplementedError, ячейка 7, строка 3)",
        ),
    ],
)
def test_a_line_of_a_notebook_is_told_with_its_cell(language, raised, missing):
    for verdict, detail, sentence in ((Verdict.RAISED, "ValueError: bad", raised), (Verdict.MISSING, "", missing)):
        told = replace(outcome(verdict, detail=detail), line=3, cell=7)
        assert messages.outcome(told, language) == sentence


def test_notes_on_a_notebook_name_its_cells():
    twice = "defined_twice|dropout_forward|3, 9|9"
    assert messages.note(twice, "en") == (
        "`dropout_forward` is defined in more than one place (cells 3, 9): what cell 9 says counts"
    )
    assert "ячейки 3, 9" in messages.note(twice, "ru")
    unread = messages.note("cell_unread|2|5|invalid `syntax` | here", "en")
    assert unread.startswith("cell 2, line 5: Python cannot read this cell (`invalid 'syntax' | here`)")
    assert "ячейка 2, строка 5" in messages.note("cell_unread|2|5|invalid syntax", "ru")
    assert "…" not in messages.note("cell_unread|2", "ru")


@pytest.mark.parametrize("kind", ["not_a_notebook", "cut_off", "merge_conflict", "old_notebook"])
def test_what_is_no_notebook_is_told_with_its_line(kind):
    assert "(строка 3)" in messages.unreadable(kind, "line 3", "ru") or kind == "old_notebook"
    assert messages.unreadable(kind, "", "en").endswith("hand it in again")


@pytest.mark.parametrize(
    ("path", "detail", "sentence"),
    [
        ("array", "1, 2|x", "`x` не удалось прочитать как число: пишите, например, `1, 2`"),
        ("array", "[[1, 2], [3, 4]]|×", "`×` не удалось прочитать как число: пишите, например, `[[1, 2], [3, 4]]`"),
        ("array.brackets", "1, 2", "скобки не сходятся: пишите, например, `1, 2`"),
        ("formula.name", "foo", "`foo` в формуле: это не символ из вопроса"),
    ],
)
def test_what_was_typed_is_shown_as_code_beside_the_form_asked_for(path: str, detail: str, sentence: str) -> None:
    """As code, so that no report begins with a letter of it made a capital."""
    difference = Difference(kind="unread", path=path, observed="1 x 2", expected=detail)
    told = outcome(Verdict.WRONG, difference)
    assert messages.outcome(told, "ru").startswith(sentence)
