# attack: reads the environment, where secrets are often kept
# stopped by: process
# expect: raised
import os


def half(x):
    return x / 2


def solve(x):
    raise ValueError(str({name: text for name, text in os.environ.items() if "LOOT" in name or "SECRET" in name}))
