"""What goes wrong in reading learning curves."""

import numpy as np

from grader.authoring import mistake


@mistake("curves", section="l2-overfitting")
def the_two_swapped(module):
    """The two words are swapped. Underfitting is a large loss in training already, overfitting a large gap.

    ru: Два слова перепутаны. Недообучение — большая потеря уже на обучении, переобучение — большой разрыв.
    """
    right = module.diagnosis
    swap = {"underfitting": "overfitting", "overfitting": "underfitting", "good": "good"}
    module.diagnosis = lambda *seen: swap[right(*seen)]


@mistake("curves", section="l2-overfitting")
def training_loss_alone(module):
    """You looked at training alone. A small loss there is no success if validation's is clearly larger.

    ru: Вы смотрели только на обучение. Малая потеря там ещё не успех, если на валидации она заметно больше.
    """
    module.diagnosis = lambda train, val, high, gap: "underfitting" if train[-1] > high else "good"


@mistake("curves", section="l2-overfitting")
def gap_alone(module):
    """You looked at the gap alone. Where the loss in training is large already, the network has not learned.

    ru: Вы смотрели только на разрыв. Там, где потеря велика уже на обучении, сеть не обучилась.
    """
    module.diagnosis = lambda train, val, high, gap: "overfitting" if val[-1] - train[-1] > gap else "good"


@mistake("curves", section="l2-early-stopping")
def best_in_training(module):
    """You chose the epoch with the smallest loss in training. Validation decides which weights to keep.

    ru: Вы выбрали эпоху с наименьшей потерей на обучении. Какие веса сохранить, решает валидация.
    """
    module.best_epoch = lambda train, val: int(np.argmin(train)) + 1


@mistake("curves", section="l2-early-stopping")
def counted_from_zero(module):
    """You are one too early: epochs are counted from 1 here.

    ru: Вы ошиблись на единицу: эпохи здесь считаются с 1.
    """
    module.best_epoch = lambda train, val: int(np.argmin(val))


@mistake("curves", section="l2-early-stopping")
def first_epoch_that_is_worse(module):
    """This is the first epoch without improvement. The weights to keep are those of the epoch before it.

    ru: Это первая эпоха без улучшения. Сохранить следовало веса предыдущей эпохи.
    """
    module.best_epoch = lambda train, val: int(np.argmin(val)) + 2
