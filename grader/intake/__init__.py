"""What an instructor has in hand → submissions.  One file a layout: `NAME`, `recognises` and `read`.

    archive     a folder or a zip as named bytes with times          zips, zip_names: the hostile half of it
    a layout    archive → hand-ins: the files of one person at one time          git: for the clones
    people      who somebody is on the roster                         names: what makes two names the same
    choosing    which file of a hand-in an assignment wants           attempts: which of several hand-ins counts
    collecting  all of it in order                                    files: bytes → submission
    single      a hand-in whose student and time are known

Everything here is untrusted: names, sizes, links, bytes.  What cannot be read becomes a submission that says so,
never an exception: one broken file must not stop a class.
"""

from grader.intake.collecting import Batch, collect
from grader.intake.mapping import Mapped, read_map
from grader.intake.people import Match
from grader.intake.single import read_one, read_single

__all__ = ["Batch", "Mapped", "Match", "collect", "read_map", "read_one", "read_single"]
