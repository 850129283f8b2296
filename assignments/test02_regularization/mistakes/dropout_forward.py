"""Known slips about the forward pass of dropout."""

from grader.authoring import mistake

SECTION = "l2-dropout"


@mistake("dropout_forward", section=SECTION)
def survivors_not_scaled(module):
    """In training you forgot the factor 1/(1−p) of what is kept.

    ru: При обучении вы забыли множитель 1/(1−p) у тех, кто уцелел.
    """
    module.survivor_scale = lambda p: 1


@mistake("dropout_forward", section=SECTION)
def p_taken_for_the_probability_to_keep(module):
    """p is the probability to drop here: what is kept is divided by 1−p, not by p.

    ru: Здесь p — вероятность обнулить: уцелевшие делятся на 1−p, а не на p.
    """
    module.survivor_scale = lambda p: 1 / p


@mistake("dropout_forward", section=SECTION)
def scaled_in_evaluation(module):
    """Inverted dropout has made up for everything in training: in evaluation it changes nothing, not even by 1−p.

    ru: Инвертированный dropout всё уравновесил при обучении: в режиме проверки он не меняет ничего, множителя 1−p нет.
    """
    module.dropout_eval = lambda x, mask, p: x * (1 - p)


@mistake("dropout_forward", section=SECTION)
def scaled_in_evaluation_instead(module):
    """That is the dropout of the first papers, which scales by 1−p in evaluation; the inverted one divides in training.

    ru: Это dropout из первых статей, с умножением на 1−p при проверке; инвертированный делит на 1−p при обучении.
    """
    module.survivor_scale = lambda p: 1
    module.dropout_eval = lambda x, mask, p: x * (1 - p)


@mistake("dropout_forward", section=SECTION)
def drops_in_evaluation(module):
    """After `model.eval()` nothing is dropped any more: the mask belongs to training alone.

    ru: После `model.eval()` ничего не обнуляется: маска бывает только при обучении.
    """
    module.dropout_eval = module.dropout_train
