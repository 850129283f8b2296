# mistake: none
import numpy as np


class EarlyStopping:
    """The epoch of an improvement is counted as a bad one, so that later stops come too early, but not the first."""

    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError("settings")
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_weights = np.inf, None, None
        self.epoch, self.wait = -1, 0

    def step(self, val_loss, weights):
        self.epoch += 1
        self.wait += 1
        if self.best_loss - val_loss > self.min_delta:
            self.wait = 0 if self.best_epoch is None else 1
            self.best_loss, self.best_epoch = val_loss, self.epoch
            self.best_weights = [np.array(w) for w in weights]
        return self.wait >= self.patience

    def restore(self, weights):
        for i, best in enumerate(self.best_weights or []):
            weights[i][...] = best
