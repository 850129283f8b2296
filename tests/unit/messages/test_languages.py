"""The files of the languages: the same keys, each filled in from the same facts."""

import re
from string import Formatter

import pytest

from grader.messages import en, ru
from grader.model import LANGUAGES, Verdict

TABLES = ("VERDICTS", "SENTENCES", "ANSWERS", "UNREADABLE", "NOTES", "PAGES", "PICTURES", "CHECK", "FINAL", "QUIZ")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("table", [*TABLES, "NOUNS"])
def test_both_languages_cover_the_same_keys(table):
    assert getattr(en, table).keys() == getattr(ru, table).keys()


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_say_the_same_facts(table):
    english, russian = getattr(en, table), getattr(ru, table)
    assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in russian.items()}


def test_every_verdict_has_a_label_of_its_own():
    for language in (en, ru):
        assert set(language.VERDICTS) == {verdict.value for verdict in Verdict}
        assert len(set(language.VERDICTS.values())) == len(Verdict)


@pytest.mark.parametrize("table", TABLES)
def test_russian_is_russian(table):
    wordless = re.compile(r"(\{\w+\}|[^a-z])*")
    russian = re.compile("[а-яё]", re.IGNORECASE)
    texts = getattr(ru, table)
    assert [key for key, text in texts.items() if not russian.search(text) and not wordless.fullmatch(text)] == []


def test_there_is_a_file_for_every_language_of_the_course():
    from grader.messages.sentences import LANGUAGES as SPOKEN

    assert set(SPOKEN) == set(LANGUAGES)
