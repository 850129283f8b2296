"""Known slips about what calls of PyTorch do."""

from grader.authoring import mistake

SECTION = "l2-train-loop"


def exchanged(module, one, other):
    """The table of effects with two calls in each other's place."""
    right = module.calls_by_effect()
    swapped = {one: other, other: one}
    module.calls_by_effect = lambda: {effect: swapped.get(call, call) for effect, call in right.items()}


@mistake("modes", section=SECTION)
def eval_taken_for_no_grad(module):
    """`eval` and `no_grad` are independent switches: the one changes what layers do, the other what is remembered.

    ru: `eval` и `no_grad` — независимые переключатели: первый меняет поведение слоёв, второй — то, что запоминается.
    """
    exchanged(module, "eval", "no_grad")


@mistake("modes", section=SECTION)
def backward_taken_for_the_step(module):
    """`backward` only fills in the gradients; it is the optimizer's `step` that moves the weights.

    ru: `backward` лишь вычисляет градиенты; веса сдвигает `step` оптимизатора.
    """
    exchanged(module, "backward", "step")


@mistake("modes", section=SECTION)
def train_taken_for_eval(module):
    """The two modes stand in each other's place: it is in training that dropout drops.

    ru: Режимы перепутаны местами: dropout обнуляет именно при обучении.
    """
    exchanged(module, "train", "eval")


@mistake("modes", section=SECTION)
def gradients_cleared_by_backward(module):
    """`backward` adds to what is there already; nothing is removed before `zero_grad` is called.

    ru: `backward` прибавляет к тому, что уже есть; пока не вызван `zero_grad`, ничего не убирается.
    """
    exchanged(module, "backward", "zero_grad")
