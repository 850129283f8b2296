# attack: replaces the functions of the child that pack and send what was seen
# stopped by: judge
# expect: malformed
# loses: half
def half(x):
    return x / 2


def solve(x):
    from grader.sandbox import frames

    pack = frames.pack

    def forged(observation):
        object.__setattr__(observation, "value", {"out": "passed", "verdict": "passed", "credit": 1})
        return pack(observation)

    frames.pack = forged
    return x
