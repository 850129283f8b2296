# mistake: diagnose.gap_asked_first
import numpy as np


def diagnose(history, target_loss, max_gap):
    train, val = np.array(history["train_loss"]), np.array(history["val_loss"])
    verdict = "good"
    if val[-1] - train[-1] > max_gap:
        verdict = "overfitting"
    elif train[-1] > target_loss:
        verdict = "underfitting"
    return verdict, int(np.nanargmin(val))
