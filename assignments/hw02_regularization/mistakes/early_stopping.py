"""What goes wrong in early stopping."""

import math

import numpy as np

from grader.authoring import mistake

SECTION = "l2-early-stopping"


def change(module, **parts):
    """The class, taken apart into methods, some of which are replaced."""

    class EarlyStopping(module.EarlyStopping):
        def improved(self, val_loss):
            return self.best_loss - val_loss > self.min_delta

        def kept(self, weights):
            return [w.copy() for w in weights]

        def remember(self, val_loss, weights):
            self.best_loss, self.best_epoch = val_loss, self._epoch
            self.best_weights = self.kept(weights)

        def good(self):
            self._waited = 0

        def bad(self, val_loss):
            self._waited += 1

        def over(self):
            return self._waited >= self.patience

        def step(self, val_loss, weights):
            self._epoch += 1
            if self.improved(val_loss):
                self.remember(val_loss, weights)
                self.good()
            else:
                self.bad(val_loss)
            return self.over()

    for name, part in parts.items():
        setattr(EarlyStopping, name, part)
    module.EarlyStopping = EarlyStopping


# ------------------------------------------------------------------------------------------------- patience


@mistake("early_stopping", section=SECTION)
def stops_one_epoch_late(module):
    """One bad epoch more than `patience` goes by before the stop.

    ru: До остановки проходит на одну плохую эпоху больше, чем `patience`.
    """
    change(module, over=lambda self: self._waited > self.patience)


@mistake("early_stopping", section=SECTION)
def stops_one_epoch_early(module):
    """The stop comes one bad epoch too early: from where do you count?

    ru: Остановка происходит на одну плохую эпоху раньше: откуда вы начинаете счёт?
    """
    change(module, over=lambda self: self._waited >= max(self.patience - 1, 1))


@mistake("early_stopping", section=SECTION)
def bad_epochs_never_forgotten(module):
    """All bad epochs of the training are counted. Only those in a row matter.

    ru: Считаются все плохие эпохи за время обучения. Важны только идущие подряд.
    """
    change(module, good=lambda self: None)


@mistake("early_stopping", section=SECTION)
def answers_none(module):
    """`step` answers True or nothing at all (None). It should answer False when it is not yet time.

    ru: `step` отвечает True или ничего (None). Пока останавливаться рано, он должен отвечать False.
    """
    change(module, over=lambda self: True if self._waited >= self.patience else None)


# ----------------------------------------------------------------------------------- what an improvement is


@mistake("early_stopping", section=SECTION)
def compared_with_the_previous_epoch(module):
    """The loss is compared with that of the epoch before. It should be compared with the best one.

    ru: Значение сравнивается с предыдущей эпохой, а должно — с лучшей.
    """

    def improved(self, val_loss):
        previous, self._previous = getattr(self, "_previous", math.inf), val_loss
        return previous - val_loss > self.min_delta

    change(module, improved=improved)


@mistake("early_stopping", section=SECTION)
def equality_counts_as_improvement(module):
    """A gain of exactly `min_delta` (or an equal loss) is taken for an improvement. The inequality is strict.

    ru: Выигрыш ровно в `min_delta` (или равное значение) принят за улучшение. Неравенство строгое.
    """
    change(
        module,
        improved=lambda self, val_loss: math.isfinite(val_loss) and self.best_loss - val_loss >= self.min_delta,
    )


@mistake("early_stopping", section=SECTION)
def min_delta_with_the_wrong_sign(module):
    """Losses a little worse than the best count as improvements: look at the sign of `min_delta`.

    ru: Улучшением считается и значение чуть хуже лучшего: проверьте знак при `min_delta`.
    """
    change(module, improved=lambda self, val_loss: val_loss < self.best_loss + self.min_delta)


@mistake("early_stopping", section=SECTION)
def min_delta_ignored(module):
    """Any gain counts as an improvement, however small `min_delta` makes it.

    ru: Улучшением считается любой выигрыш, каким бы малым он ни был по сравнению с `min_delta`.
    """
    change(module, improved=lambda self, val_loss: val_loss < self.best_loss)


@mistake("early_stopping", section=SECTION)
def min_delta_taken_as_a_share(module):
    """`min_delta` is taken as a share of the best loss. It is a difference of losses.

    ru: `min_delta` понимается как доля от лучшего значения. Это разность значений.
    """
    change(module, improved=lambda self, val_loss: val_loss < self.best_loss * (1.0 - min(self.min_delta, 1.0)))


@mistake("early_stopping", section=SECTION)
def small_gains_move_the_best(module):
    """Gains below `min_delta` move `best_loss` along, so they never add up to an improvement.

    ru: Выигрыши меньше `min_delta` сдвигают `best_loss`, поэтому никогда не складываются в улучшение.
    """

    def bad(self, val_loss):
        self._waited += 1
        if val_loss < self.best_loss:
            self.best_loss = val_loss

    change(module, bad=bad)


