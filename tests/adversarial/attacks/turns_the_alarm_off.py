# attack: turns the alarms off, takes over their signals and loops
# stopped by: limits
# expect: timed_out
import signal


def half(x):
    return x / 2


def solve(x):
    for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF, signal.ITIMER_VIRTUAL):
        signal.setitimer(timer, 0)
    for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass
