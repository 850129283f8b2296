"""Test 2. Regularization and optimization: what answers the questions.

Every answer of the test is computed here, by the formulas of lecture 2 as they are graded: those of PyTorch, where the
notes print something else.  Facts that are not numbers, such as which call does what, are tables here too, so that a
known mistake is one function or one table put in place of another.

Sources: Srivastava et al. 2014 (dropout), Ioffe and Szegedy 2015 (batch normalization), Prechelt 1998 (early stopping),
Kingma and Ba 2015 (Adam), Loshchilov and Hutter 2019 (AdamW), the documentation of PyTorch for their conventions.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

# ------------------------------------------------------------------------------------------ the training loop


def batch_steps(zero_grad: str) -> list[str]:
    """What is done for one batch, in order; `zero_grad` says where gradients are cleared.

    zero_grad: "first" in the iteration, right "before backward", or "last", right after the step that used them.
    """
    steps = ["loss", "backward", "step"]
    steps.insert({"first": 0, "before backward": 1, "last": 3}[zero_grad], "zero_grad")
    return steps


def validation_steps() -> list[str]:
    """What follows after the last batch of an epoch: the mode comes before the pass that needs it."""
    return ["eval", "validate"]


def epoch_steps(zero_grad: str) -> list[str]:
    """One epoch, in order: the mode of training, a batch, validation."""
    return ["train", *batch_steps(zero_grad), *validation_steps()]


def calls_by_effect() -> dict[str, str]:
    """Which call of PyTorch has an effect: `eval` and `no_grad` are independent of one another."""
    return {
        "batch_statistics": "train",
        "running_statistics": "eval",
        "no_graph": "no_grad",
        "gradients_added": "backward",
        "gradients_cleared": "zero_grad",
        "weights_changed": "step",
    }


def samples_of_a_step() -> str:
    """What a step of SGD draws at random: a mini-batch of samples (rows), with all of their features."""
    return "samples"


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """⌈N/B⌉: the last batch is smaller, and is used as well."""
    return -(-samples // batch_size)


# --------------------------------------------------------------------------------- underfitting and overfitting


def fit_state(train: Sequence[float], validation: Sequence[float], small: float) -> str:
    """What loss curves show at their end, if a loss up to `small` is a small one."""
    if train[-1] > small:
        return "underfitting"
    return "overfitting" if validation[-1] > small else "fits"


def helps_against(state: str) -> set[str]:
    """What helps against "overfitting" (less freedom, more data) or "underfitting" (more freedom, more training)."""
    if state == "overfitting":
        return {"more_data", "more_dropout", "more_decay", "stop_early", "smaller_network"}
    return {"larger_network", "longer_training", "less_decay", "less_dropout", "better_features"}


def improves(losses: Sequence[float], epoch: int, best: float, min_delta: float) -> bool:
    """Whether an epoch (from 0) is an improvement: best − loss > min_delta, against the best epoch so far."""
    # The losses of a question have two decimals: what is nearer than that is the rounding of binary fractions.
    return best - losses[epoch] > min_delta + 1e-9


def out_of_patience(waited: int, patience: int) -> bool:
    """Whether so many epochs in a row without improvement end the training."""
    return waited >= patience


def early_stopping(losses: Sequence[float], patience: int, min_delta: float) -> tuple[int, int]:
    """The epoch after which training stops, and the one whose weights are kept, both counted from 1."""
    best, kept, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        waited += 1
        if improves(losses, epoch, best, min_delta):
            best, kept, waited = loss, epoch + 1, 0
        if out_of_patience(waited, patience):
            return epoch + 1, weights_kept(kept, epoch + 1)
    return len(losses), weights_kept(kept, len(losses))


def weights_kept(best: int, last: int) -> int:
    """Of the best epoch and the last one, the one whose weights are kept."""
    return best


# ------------------------------------------------------------------------------------------------------ dropout


def survivor_scale(p: float) -> float:
    """What survivors are multiplied by in training: 1/(1−p), where p is the probability to drop."""
    return 1 / (1 - p)


def dropout_train(x: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    """y = x ⊙ m/(1−p); the mask m is 1 where an element is kept."""
    return x * mask * survivor_scale(p)


def dropout_eval(x: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    """y = x: in evaluation nothing is dropped and nothing is scaled."""
    return x


def dropout_backward(dout: np.ndarray, x: np.ndarray, mask: np.ndarray, p: float) -> np.ndarray:
    """dx = dy ⊙ m/(1−p): the factor of the forward pass, also where x = 0."""
    return dout * mask * survivor_scale(p)


def keep_probability(p: float) -> float:
    """The probability that an element is kept."""
    return 1 - p


def dropout_mean(x: np.ndarray, w: np.ndarray, p: float) -> float:
    """E[Σ wᵢyᵢ] = Σ wᵢxᵢ · P(kept) · 1/(1−p) = Σ wᵢxᵢ."""
    return float((w * x).sum() * keep_probability(p) * survivor_scale(p))


def dropout_variance(x: np.ndarray, w: np.ndarray, p: float) -> float:
    """Var[Σ wᵢyᵢ] = Σ (wᵢxᵢ)² · P(kept)(1 − P(kept)) · 1/(1−p)² = Σ (wᵢxᵢ)² · p/(1−p): masks are independent."""
    kept = keep_probability(p)
    return float(((w * x) ** 2).sum() * kept * (1 - kept) * survivor_scale(p) ** 2)


def dropout(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    """Inverted dropout in training, of an array of any shape; p is the probability to drop."""
    dropped = rng.random(x.shape) < p
    return np.where(dropped, 0, x) / (1 - p)


# ------------------------------------------------------------------------------------------ batch normalization


def batch_variance(x: np.ndarray) -> float:
    """σ² = (1/B) Σ (xᵢ − μ)²: the biased one, which a batch is normalized by."""
    return float(((x - x.mean()) ** 2).mean())


def scale_and_shift(normalized: np.ndarray, gamma: float, beta: float) -> np.ndarray:
    """y = γx̂ + β."""
    return gamma * normalized + beta


def normalize(x: np.ndarray, mean: float, variance: float) -> np.ndarray:
    """x̂ = (x − μ)/√σ², with ε = 0."""
    return (x - mean) / np.sqrt(variance)


def batch_norm_train(x: np.ndarray, gamma: float, beta: float) -> np.ndarray:
    """One feature of a batch, (B,) → (B,), in training: normalized by the statistics of the batch."""
    return scale_and_shift(normalize(x, float(x.mean()), batch_variance(x)), gamma, beta)


def batch_norm_eval(x: np.ndarray, mean: float, variance: float, gamma: float, beta: float) -> np.ndarray:
    """One feature of a batch, (B,) → (B,), in evaluation: normalized by the running statistics."""
    return scale_and_shift(normalize(x, mean, variance), gamma, beta)


def running(old: float, new: float, momentum: float) -> float:
    """r ← (1 − α)r + α·new: the momentum weighs the new batch."""
    return (1 - momentum) * old + momentum * new


def variance_for_the_buffer(biased: float, size: int) -> float:
    """σ²·B/(B−1): the buffer gathers the unbiased variance."""
    return biased * size / (size - 1)


def mean_for_the_buffer(mean: float, size: int) -> float:
    """The mean of a batch goes into the buffer as it is."""
    return mean


def first_buffers() -> tuple[float, float]:
    """Running mean and variance before the first batch: 0 and 1."""
    return 0.0, 1.0


def running_statistics(
    means: Sequence[float], variances: Sequence[float], size: int, momentum: float
) -> tuple[float, float]:
    """Running mean and variance after batches of `size` with these means and biased variances."""
    mean, variance = first_buffers()
    for new_mean, new_variance in zip(means, variances, strict=True):
        mean = running(mean, mean_for_the_buffer(new_mean, size), momentum)
        variance = running(variance, variance_for_the_buffer(new_variance, size), momentum)
    return mean, variance


def batch_norm_roles() -> dict[str, str]:
    """What in a layer is trained by the gradient, what is a buffer, what is chosen beforehand."""
    return {
        "gamma": "trained",
        "beta": "trained",
        "running_mean": "buffer",
        "running_var": "buffer",
        "eps": "chosen",
        "momentum": "chosen",
    }


def trained_numbers(inputs: int, hidden: int, outputs: int) -> int:
    """Numbers that are trained in Linear(inputs, hidden) → BatchNorm1d(hidden) → ReLU → Linear(hidden, outputs).

    A linear layer has a weight for each pair and a bias for each output; batch normalization has for each feature
    what is "trained" of its four arrays.
    """
    arrays = ("gamma", "beta", "running_mean", "running_var")
    per_feature = sum(batch_norm_roles()[name] == "trained" for name in arrays)
    return (inputs + 1) * hidden + per_feature * hidden + (hidden + 1) * outputs


# -------------------------------------------------------------------------------------- SGD, momentum, L2 penalty


def next_buffer(buffer: float, gradient: float, mu: float) -> float:
    """bₜ = μbₜ₋₁ + gₜ."""
    return mu * buffer + gradient


def momentum_direction(old: float, new: float, gradient: float, mu: float) -> float:
    """What η multiplies: the buffer, already with the gradient of this step."""
    return new


def momentum_steps(w: float, gradients: Sequence[float], lr: float, mu: float) -> tuple[float, float]:
    """Buffer and weight after a step with each gradient: bₜ = μbₜ₋₁ + gₜ, wₜ = wₜ₋₁ − ηbₜ, b₀ = 0."""
    buffer = 0.0
    for gradient in gradients:
        old, buffer = buffer, next_buffer(buffer, gradient, mu)
        w -= lr * momentum_direction(old, buffer, gradient, mu)
    return buffer, w


def l2_gradient(w: float, lam: float) -> float:
    """∂/∂w of (λ/2)w²."""
    return lam * w


def l2_step(w: float, buffer: float, gradient: float, rates: tuple[float, float, float]) -> float:
    """wₜ = wₜ₋₁ − η(μbₜ₋₁ + gₜ + λwₜ₋₁) = wₜ₋₁(1 − ηλ) − η(μbₜ₋₁ + gₜ); `rates` are η, λ, μ."""
    lr, lam, mu = rates
    return w - lr * (mu * buffer + gradient + l2_gradient(w, lam))


def penalty_slope(coefficient: Fraction) -> Fraction:
    """∂/∂w of cλw² is 2c·λw: what λw is multiplied by."""
    return 2 * coefficient


def l2_step_formula(coefficient: Fraction) -> str:
    """wₜ where cλ‖w‖² is added to the loss, with w = wₜ₋₁, b = bₜ₋₁, g = gₜ (without the penalty)."""
    return f"w*(1 - {penalty_slope(coefficient)}*eta*lam) - eta*(mu*b + g)"


def shrunk(w: float, lr: float, lam: float) -> float:
    """w(1 − ηλ): the decay of one step."""
    return w * (1 - lr * lam)


def decayed(w: float, lam: float, schedule: Sequence[tuple[int, float]]) -> float:
    """A weight that no gradient reaches, after (number of steps, learning rate) in turn: w·Π(1 − ηₜλ)."""
    for steps, lr in schedule:
        for _ in range(steps):
            w = shrunk(w, lr, lam)
    return w


def momentum_step(w: np.ndarray, g: np.ndarray, b: np.ndarray, lr: float, mu: float) -> tuple[np.ndarray, np.ndarray]:
    """One step of SGD with momentum: the new weights and the new buffer."""
    b = mu * b + g
    w = w - lr * b
    return w, b


# ---------------------------------------------------------------------------------------------- Adam and AdamW

EPS = 1e-8
"""ε of Adam, in the denominator."""


def average(old: float, new: float, beta: float) -> float:
    """βm + (1 − β)g: a moving average."""
    return beta * old + (1 - beta) * new


def squared(gradient: float) -> float:
    """What the second moment averages."""
    return gradient**2


def corrected(moment: float, beta: float, step: int) -> float:
    """m/(1 − βᵗ): a moment as if it had not started from zero."""
    return moment / (1 - beta**step)


def adam_direction(m_hat: float, v_hat: float) -> float:
    """m̂/(√v̂ + ε)."""
    return float(m_hat / (np.sqrt(v_hat) + EPS))


def adam_steps(
    w: float, gradients: Sequence[float], lr: float, betas: tuple[float, float]
) -> tuple[float, float, float]:
    """m̂, v̂ and the weight after a step of Adam with each gradient."""
    m = v = m_hat = v_hat = 0.0
    for step, gradient in enumerate(gradients, start=1):
        m = average(m, gradient, betas[0])
        v = average(v, squared(gradient), betas[1])
        m_hat, v_hat = corrected(m, betas[0], step), corrected(v, betas[1], step)
        w -= lr * adam_direction(m_hat, v_hat)
    return m_hat, v_hat, w


def adam_l2_first_step(w: float, gradient: float, lr: float, lam: float) -> float:
    """The first step of Adam where λw is part of the gradient: it is divided by its own size, so λ hardly matters."""
    penalized = gradient + l2_gradient(w, lam)
    return w - lr * adam_direction(penalized, squared(penalized))


def adamw_first_step(w: float, gradient: float, lr: float, lam: float) -> float:
    """The first step of AdamW: the old weight shrinks by 1 − ηλ, then Adam with the gradient alone."""
    return shrunk(w, lr, lam) - lr * adam_direction(gradient, squared(gradient))
