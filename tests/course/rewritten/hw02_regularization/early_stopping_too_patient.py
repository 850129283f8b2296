# mistake: early_stopping.stops_one_epoch_late
import copy

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if min(patience - 1, min_delta) < 0:
            raise ValueError("impossible settings")
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_epoch = None
        self.best_weights = None
        self.history = []
        self.left = patience

    def step(self, val_loss, weights):
        self.history.append(val_loss)
        gain = self.best_loss - val_loss
        if np.isnan(gain) or gain <= self.min_delta:
            self.left -= 1
            return self.left < 0
        self.left = self.patience
        self.best_loss = val_loss
        self.best_epoch = len(self.history) - 1
        self.best_weights = copy.deepcopy(weights)
        return False

    def restore(self, weights):
        if self.best_epoch is not None:
            for current, best in zip(weights, self.best_weights, strict=True):
                np.copyto(current, best)
