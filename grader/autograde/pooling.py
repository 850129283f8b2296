"""Several judges at work on the submissions of one assignment."""

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from itertools import islice

from grader.autograde.work import Judge, Judged
from grader.model import Submission


def grade_all(
    judges: Sequence[Judge], submissions: Sequence[Submission], *, in_order: bool
) -> Iterator[tuple[Submission, Judged]]:
    """Each submission with what came of it, as soon as it is there or in the order in which they stand.

    Few are begun ahead, and nothing that was yielded is kept: a class of thousands takes no more memory.  When the
    iterator ends or is closed, so does every judge.  `GraderError` says what keeps a judge from starting.
    """
    idle: queue.SimpleQueue[Judge] = queue.SimpleQueue()

    def grade(submission: Submission) -> tuple[Submission, Judged]:
        judge = idle.get()
        try:
            return submission, judge.grade(submission)
        finally:
            idle.put(judge)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(len(judges)))
        for judge in judges:
            stack.callback(judge.close)  # before the pool waits for its threads, so that Ctrl-C is quick
        for judge in judges:
            judge.start()
            idle.put(judge)
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        ahead, begun = iter(submissions), list[Future[tuple[Submission, Judged]]]()
        while True:
            begun += [pool.submit(grade, submission) for submission in islice(ahead, 2 * len(judges) - len(begun))]
            if not begun:
                return
            done = begun[0] if in_order else next(iter(wait(begun, return_when=FIRST_COMPLETED).done))
            begun.remove(done)
            yield done.result()
