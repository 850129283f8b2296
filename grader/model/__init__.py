"""The nouns of the project: plain facts, frozen, without behaviour beyond what can be read off them.

Every part of the grader speaks in these words. They need the standard library only, so that they are the same
in the sandbox, on a student's laptop and in the gradebook.  Points and weights are exact (`Fraction`) until the
last rounding; sentences are made from facts in `grader.messages`, never stored.
"""

from grader.model.computation import (
    AssignmentLine,
    CategoryLine,
    Computation,
    Decided,
    Needed,
    Reach,
    Target,
)
from grader.model.content import Case, Checker, Difference, Exercise, Limits, Material, Mistake, Observation, Submission
from grader.model.course import Assignment, Category, Course, Extension, Policy, Student, Task
from grader.model.grades import (
    AssignmentGrade,
    Carried,
    CategoryGrade,
    CourseGrade,
    Diagnosis,
    Mark,
    Outcome,
    Overridden,
    Override,
    Run,
    Scorecard,
    Standing,
    TaskScore,
    Use,
)
from grader.model.quiz import Asked, AskedField, Field, FieldKind, Generate, Option, Paper, Question, Variant
from grader.model.words import LANGUAGES, Text, Tree, Verdict, Visibility

__all__ = [
    "Asked",
    "AskedField",
    "Assignment",
    "AssignmentGrade",
    "AssignmentLine",
    "Carried",
    "Case",
    "Category",
    "CategoryGrade",
    "CategoryLine",
    "Checker",
    "Computation",
    "Course",
    "CourseGrade",
    "Decided",
    "Diagnosis",
    "Difference",
    "Exercise",
    "Extension",
    "Field",
    "FieldKind",
    "Generate",
    "LANGUAGES",
    "Limits",
    "Mark",
    "Material",
    "Mistake",
    "Needed",
    "Observation",
    "Option",
    "Outcome",
    "Paper",
    "Overridden",
    "Override",
    "Policy",
    "Question",
    "Reach",
    "Run",
    "Scorecard",
    "Standing",
    "Student",
    "Submission",
    "Target",
    "Task",
    "TaskScore",
    "Text",
    "Tree",
    "Use",
    "Variant",
    "Verdict",
    "Visibility",
]
