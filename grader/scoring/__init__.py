"""From outcomes to the course grade: exact arithmetic, pure functions, one rounding at the very end.

    task       points = sum of what its cases earned                                     tasks
    scorecard  score = sum of the tasks' points · late factor                            late
    assignment share = score / maximum, of the attempt or mark that counts               standing
    category   share = min(cap, (Σ kept shares + Σ bonus) / number kept)                 course
    course     exact = scale · Σ weight · share / Σ weight, over the categories in which something counts
               mark  = exact, rounded half up
    computing  the same, line by line, as facts that `messages` puts into words
    needing    which points on what is still open give which mark

Three facts are kept apart all the way up: work that is missing, work that failed, and a failure of our own.
"""

from grader.rounding import approximate, decimal, decimal_up, round_half_up
from grader.scoring.computing import computation
from grader.scoring.course import category_grade, combined, course_grade, is_open, is_so_far
from grader.scoring.late import DAY, Deadline, Late, deadline, lateness, with_lateness
from grader.scoring.needing import needed
from grader.scoring.standing import assignment_grade, counting_card, standing_marks
from grader.scoring.tasks import carried_score, credited, task_score

__all__ = [
    "DAY",
    "Deadline",
    "Late",
    "approximate",
    "assignment_grade",
    "carried_score",
    "category_grade",
    "combined",
    "computation",
    "counting_card",
    "course_grade",
    "credited",
    "deadline",
    "decimal",
    "decimal_up",
    "is_open",
    "is_so_far",
    "lateness",
    "needed",
    "round_half_up",
    "standing_marks",
    "task_score",
    "with_lateness",
]
