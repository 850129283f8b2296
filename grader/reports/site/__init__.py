"""The instructor's site: the class, its tasks and mistakes, who is alike whom, and the evidence for every number."""

from grader.reports.site.facts import Facts, read_facts
from grader.reports.site.writing import Site, site_of_facts, write_site

__all__ = ["Facts", "Site", "read_facts", "site_of_facts", "write_site"]
