"""Makes the students' folders from the solutions and assignments: stubs, statements, public cases, expected values."""

from grader.release.packing import pack
from grader.release.plan import Change, Plan, apply, changes, plan, released_names
from grader.release.template import make_template, solution_lines

__all__ = ["Change", "Plan", "apply", "changes", "make_template", "pack", "plan", "released_names", "solution_lines"]
