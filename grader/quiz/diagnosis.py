"""Which known slip a wrong answer is: the one that gives the same answers, in every field of the question.

The question, asked of the reference with one thing wrong, gives the answers of a student who made that slip.  They are
compared with what was answered by each field's own checker, so that rounding is forgiven here as it is there.
"""

from collections.abc import Sequence
from types import ModuleType

from grader.judge import Oracle, Seen
from grader.judge.judging import compare
from grader.judge.oracle import reference_module
from grader.model import Diagnosis, Mistake, Verdict
from grader.quiz import answers


class Slips:
    """The known mistakes of a test, each in a copy of the reference of its own, made at first use."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._questions = {question.task: question for question in oracle.material.questions}
        self._modules: dict[tuple[str, str], ModuleType | None] = {}

    def diagnose(
        self, task: str, seen: Sequence[Seen], of_code: Diagnosis | None = None, *, code_is_right: bool = True
    ) -> Diagnosis | None:
        """The one slip that explains every field of a task; None where there is none, or more than one.

        `seen` are the fields that are read.  Where the task has a field of code as well, `of_code` is what that by
        itself was diagnosed as: the two must agree.
        """
        wrong = [one for one in seen if one.outcome.verdict is not Verdict.PASSED]
        if not wrong and code_is_right:
            return None
        if any(one.observation.failure is not None for one in seen):
            return None
        possible = [mistake for mistake in self._oracle.material.mistakes if mistake.task == task]
        if not code_is_right:
            possible = [mistake for mistake in possible if of_code is not None and mistake.name == of_code.mistake]
        explaining = [mistake for mistake in possible if self.explains(mistake, seen)]
        if len(explaining) != 1:
            return None
        (made,) = explaining
        return Diagnosis(mistake=made.name, hint=made.hint, section=made.section, credit=made.credit)

    def explains(self, mistake: Mistake, seen: Sequence[Seen]) -> bool:
        """Whether each field was answered as somebody would who made this mistake; the wrong ones are tried first.

        `seen` are fields of one question, which share a seed.
        """
        module = self._module(mistake)
        if module is None:
            return False
        slipped = answers.ask(self._questions[mistake.task], module, seen[0].seed)
        for one in sorted(seen, key=lambda one: one.outcome.verdict is Verdict.PASSED):
            shown = answers.in_field(one.case, slipped)
            if compare(one.case, one.observation, shown, self._oracle.checker(one.case)).verdict is not Verdict.PASSED:
                return False
        return True

    def _module(self, mistake: Mistake) -> ModuleType | None:
        """The reference with the mistake in it; None where that cannot be made."""
        key = mistake.task, mistake.name  # two tasks may each have a mistake of that name
        if key not in self._modules:
            module = reference_module(self._oracle.material)
            try:
                mistake.apply(module)
                self._modules[key] = module
            except Exception:  # noqa: BLE001 - an author's mistake may fail in any way, at no cost to the student
                self._modules[key] = None
        return self._modules[key]
