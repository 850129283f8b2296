"""Pictures of homework 1: a student's activation and its gradient, as curves over the right ones."""

import numpy as np

from grader.authoring import exhibit

NEAR = np.linspace(-6.0, 6.0, 121)
FAR = np.linspace(-1000.0, 1000.0, 81)


@exhibit("sigmoid", kind="curves")
def curve_of_sigmoid(student, rng):
    """The sigmoid, its gradient for an upstream one of 2, and the sigmoid far from zero.

    ru: Сигмоида, её градиент при входящем градиенте 2 и сигмоида вдали от нуля.
    """
    right = 1 / (1 + np.exp(-NEAR))
    return {
        "x": {"sigmoid(z)": NEAR, "sigmoid_backward(2, out)": NEAR, "sigmoid(z), |z| <= 1000": FAR},
        "y": {
            "sigmoid(z)": student.sigmoid(NEAR.copy()),
            "sigmoid_backward(2, out)": student.sigmoid_backward(np.full_like(NEAR, 2.0), right),
            "sigmoid(z), |z| <= 1000": student.sigmoid(FAR.copy()),
        },
    }


@exhibit("tanh", kind="curves")
def curve_of_tanh(student, rng):
    """The hyperbolic tangent, its gradient for an upstream one of 2, and the tangent far from zero.

    ru: Гиперболический тангенс, его градиент при входящем градиенте 2 и тангенс вдали от нуля.
    """
    return {
        "x": {"tanh(z)": NEAR, "tanh_backward(2, out)": NEAR, "tanh(z), |z| <= 1000": FAR},
        "y": {
            "tanh(z)": student.tanh(NEAR.copy()),
            "tanh_backward(2, out)": student.tanh_backward(np.full_like(NEAR, 2.0), np.tanh(NEAR)),
            "tanh(z), |z| <= 1000": student.tanh(FAR.copy()),
        },
    }


@exhibit("relu", kind="curves")
def curve_of_relu(student, rng):
    """ReLU, and its gradient for upstream ones of 1 and -1.

    ru: ReLU и её градиент при входящих градиентах 1 и -1.
    """
    z = NEAR + 0.01  # not at 0, where the derivative is not graded
    return {
        "x": {"relu(z)": z, "relu_backward(1, z)": z, "relu_backward(-1, z)": z},
        "y": {
            "relu(z)": student.relu(z.copy()),
            "relu_backward(1, z)": student.relu_backward(np.ones_like(z), z.copy()),
            "relu_backward(-1, z)": student.relu_backward(-np.ones_like(z), z.copy()),
        },
    }


@exhibit("leaky_relu", kind="curves")
def curve_of_leaky_relu(student, rng):
    """Leaky ReLU with a gentle and with a steep slope, and its gradient for an upstream one of 2.

    ru: Leaky ReLU с пологим и с крутым наклоном и её градиент при входящем градиенте 2.
    """
    z = NEAR + 0.01
    return {
        "x": {"leaky_relu(z, 0.1)": z, "leaky_relu(z, 2)": z, "leaky_relu_backward(2, z, 0.1)": z},
        "y": {
            "leaky_relu(z, 0.1)": student.leaky_relu(z.copy(), 0.1),
            "leaky_relu(z, 2)": student.leaky_relu(z.copy(), 2.0),
            "leaky_relu_backward(2, z, 0.1)": student.leaky_relu_backward(np.full_like(z, 2.0), z.copy(), 0.1),
        },
    }
