"""The frame of every HTML page that is written: one file, one look, nothing from the network, everything escaped."""

from grader.pages.frame import compile_all, environment, math_font, script_data

__all__ = ["compile_all", "environment", "math_font", "script_data"]
