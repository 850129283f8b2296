# attack: answers with lists that hold themselves and each other, very deep
# stopped by: judge
# expect: malformed
def half(x):
    return x / 2


def solve(x):
    knot = []
    for _ in range(100000):
        knot = [knot]
    loop = [knot]
    loop.append(loop)
    return {"knot": knot, "loop": loop, "wide": [loop] * 5000}
