"""The instructor's site: the class, its tasks and mistakes, who is alike whom, and the evidence for every number."""

from grader.reports.site.writing import Site, write_site

__all__ = ["Site", "write_site"]
