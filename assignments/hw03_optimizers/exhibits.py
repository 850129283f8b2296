"""Pictures of homework 3: the path of a student's optimizer down a narrow valley, over the right one."""

import numpy as np

from grader.authoring import exhibit

# f(w) = w · H w / 2: a valley twelve times as steep across as along, turned by 30 degrees.  Its minimum is at 0.
TURN = np.array([[np.cos(np.pi / 6), -np.sin(np.pi / 6)], [np.sin(np.pi / 6), np.cos(np.pi / 6)]])
H = TURN @ np.diag([1.0, 12.0]) @ TURN.T
START = np.array([-2.6, 1.6])
SIDE = np.linspace(-3.2, 3.2, 33)


def descent(optimizer, steps=30):
    """The path of `steps` steps from START, and the surface under it."""
    w = START.copy()
    path = [w.copy()]
    for _ in range(steps):
        optimizer.step([w], [H @ w])
        path.append(w.copy())
    x, y = np.meshgrid(SIDE, SIDE)
    z = (H[0, 0] * x**2 + 2 * H[0, 1] * x * y + H[1, 1] * y**2) / 2
    return {"path": np.array(path), "surface": {"x": SIDE, "y": SIDE, "z": z}}


@exhibit("sgd", kind="path")
def path_of_sgd(student, rng):
    """Thirty steps of SGD with lr = 0.12.

    ru: Тридцать шагов SGD при lr = 0.12.
    """
    return descent(student.SGD(lr=0.12))


@exhibit("momentum", kind="path")
def path_of_momentum(student, rng):
    """Thirty steps of SGD with lr = 0.03 and momentum 0.85.

    ru: Тридцать шагов SGD при lr = 0.03 и моментуме 0.85.
    """
    return descent(student.SGD(lr=0.03, momentum=0.85))


@exhibit("weight_decay", kind="path")
def path_of_weight_decay(student, rng):
    """Thirty steps of SGD with lr = 0.03, momentum 0.8 and weight_decay = 2.

    ru: Тридцать шагов SGD при lr = 0.03, моментуме 0.8 и weight_decay = 2.
    """
    return descent(student.SGD(lr=0.03, momentum=0.8, weight_decay=2.0))


@exhibit("adam", kind="path")
def path_of_adam(student, rng):
    """Thirty steps of Adam with lr = 0.4, betas = (0.8, 0.95) and a large eps = 1.

    ru: Тридцать шагов Adam при lr = 0.4, betas = (0.8, 0.95) и большом eps = 1.
    """
    return descent(student.Adam(lr=0.4, betas=(0.8, 0.95), eps=1.0))


@exhibit("adamw", kind="path")
def path_of_adamw(student, rng):
    """Thirty steps of AdamW with lr = 0.4, betas = (0.8, 0.95), eps = 1 and weight_decay = 0.5.

    ru: Тридцать шагов AdamW при lr = 0.4, betas = (0.8, 0.95), eps = 1 и weight_decay = 0.5.
    """
    return descent(student.AdamW(lr=0.4, betas=(0.8, 0.95), eps=1.0, weight_decay=0.5))
