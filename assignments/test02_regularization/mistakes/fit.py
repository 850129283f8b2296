"""Known slips about underfitting and overfitting."""

from grader.authoring import mistake

SECTION = "l2-overfitting"


@mistake("fit", section=SECTION)
def names_exchanged(module):
    """The names are exchanged: underfitting shows on the training data already, overfitting only between the curves.

    ru: Названия перепутаны: недообучение видно уже на обучающей выборке, переобучение — лишь по разрыву кривых.
    """
    right = module.fit_state
    swapped = {"underfitting": "overfitting", "overfitting": "underfitting"}

    def fit_state(train, validation, small):
        state = right(train, validation, small)
        return swapped.get(state, state)

    module.fit_state = fit_state


@mistake("fit", section=SECTION)
def more_is_always_better(module):
    """More is not always better: data do not make a weak model stronger, and a larger network overfits more.

    ru: Больше — не всегда лучше: слабую модель данные не усилят, а большая сеть переобучится ещё сильнее.
    """
    right = module.helps_against
    module.helps_against = lambda state: right(state) | {"more_data", "larger_network"}


@mistake("fit", section=SECTION)
def remedies_of_the_other_disease(module):
    """You named the trouble rightly, and gave what helps against the other one: does the model lack freedom, or data?

    ru: Беда названа верно, а средства — от противоположной: чего не хватает модели, свободы или данных?
    """
    right = module.helps_against
    swapped = {"underfitting": "overfitting", "overfitting": "underfitting"}
    module.helps_against = lambda state: right(swapped.get(state, state))
