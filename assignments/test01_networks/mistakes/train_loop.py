"""Known mistakes in the training loop."""

from grader.authoring import mistake


def in_order(module, *names):
    """An epoch in another order."""

    def epoch(do):
        for name in names:
            do(name)

    module.epoch = epoch


@mistake("train_loop", section="l2-train-loop")
def zeroed_before_the_step(module):
    """You zero the gradients between backward and the step: the step is made with zeros.

    ru: Вы обнуляете градиенты между обратным проходом и шагом: шаг делается с нулями.
    """
    in_order(module, "train mode", "forward", "loss", "backward", "zero", "step", "eval mode", "validate")


@mistake("train_loop", section="l2-train-loop")
def step_before_backward(module):
    """You step before the backward pass: there is no gradient of this batch yet.

    ru: Вы делаете шаг до обратного прохода: градиента этого батча ещё нет.
    """
    in_order(module, "train mode", "zero", "forward", "loss", "step", "backward", "eval mode", "validate")


@mistake("train_loop", section="l2-train-loop")
def mode_not_switched_for_validation(module):
    """You validate before you switch to eval mode: dropout and batch norm would still behave as in training.

    ru: Вы считаете валидацию до переключения в режим eval: dropout и batch norm ведут себя ещё как при обучении.
    """
    in_order(module, "train mode", "zero", "forward", "loss", "backward", "step", "validate", "eval mode")


@mistake("train_loop", section="l2-train-loop")
def modes_swapped(module):
    """The modes are swapped: `train()` belongs before the training step, `eval()` before validation.

    ru: Режимы перепутаны: `train()` ставится перед обучением, `eval()` — перед валидацией.
    """
    in_order(module, "eval mode", "zero", "forward", "loss", "backward", "step", "train mode", "validate")


@mistake("train_loop", section="l2-train-loop")
def as_if_zeroed(module):
    """You computed as if the gradients were zeroed. They were not: each batch adds to what is there.

    ru: Вы посчитали так, будто градиенты обнулялись. Их не обнуляли: каждый батч прибавляет к тому, что уже есть.
    """
    module.without_zeroing = lambda w, gradients, rate: w - rate * sum(gradients)


@mistake("train_loop", section="l2-sgd-momentum")
def uphill(module):
    """You went along the gradient. A step goes against it: subtract.

    ru: Вы пошли по градиенту. Шаг делается против него: вычитайте.
    """
    right = module.without_zeroing
    module.without_zeroing = lambda w, gradients, rate: right(w, gradients, -rate)


@mistake("train_loop", section="l2-train-loop")
def rate_forgotten(module):
    """The step lacks the learning rate.

    ru: В шаге не хватает скорости обучения.
    """
    right = module.without_zeroing
    module.without_zeroing = lambda w, gradients, rate: right(w, gradients, 1)
