"""What is written for other programs, one file a format, from the gradebook alone."""

from grader.exports import autograde_json, gradebook_csv, gradescope_results

__all__ = ["autograde_json", "gradebook_csv", "gradescope_results"]
