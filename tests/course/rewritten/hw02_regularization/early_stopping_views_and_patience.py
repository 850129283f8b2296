# mistake: early_stopping.stops_one_epoch_late + weights_not_copied
class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        if patience < 1 or min_delta < 0:
            raise ValueError(f"{patience}, {min_delta}")
        self.patience, self.min_delta, self.bad, self.seen = patience, min_delta, 0, 0
        self.best_loss, self.best_epoch, self.best_weights = float("inf"), None, None

    def step(self, val_loss, weights):
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.best_weights = val_loss, self.seen, weights.copy()
            self.bad = -1
        self.bad += 1
        self.seen += 1
        return self.bad > self.patience

    def restore(self, weights):
        if self.best_weights:
            for w, saved in zip(weights, self.best_weights, strict=True):
                w[...] = saved
