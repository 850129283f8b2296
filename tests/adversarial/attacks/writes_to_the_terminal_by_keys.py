# attack: puts control sequences, HTML and half surrogates into keys, values and types
# stopped by: judge
# expect: malformed
def half(x):
    return x / 2


def solve(x):
    evil = "\x1b[2J\u202e<img src=x onerror=alert(1)>`|\r\n=1+1"
    return {evil + "\ud800": evil, "out": type(evil, (), {})(), "\udfff": ["\ud800"]}
