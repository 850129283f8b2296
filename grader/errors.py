"""The one exception that is written for people: what is wrong, where, and what to do, in one line."""


class GraderError(Exception):
    """Something that whoever runs the grader can mend; the command line prints it without a traceback."""
