"""The nouns of the project: plain facts, frozen, without behaviour beyond what can be read off them.

Every part of the grader speaks in these words. They need the standard library only, so that they are the same
in the sandbox, on a student's laptop and in the gradebook.  Points and weights are exact (`Fraction`) until the
last rounding; sentences are made from facts in `grader.messages`, never stored.
"""

from grader.model.content import (
    Case,
    Checker,
    Difference,
    Exercise,
    Exhibit,
    Limits,
    Material,
    Mistake,
    Observation,
    Submission,
)
from grader.model.course import Assignment, Category, Course, Policy, Student, Task
from grader.model.grades import (
    AssignmentGrade,
    Carried,
    CategoryGrade,
    CourseGrade,
    Diagnosis,
    Mark,
    Outcome,
    Picture,
    Run,
    Scorecard,
    Standing,
    TaskScore,
)
from grader.model.words import LANGUAGES, Text, Tree, Verdict, Visibility

__all__ = [
    "Assignment",
    "AssignmentGrade",
    "Carried",
    "Case",
    "Category",
    "CategoryGrade",
    "Checker",
    "Course",
    "CourseGrade",
    "Diagnosis",
    "Difference",
    "Exercise",
    "Exhibit",
    "LANGUAGES",
    "Limits",
    "Mark",
    "Material",
    "Mistake",
    "Observation",
    "Outcome",
    "Picture",
    "Policy",
    "Run",
    "Scorecard",
    "Standing",
    "Student",
    "Submission",
    "Task",
    "TaskScore",
    "Text",
    "Tree",
    "Verdict",
    "Visibility",
]
