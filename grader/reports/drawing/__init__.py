"""Pictures that teach: what a student's code does, drawn beside what the reference does, as SVG for the page.

A picture has no words in it but code of the author's and numbers, so it is the same in every language; what it shows is
said beside it, from facts.  One file for each kind of exhibit; `Figure` alone is used, which leaves nothing behind.
"""

from grader.reports.drawing.drawings import Drawing, Fact, Panel, draw
from grader.reports.drawing.svg import embedded

__all__ = ["Drawing", "Fact", "Panel", "draw", "embedded"]
