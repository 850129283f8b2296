"""The channel between parent and worker."""

import os
import socket
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import control

MESSAGES = st.dictionaries(
    st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(), st.just("x" * 200_000)), max_size=4
)


@given(MESSAGES)
def test_a_message_of_any_size_arrives(message: Any) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sender = threading.Thread(target=control.send, args=(ours, message))
        sender.start()
        assert control.receive(theirs) == (message, None)
        sender.join()


def test_a_descriptor_comes_with_its_message() -> None:
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    with ours, theirs:
        control.send(ours, {"do": "run"}, writing)
        os.close(writing)
        message, received = control.receive(theirs)
        assert message == {"do": "run"}
        assert received is not None
        os.write(received, b"hello")
        os.close(received)
    assert os.read(reading, 9) == b"hello"
    os.close(reading)


@pytest.mark.parametrize(
    "sent", [b"", b"\x05", control.LENGTH.pack(10), control.LENGTH.pack(10) + b"{}", control.LENGTH.pack(2**50)]
)
def test_the_end_of_the_other_side_is_told(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(sent)
        ours.close()
        with pytest.raises(control.ControlEnd):
            control.receive(theirs)


def test_nobody_there_is_told() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, pytest.raises(control.ControlEnd):
        control.send(ours, {"x": "y" * 10**6})


def test_an_answer_that_does_not_come_in_time_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.01)
        with pytest.raises(control.ControlEnd):
            control.receive(ours)