@mistake("early_stopping", section=SECTION)
def greater_is_better(module):
    """The largest value is looked for, as if it were accuracy. A loss should fall.

    ru: Ищется наибольшее значение, будто это доля верных ответов. Ошибка должна уменьшаться.
    """

    def improved(self, val_loss):
        best = -math.inf if self.best_epoch is None else self.best_loss
        return val_loss - best > self.min_delta

    change(module, improved=improved)


@mistake("early_stopping", section=SECTION)
def nan_counts_as_improvement(module):
    """NaN is taken for an improvement: every comparison with NaN is False, also a negated one's inside.

    ru: NaN принят за улучшение: любое сравнение с NaN даёт False, в том числе то, что стоит под
    отрицанием.
    """
    change(module, improved=lambda self, val_loss: not val_loss >= self.best_loss - self.min_delta)


@mistake("early_stopping", section=SECTION)
def nan_not_counted(module):
    """An epoch whose loss is NaN is passed over. It is an epoch without improvement like any other.

    ru: Эпоха со значением NaN пропускается. Это такая же эпоха без улучшения, как и другие.
    """

    def bad(self, val_loss):
        if not math.isnan(val_loss):
            self._waited += 1

    change(module, bad=bad)


@mistake("early_stopping", section=SECTION)
def first_epoch_always_best(module):
    """The first epoch is taken for the best whatever its loss is. What if that is NaN or infinite?

    ru: Первая эпоха всегда принимается за лучшую. А если её значение — NaN или бесконечность?
    """
    change(
        module,
        improved=lambda self, val_loss: self.best_epoch is None or self.best_loss - val_loss > self.min_delta,
    )


# ----------------------------------------------------------------------------------------- the best weights


@mistake("early_stopping", section=SECTION)
def weights_not_copied(module):
    """The best weights are the very arrays that training goes on changing. Copying the list copies no array.

    ru: Лучшие веса — это те же массивы, которые обучение меняет дальше. Копия списка не копирует массивы.
    """
    change(module, kept=lambda self, weights: list(weights))


@mistake("early_stopping", section=SECTION)
def last_weights_kept(module):
    """The weights of the last epoch are kept, not those of the best.

    ru: Хранятся веса последней эпохи, а не лучшей.
    """
    right = module.EarlyStopping

    class EarlyStopping(right):
        def step(self, val_loss, weights):
            stop = super().step(val_loss, weights)
            if self.best_epoch is not None:
                self.best_weights = [w.copy() for w in weights]
            return stop

    module.EarlyStopping = EarlyStopping


@mistake("early_stopping", section=SECTION)
def weights_copied_as_float64(module):
    """The copies of the weights are float64 whatever the weights are.

    ru: Копии весов имеют тип float64, каким бы ни был тип весов.
    """
    change(module, kept=lambda self, weights: [np.array(w, dtype=float) for w in weights])


@mistake("early_stopping", section=SECTION)
def epochs_counted_from_one(module):
    """`best_epoch` is one too large. The first call is epoch 0.

    ru: `best_epoch` на единицу больше. Первый вызов — это эпоха 0.
    """

    def remember(self, val_loss, weights):
        self.best_loss, self.best_epoch, self.best_weights = val_loss, self._epoch + 1, self.kept(weights)

    change(module, remember=remember)


@mistake("early_stopping", section=SECTION)
def list_filled_instead_of_arrays(module):
    """`restore` puts other arrays into the list. The model holds the old ones: write into them.

    ru: `restore` кладёт в список другие массивы. У модели остались прежние: писать нужно в них.
    """

    def restore(self, weights):
        if self.best_weights is not None:
            weights[:] = [w.copy() for w in self.best_weights]

    change(module, restore=restore)


@mistake("early_stopping", section=SECTION)
def restore_does_nothing_outside(module):
    """`restore` changes a local name only; nothing happens to the arrays of the model.

    ru: `restore` меняет лишь локальное имя; с массивами модели ничего не происходит.
    """
    change(module, restore=lambda self, weights: None)


@mistake("early_stopping", section=SECTION)
def restore_without_a_best_epoch(module):
    """`restore` fails when no epoch was good yet. It should leave the weights alone.

    ru: `restore` падает, если хорошей эпохи ещё не было. Он должен оставить веса как есть.
    """

    def restore(self, weights):
        for w, best in zip(weights, self.best_weights, strict=True):
            w[...] = best

    change(module, restore=restore)


@mistake("early_stopping", section=SECTION)
def any_settings_accepted(module):
    """patience < 1 and `min_delta` < 0 make no sense and must be turned down with ValueError.

    ru: patience < 1 и `min_delta` < 0 не имеют смысла: такие значения нужно отвергнуть с помощью
    ValueError.
    """
    right = module.EarlyStopping

    class EarlyStopping(right):
        def __init__(self, patience, min_delta=0.0):
            super().__init__(max(patience, 1), max(min_delta, 0.0))

    module.EarlyStopping = EarlyStopping
