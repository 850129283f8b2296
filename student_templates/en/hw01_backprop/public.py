"""The cases that students run at home: the plain use of every function, on inputs of their own."""

import numpy as np

from grader.authoring import case, snapshot


def uneven(rng, *shape):
    """Numbers of both signs, none of them near 0."""
    draws = rng.standard_normal(shape)
    return draws + np.copysign(0.05, draws)


def named(values, *names):
    """The parts of a returned tuple by name; what is no such tuple stands whole under the first name."""
    if isinstance(values, list | tuple) and len(values) == len(names):
        return dict(zip(names, values, strict=True))
    return {names[0]: values}


# ----------------------------------------------------------------------------------------------- perceptron


@case("perceptron", points=1, checker="numbers")
def perceptron_labels(student, rng):
    """Labels of samples on both sides of the boundary.

    ru: Метки объектов по обе стороны от границы.
    """
    x, w, b = uneven(rng, 6, 2), np.array([1.5, -1.0]), 0.25
    x[:3] = [[2.0, 0.5], [-1.0, 1.0], [0.0, 0.1]]
    return {"labels": student.perceptron_predict(x, w, b), "inputs": {"x": x, "w": w}}


@case("perceptron", points=1)
def perceptron_learns_two_classes(student, rng):
    """Weights, bias and the number of mistakes in every epoch, for two classes that a line separates.

    ru: Веса, сдвиг и число ошибок в каждой эпохе для двух классов, разделимых прямой.
    """
    y = np.array([1, 1, -1, 1, -1, -1])
    x = rng.uniform(-0.3, 0.3, (6, 2)) + np.where(y > 0, 2.0, 1.0)[:, None]
    x[0], x[2] = 2.0, 1.0
    learned = student.perceptron_fit(x, y, 500)
    return {**named(learned, "w", "b", "mistakes"), "inputs": {"x": x, "y": y}}


# ---------------------------------------------------------------------------------------------- activations


@case("sigmoid", points=1)
def sigmoid_of_small_numbers(student, rng):
    """The sigmoid of ordinary numbers.

    ru: Сигмоида от обычных чисел.
    """
    z = uneven(rng, 3, 4)
    return {"out": student.sigmoid(z), "inputs": {"z": z}}


@case("sigmoid", points=1)
def sigmoid_gradient(student, rng):
    """The gradient that goes back through the sigmoid.

    ru: Градиент, проходящий назад через сигмоиду.
    """
    z, dout = uneven(rng, 3, 4), uneven(rng, 3, 4)
    out = student.sigmoid(z)
    return {
        "out": snapshot(out),
        "dz": student.sigmoid_backward(dout, out),
        "inputs": {"dout": dout, "out": out},
    }


@case("tanh", points=1)
def tanh_of_small_numbers(student, rng):
    """The hyperbolic tangent of ordinary numbers.

    ru: Гиперболический тангенс от обычных чисел.
    """
    z = uneven(rng, 4, 3)
    return {"out": student.tanh(z), "inputs": {"z": z}}


@case("tanh", points=1)
def tanh_gradient(student, rng):
    """The gradient that goes back through the hyperbolic tangent.

    ru: Градиент, проходящий назад через гиперболический тангенс.
    """
    z, dout = uneven(rng, 4, 3), uneven(rng, 4, 3)
    out = student.tanh(z)
    return {
        "out": snapshot(out),
        "dz": student.tanh_backward(dout, out),
        "inputs": {"dout": dout, "out": out},
    }


@case("relu", points=1)
def relu_of_both_signs(student, rng):
    """ReLU of positive and negative numbers.

    ru: ReLU от положительных и отрицательных чисел.
    """
    z = uneven(rng, 4, 5)
    z[0, :2] = 0.7, -0.7
    return {"out": student.relu(z), "inputs": {"z": z}}


@case("relu", points=1)
def relu_gradient(student, rng):
    """The gradient that goes back through ReLU.

    ru: Градиент, проходящий назад через ReLU.
    """
    z, dout = uneven(rng, 4, 5), uneven(rng, 4, 5)
    z[0, :4], dout[0, :4] = [0.7, -0.7, 0.7, -0.7], [0.6, 0.8, -0.6, -0.8]
    return {"dz": student.relu_backward(dout, z), "inputs": {"dout": dout, "z": z}}


@case("leaky_relu", points=1)
def leaky_relu_of_both_signs(student, rng):
    """Leaky ReLU of positive and negative numbers, with slope 0.2.

    ru: Leaky ReLU от положительных и отрицательных чисел, наклон 0.2.
    """
    z = uneven(rng, 5, 3)
    z[0, :2] = 0.7, -0.7
    return {"out": student.leaky_relu(z, 0.2), "inputs": {"z": z}}


@case("leaky_relu", points=1)
def leaky_relu_gradient(student, rng):
    """The gradient that goes back through leaky ReLU, with slope 0.2.

    ru: Градиент, проходящий назад через Leaky ReLU, наклон 0.2.
    """
    z, dout = uneven(rng, 5, 4), uneven(rng, 5, 4)
    z[0], dout[0] = [0.7, -0.7, 0.7, -0.7], [0.6, 0.8, -0.6, -0.8]
    return {"dz": student.leaky_relu_backward(dout, z, 0.2), "inputs": {"dout": dout, "z": z}}


# --------------------------------------------------------------------------------------------------- losses


