"""What people read, made from the gradebook alone: the table of the class, and a page for every piece of work."""

from grader.reports.changes import AssignmentMove, CaseMove, Reason, StudentMove, changes
from grader.reports.history import Entry, history
from grader.reports.pages import write_pages
from grader.reports.table import Cell, ClassTable, Row, class_table

__all__ = [
    "AssignmentMove",
    "CaseMove",
    "Cell",
    "ClassTable",
    "Entry",
    "Reason",
    "Row",
    "StudentMove",
    "changes",
    "class_table",
    "history",
    "write_pages",
]
