"""What an instructor has in hand → submissions.  One file a layout; each says whether it recognises a folder.

Everything here is untrusted: names, sizes, links, bytes.  What cannot be read becomes a submission that says so,
never an exception: one broken file must not stop a class.
"""

from grader.intake.collecting import Batch, collect

__all__ = ["Batch", "collect"]