@case("mse", points=1)
def mse_value(student, rng):
    """The mean squared error of five numbers.

    ru: Среднеквадратичная ошибка для пяти чисел.
    """
    predictions, target = uneven(rng, 5), uneven(rng, 5)
    return {"loss": student.mse_loss(predictions, target), "inputs": {"input": predictions, "target": target}}


@case("mse", points=1)
def mse_gradient(student, rng):
    """The gradient of the mean squared error of five numbers.

    ru: Градиент среднеквадратичной ошибки для пяти чисел.
    """
    predictions, target = uneven(rng, 5), uneven(rng, 5)
    dinput = student.mse_loss_backward(predictions, target)
    return {"dinput": dinput, "inputs": {"input": predictions, "target": target}}


@case("binary_cross_entropy", points=1)
def binary_cross_entropy_value(student, rng):
    """The binary cross-entropy of five ordinary logits.

    ru: Бинарная кросс-энтропия для пяти обычных логитов.
    """
    logits, target = uneven(rng, 5), np.array([1.0, 0.0, 0.0, 1.0, 1.0])
    loss = student.binary_cross_entropy_with_logits(logits, target)
    return {"loss": loss, "inputs": {"input": logits, "target": target}}


@case("binary_cross_entropy", points=1)
def binary_cross_entropy_gradient(student, rng):
    """The gradient of the binary cross-entropy of five ordinary logits.

    ru: Градиент бинарной кросс-энтропии для пяти обычных логитов.
    """
    logits, target = uneven(rng, 5), np.array([0.0, 1.0, 0.0, 1.0, 0.0])
    dinput = student.binary_cross_entropy_with_logits_backward(logits, target)
    return {"dinput": dinput, "inputs": {"input": logits, "target": target}}


@case("cross_entropy", points=1)
def cross_entropy_value(student, rng):
    """`log_softmax` and the cross-entropy for five samples and three classes.

    ru: `log_softmax` и кросс-энтропия для пяти объектов и трёх классов.
    """
    logits, target = uneven(rng, 5, 3), np.array([2, 0, 1, 1, 2])
    return {
        "log_softmax": student.log_softmax(logits),
        "loss": student.cross_entropy(logits, target),
        "inputs": {"input": logits, "target": target},
    }


@case("cross_entropy", points=2)
def cross_entropy_gradient(student, rng):
    """The gradient of the cross-entropy for five samples and three classes.

    ru: Градиент кросс-энтропии для пяти объектов и трёх классов.
    """
    logits, target = uneven(rng, 5, 3), np.array([1, 2, 0, 0, 1])
    dinput = student.cross_entropy_backward(logits, target)
    return {"dinput": dinput, "inputs": {"input": logits, "target": target}}


# ------------------------------------------------------------------------------------- fully connected layers


@case("linear", points=1)
def linear_value(student, rng):
    """The fully connected layer for five samples, three inputs and two outputs.

    ru: Полносвязный слой: пять объектов, три входа, два выхода.
    """
    x, w, b = uneven(rng, 5, 3), uneven(rng, 3, 2), uneven(rng, 2)
    return {"out": student.linear_forward(x, w, b), "inputs": {"x": x, "w": w, "b": b}}


@case("linear", points=2)
def linear_gradients(student, rng):
    """The three gradients of the fully connected layer for five samples, three inputs and two outputs.

    ru: Три градиента полносвязного слоя: пять объектов, три входа, два выхода.
    """
    x, w, dout = uneven(rng, 5, 3), uneven(rng, 3, 2), uneven(rng, 5, 2)
    gradients = student.linear_backward(dout, x, w)
    return {**named(gradients, "dx", "dw", "db"), "inputs": {"dout": dout, "x": x, "w": w}}


def network(student, rng, sizes, activation):
    """A network of the student's with drawn weights and biases, and the lists of them."""
    shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
    weights = [uneven(rng, *shape) / np.sqrt(shape[0]) for shape in shapes]
    biases = [uneven(rng, shape[1]) / 2 for shape in shapes]
    net = student.MLP(sizes, activation, np.random.default_rng(0))
    net.weights, net.biases = list(weights), list(biases)
    return net, {"weights": weights, "biases": biases}


def gradients_of(net, layers):
    """The gradients of the parameters, from the last layer to the first, as they come to be."""
    entries = {}
    for layer in reversed(range(layers)):
        for name in ("dweights", "dbiases"):
            arrays = getattr(net, name, None)
            there = isinstance(arrays, list | tuple) and len(arrays) == layers
            entries[f"{name}[{layer}]"] = arrays[layer] if there else arrays
    return snapshot(entries)


@case("mlp", points=1)
def mlp_output(student, rng):
    """The output of a network with one hidden layer and ReLU.

    ru: Выход сети с одним скрытым слоем и ReLU.
    """
    net, parameters = network(student, rng, [4, 6, 3], "relu")
    x = uneven(rng, 5, 4)
    return {"out": net.forward(x), "inputs": {"x": x, **parameters}}


@case("mlp", points=3)
def mlp_gradients(student, rng):
    """Gradients of a network with one hidden layer and ReLU, from the last layer back to the input.

    ru: Градиенты сети с одним скрытым слоем и ReLU, от последнего слоя назад ко входу.
    """
    net, parameters = network(student, rng, [4, 6, 3], "relu")
    x, dout = uneven(rng, 5, 4), uneven(rng, 5, 3)
    out = snapshot(net.forward(x))
    dx = net.backward(dout)
    return {"out": out, **gradients_of(net, 2), "dx": dx, "inputs": {"dout": dout, "x": x, **parameters}}
