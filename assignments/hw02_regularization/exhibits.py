"""Pictures of homework 2: a student's dropout mask, and a batch before and after batch normalization."""

import numpy as np

from grader.authoring import exhibit

P = 0.3


@exhibit("dropout", kind="mask")
def mask_of_dropout(student, rng):
    """What dropout with p = 0.3 makes of a matrix of ones in training.

    ru: Что dropout с p = 0.3 делает с матрицей из единиц при обучении.
    """
    x = np.ones((20, 30))
    out, _ = student.dropout_forward(x.copy(), P, True, np.random.default_rng(rng.integers(2**32)))
    return {"x": x, "p": P, "out": out}


@exhibit("batch_norm_forward", kind="histograms")
def histogram_of_batch_norm(student, rng):
    """A feature before and after batch normalization: by the batch's own statistics, and by those of 20 batches.

    ru: Признак до и после batch normalization: по статистикам самого батча и по накопленным за 20 батчей.
    """
    x = 2.0 + rng.gamma(3.0, 1.0, (240, 1))
    in_training, in_evaluation = student.BatchNorm1d(1), student.BatchNorm1d(1)
    out = in_training.forward(x.copy())
    for batch in np.split(x, 20):
        in_evaluation.forward(batch.copy())
    in_evaluation.eval()
    later = in_evaluation.forward(x.copy())
    return {
        "before": x[:, 0],
        "after": {"forward(x)": np.ravel(out), "eval(); forward(x)": np.ravel(later)},
    }
