"""Known slips about what batch normalization trains."""

from grader.authoring import mistake

SECTION = "l2-batch-norm"


def changed(module, **roles):
    """The table of roles with some of them changed."""
    right = module.batch_norm_roles()
    module.batch_norm_roles = lambda: right | roles


@mistake("batch_norm_roles", section=SECTION, credit="1/2")
def running_statistics_trained_as_in_the_notes(module):
    """The notes call the running mean and variance trainable; that is a slip of theirs: γ and β are trained.

    ru: В конспекте обучаемыми названы накопленные среднее и дисперсия; это описка: обучаются γ и β.
    """
    changed(module, gamma="buffer", beta="buffer", running_mean="trained", running_var="trained")


@mistake("batch_norm_roles", section=SECTION)
def everything_is_trained(module):
    """The running statistics have no gradient: forward passes update them, and the optimizer never sees them.

    ru: У накопленных статистик нет градиента: их обновляют прямые проходы, а оптимизатор их не видит.
    """
    changed(module, running_mean="trained", running_var="trained")


@mistake("batch_norm_roles", section=SECTION)
def nothing_is_trained(module):
    """γ and β are not chosen beforehand: they are trained like any weights.

    ru: γ и β не задают заранее: они обучаются, как любые веса.
    """
    changed(module, gamma="chosen", beta="chosen")
