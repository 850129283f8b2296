"""An assignment packed for another grader: a zip to upload, and what of this package runs there.

`otter` and `gradescope` pack; `at_otter` and `at_gradescope` are what the packed copy of this package does where it
was unpacked.  Nothing is imported here: the copy at Otter's has NumPy and nothing else.
"""
