"""Everything that is written for people to read, from one reading of the gradebook."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.gradebook import Gradebook
from grader.reports.pages import pages_of_table
from grader.reports.site import Site, read_facts, site_of_facts
from grader.reports.table import ClassTable
from grader.reports.watching import announce


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The class as it was read, the paths of the students' pages, and what was written for the instructor."""

    table: ClassTable
    pages: list[Path]
    site: Site


def write_reports(gradebook: Gradebook, out: Path, now: datetime, live: str = "") -> Reports:
    """Writes the students' pages and the instructor's site below `out`; `GraderError` if the gradebook is empty.

    A page that would not change is left alone.  With `live`, the name of this state of the gradebook, open pages look
    for the name of a newer one and reload.
    """
    facts = read_facts(gradebook, now)
    pages = pages_of_table(facts.table, out, now, bool(live))
    site = site_of_facts(facts, gradebook.sources, out, bool(live))
    announce(out, live)
    return Reports(table=facts.table, pages=pages, site=site)
