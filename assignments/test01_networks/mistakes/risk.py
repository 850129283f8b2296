"""What goes wrong with the empirical risk."""

import numpy as np

from grader.authoring import mistake


@mistake("risk", section="l1-empirical-risk")
def sum_for_mean(module):
    """You summed. The empirical risk is the mean of the losses over the sample.

    ru: Вы сложили. Эмпирический риск — среднее потерь по выборке.
    """
    module.empirical_risk = lambda losses: float(losses.sum())


@mistake("risk", section="l1-empirical-risk")
def margin_left_out(module):
    """Your hinge loss is 0 as soon as the sign is right. It asks for more: a margin y·s of at least 1.

    ru: Ваша hinge-потеря равна нулю, как только знак верен. Она требует большего: отступ y·s не меньше 1.
    """
    module.hinge_loss = lambda margin: np.maximum(0, -margin)


@mistake("risk", section="l1-empirical-risk")
def rewarded_beyond_the_margin(module):
    """You let losses become negative. Beyond the margin the hinge loss is 0, there is no reward.

    ru: У вас потери бывают отрицательными. За пределами отступа hinge-потеря равна 0, награды нет.
    """
    module.hinge_loss = lambda margin: 1 - margin


@mistake("risk", section="l1-empirical-risk")
def margin_asked_of_the_zero_one_loss(module):
    """You counted as errors the samples within the margin. The 0/1 loss looks at the sign of y·s alone.

    ru: Вы сочли ошибками объекты с малым отступом. Потеря 0/1 смотрит только на знак y·s.
    """
    module.zero_one_loss = lambda margin: (margin < 1).astype(float)


@mistake("risk", section="l1-empirical-risk")
def accuracy_for_risk(module):
    """You gave the share of right answers. The risk with the 0/1 loss is the share of wrong ones.

    ru: Вы нашли долю верных ответов. Риск для потери 0/1 — доля неверных.
    """
    module.zero_one_loss = lambda margin: (margin > 0).astype(float)


@mistake("risk", section="l1-empirical-risk")
def averaged_over_what_loses(module):
    """You divided by the number of samples that lose something. The mean is over the whole sample.

    ru: Вы разделили на число объектов с ненулевой потерей. Среднее берётся по всей выборке.
    """
    module.empirical_risk = lambda losses: float(losses[losses > 0].mean())
