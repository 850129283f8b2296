import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.names import file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("anna", "anna"),
        ("Иванова_Анна", "Иванова_Анна"),
        ("a.b@c.org", "a.b@c.org"),
        ("../../etc", "%2E.%2F..%2Fetc"),
        ("..", "%2E."),
        (".hidden", "%2Ehidden"),
        ("a/b\\c", "a%2Fb%5Cc"),
        ("=cmd", "%3Dcmd"),
        ("nul\x00", "nul%00"),
    ],
)
def test_a_file_name_stays_in_its_folder(text, name):
    assert file_name(text) == name


@given(st.text(st.characters(), max_size=300))
def test_every_id_has_a_file_name_that_a_file_system_takes(text):
    name = file_name(text)
    assert 0 < len(name.encode("utf-8")) < 200
    assert not name.startswith(".") and not set(name) & set('/\\\x00<>:"|?*')


@given(st.lists(st.text("a./%é~", max_size=5), unique=True))
def test_different_ids_have_different_names(ids):
    assert len({file_name(one) for one in ids}) == len(ids)
