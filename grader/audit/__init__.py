"""Are the cases of an assignment strong enough?  Mistakes, mutants, right and wrong answers, and luck say so."""

from grader.audit.auditing import audit
from grader.audit.bench import Plan
from grader.audit.report import CaseRow, Finding, Report, TaskRow, to_json

__all__ = ["CaseRow", "Finding", "Plan", "Report", "TaskRow", "audit", "to_json"]
