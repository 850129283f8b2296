"""Known slips about early stopping."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-early-stopping"


@mistake("early_stopping", section=SECTION)
def one_epoch_too_late(module):
    """You waited one epoch longer: training stops as soon as there are `patience` epochs without improvement.

    ru: Вы ждали на эпоху дольше: обучение останавливается, как только набралось `patience` эпох без улучшения.
    """
    module.out_of_patience = lambda waited, patience: waited > patience


@mistake("early_stopping", section=SECTION)
def one_epoch_too_early(module):
    """You stopped one epoch too early: `patience` epochs without improvement are still run.

    ru: Вы остановились на эпоху раньше: `patience` эпох без улучшения ещё выполняются.
    """
    module.out_of_patience = lambda waited, patience: waited >= patience - 1 and waited > 0


@mistake("early_stopping", section=SECTION)
def compared_with_the_epoch_before(module):
    """An epoch that is better than the one before need not be an improvement: compare it with the best so far.

    ru: Эпоха лучше предыдущей — ещё не улучшение: сравнивать надо с лучшей из прошедших.
    """

    def improves(losses, epoch, best, min_delta):
        return epoch == 0 or losses[epoch - 1] - losses[epoch] > min_delta + 1e-9

    module.improves = improves


@mistake("early_stopping", section=SECTION)
def min_delta_ignored(module):
    """A gain that is not larger than `min_delta` is no improvement: the patience goes on running out.

    ru: Выигрыш не больше `min_delta` — не улучшение: терпение продолжает кончаться.
    """
    module.improves = lambda losses, epoch, best, min_delta: losses[epoch] < best


@mistake("early_stopping", section=SECTION)
def counter_never_reset(module):
    """The epochs without improvement must come in a row: an improvement sets the counter back to zero.

    ru: Эпохи без улучшения должны идти подряд: улучшение обнуляет счётчик.
    """

    def early_stopping(losses, patience, min_delta):
        best, kept, waited = np.inf, 0, 0
        for epoch, loss in enumerate(losses):
            if module.improves(losses, epoch, best, min_delta):
                best, kept = loss, epoch + 1
            else:
                waited += 1
            if waited and module.out_of_patience(waited, patience):
                return epoch + 1, module.weights_kept(kept, epoch + 1)
        return len(losses), module.weights_kept(kept, len(losses))

    module.early_stopping = early_stopping


@mistake("early_stopping", section=SECTION)
def last_weights_taken(module):
    """You stopped at the right time, and took the last weights: the ones to take are those of the best epoch.

    ru: Остановились вы вовремя, но взяли последние веса: брать надо веса лучшей эпохи.
    """
    module.weights_kept = lambda best, last: last
