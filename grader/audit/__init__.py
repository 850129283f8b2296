"""Are the cases of an assignment strong enough?  Mistakes, mutants, right and wrong answers, and luck say so."""

from grader.audit.auditing import audit
from grader.audit.bench import Plan
from grader.audit.questions import FieldRow, QuestionRow
from grader.audit.quiz import QuizReport, audit_quiz, audit_test
from grader.audit.report import CaseRow, Finding, Report, TaskRow, to_json
from grader.audit.slips import SlipRow

__all__ = [
    "CaseRow",
    "FieldRow",
    "Finding",
    "Plan",
    "QuestionRow",
    "QuizReport",
    "Report",
    "SlipRow",
    "TaskRow",
    "audit",
    "audit_quiz",
    "audit_test",
    "to_json",
]
