"""Goes with a homework's files into a process of pytest or of otter, and grades one submission there.

Beside it: `homework/` (cases and checkers), `reference.py`, `seeds.json`.
"""
