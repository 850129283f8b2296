"""What people read, made from the gradebook alone: the table of the class, and a page for every piece of work."""

from grader.reports.pages import write_pages
from grader.reports.table import Cell, ClassTable, Row, class_table

__all__ = ["Cell", "ClassTable", "Row", "class_table", "write_pages"]
