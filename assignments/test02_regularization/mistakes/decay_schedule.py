"""Known slips about weight decay while the learning rate changes."""

from grader.authoring import mistake

SECTION = "l2-adamw"


@mistake("decay_schedule", section=SECTION)
def decay_without_learning_rate(module):
    """The decay of a step is ηλ: without η the schedule would not act on it.

    ru: Затухание за шаг равно ηλ: без η расписание на него бы не действовало.
    """
    module.shrunk = lambda w, lr, lam: w * (1 - lam)


@mistake("decay_schedule", section=SECTION)
def first_rate_kept(module):
    """The last two steps have the new η: the decay becomes weaker with it.

    ru: У двух последних шагов новая η: вместе с ней слабеет и затухание.
    """
    right = module.decayed
    module.decayed = lambda w, lam, schedule: right(w, lam, [(steps, schedule[0][1]) for steps, _ in schedule])


@mistake("decay_schedule", section=SECTION)
def decay_of_the_first_weight(module):
    """Every step shrinks what the step before has left, not the weight of the beginning: the factors multiply.

    ru: Каждый шаг сжимает то, что осталось после предыдущего, а не начальный вес: множители перемножаются.
    """
    module.decayed = lambda w, lam, schedule: w * (1 - lam * sum(steps * lr for steps, lr in schedule))


@mistake("decay_schedule", section=SECTION)
def one_step_for_each_rate(module):
    """Two steps are made with each η; you made one.

    ru: С каждой η делается по два шага, а вы сделали по одному.
    """
    right = module.decayed
    module.decayed = lambda w, lam, schedule: right(w, lam, [(1, lr) for _, lr in schedule])
