# attack: puts control sequences, another writing direction, HTML and a formula into every text that it can
# stopped by: judge
# expect: raised
EVIL = "=HYPERLINK(1)\x1b[2J\x1b]0;title\x07\u202egnorw\u202c<script>alert(1)</script>\x00\r\n| `a` | ![](http://a) "


def half(x):
    return x / 2


def solve(x):
    raise type("Ошибка\u202e\x1b[31m", (ValueError,), {})(EVIL * 100)
