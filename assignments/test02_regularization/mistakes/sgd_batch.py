"""Known slips about mini-batches."""

from grader.authoring import mistake

SECTION = "l2-train-loop"


@mistake("sgd_batch", section=SECTION, credit="1/2")
def features_as_in_the_notes(module):
    """The notes say that SGD draws features at random; that is a slip of theirs: it draws samples, the rows.

    ru: В конспекте сказано, что SGD выбирает случайные признаки; это описка: он выбирает объекты, то есть строки.
    """
    module.samples_of_a_step = lambda: "features"


@mistake("sgd_batch", section=SECTION)
def whole_sample_in_every_step(module):
    """That is plain gradient descent: SGD takes the gradient of a mini-batch only.

    ru: Это обычный градиентный спуск: SGD берёт градиент лишь по мини-батчу.
    """
    module.samples_of_a_step = lambda: "everything"


@mistake("sgd_batch", section=SECTION)
def last_batch_dropped(module):
    """The batch that is left over at the end of the epoch has been forgotten: it is a step, too.

    ru: Забыт последний, неполный батч эпохи: по нему тоже делается шаг.
    """
    module.steps_per_epoch = lambda samples, batch_size: samples // batch_size
