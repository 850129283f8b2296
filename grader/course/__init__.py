"""Reads `course.toml` and the assignments' folders into nouns, and says in one line what is wrong with them."""

from grader.course.course_file import CourseFolder, files_of, load
from grader.course.material import load_material

__all__ = ["CourseFolder", "files_of", "load", "load_material"]
