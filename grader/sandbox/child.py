"""What a forked child does: confine itself, load the student's module, show what each case sees, and end."""

import os
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from grader.model import Case, Limits, Observation, Verdict
from grader.observe import CaseTimedOut, failed, load, observe
from grader.sandbox import frames, imports, lending, limits
from grader.sandbox.entrance import Inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a child runs: behind which wall, in which folder (a wall of namespaces gives it another), from which size.

    `base` is the address space in bytes that it starts with.
    """

    inside: Inside
    folder: str
    base: int


def serve(cases: Mapping[str, Case], wire: int, place: Place) -> None:
    """Closes the door, then waits for a request on the descriptor `wire` and serves it: all but that is done before."""
    output = limits.bound_output()
    limits.listen_to_the_clock()
    limits.confine([case.limits for case in cases.values()], place.base)
    if place.inside.rooms is not None:
        limits.bound_threads()
    folder = place.inside.close_door(place.folder)  # the last: behind it no limit can be changed
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None
    warnings.simplefilter("ignore")
    with suppress(frames.FrameEnd):  # nobody needs this child
        _run(frames.read_request(wire), cases, wire, output)


def _run(request: Mapping[str, Any], cases: Mapping[str, Case], wire: int, output: limits.BoundedOutput) -> None:
    """A frame for the loading of the module, then one for each case.

    request: {"source", "path", "calls": [[case name, seed, seconds, forbidden names, borrowed names], …]}.
    """
    calls = [(cases[name], *rest) for name, *rest in request["calls"]]
    output.left = limits.PRINTED_BYTES
    with limits.timed(limits.LOAD.seconds):
        module, failure = load(request["source"], request["path"])
    _send(wire, failure or Observation(case=""), limits.LOAD)
    for case, seed, seconds, forbids, borrows in calls:
        output.left = limits.PRINTED_BYTES
        try:
            with (
                lending.borrowed(module, borrows, wire),
                limits.timed(seconds),
                imports.watched(module, forbids),
            ):
                observation = observe(case, module, seed)
        except CaseTimedOut as alarm:  # it rang between the end of the case and the end of its time
            observation = failed(case.name, alarm, module)
        _send(wire, observation, case.limits)


def _send(wire: int, observation: Observation, allowed: Limits) -> None:
    try:
        frame = frames.pack(observation)
    except MemoryError:
        frame = frames.pack(Observation(case=observation.case, failure=Verdict.OUT_OF_MEMORY))
    if len(frame) > allowed.output_mb * limits.MIB:
        frame = frames.pack(Observation(case=observation.case, failure=Verdict.OUTPUT_LIMIT))
    while frame:
        frame = frame[os.write(wire, frame) :]
