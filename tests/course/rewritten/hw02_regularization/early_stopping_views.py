# mistake: early_stopping.weights_not_copied
import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience <= 0:
            raise ValueError("patience")
        if min_delta < 0:
            raise ValueError("min_delta")
        self.limit = patience
        self.delta = min_delta
        self.best_loss, self.best_epoch, self.best_weights = math.inf, None, None
        self.epoch = 0

    def step(self, val_loss, weights):
        """Bad epochs in a row are the distance to the best one."""
        if val_loss < math.inf and self.best_loss - val_loss > self.delta:
            self.best_loss = val_loss
            self.best_epoch = self.epoch
            self.best_weights = weights[:]
        last_good = -1 if self.best_epoch is None else self.best_epoch
        waited = self.epoch - last_good
        self.epoch += 1
        return waited >= self.limit

    def restore(self, weights):
        if self.best_weights is None:
            return
        for i in range(len(weights)):
            weights[i][:] = self.best_weights[i]
