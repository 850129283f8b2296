"""What holds of every test: nothing asserts a time, so Hypothesis must not either."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
