"""Reads `course.toml` and the assignments' folders into nouns, and says in one line what is wrong with them."""

from grader.course.course_file import CourseFolder, load
from grader.course.material import load_material

__all__ = ["CourseFolder", "load", "load_material"]
