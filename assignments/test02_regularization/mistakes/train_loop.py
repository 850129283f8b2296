"""Known slips about the order of an epoch."""

from grader.authoring import mistake

SECTION = "l2-train-loop"


@mistake("train_loop", section=SECTION)
def gradients_cleared_before_the_step(module):
    """The gradients are cleared between `backward` and `step`: the step then has nothing to go by.

    ru: Градиенты обнулены между `backward` и `step`: шагу уже не по чему идти.
    """
    module.batch_steps = lambda zero_grad: ["loss", "backward", "zero_grad", "step"]


@mistake("train_loop", section=SECTION)
def step_before_the_backward_pass(module):
    """The step stands before the backward pass. Where does it take the gradients of this batch from?

    ru: Шаг стоит до обратного прохода. Откуда ему взять градиенты этого батча?
    """
    right = module.batch_steps

    def batch_steps(zero_grad):
        swapped = {"backward": "step", "step": "backward"}
        return [swapped.get(step, step) for step in right(zero_grad)]

    module.batch_steps = batch_steps


@mistake("train_loop", section=SECTION)
def validated_in_training_mode(module):
    """The validation loss is computed before the mode is changed: dropout still drops, batch norm still learns.

    ru: Потеря на валидации посчитана до смены режима: dropout ещё обнуляет, batch norm ещё копит статистики.
    """
    module.validation_steps = lambda: ["validate", "eval"]
