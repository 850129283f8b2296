"""The cases that decide most of the grade: other sizes, extreme inputs, state, unchanged inputs, float32."""

import numpy as np

from grader.authoring import case, snapshot


def uneven(rng, *shape):
    """Numbers of both signs, none of them near 0."""
    draws = rng.standard_normal(shape)
    return draws + np.copysign(0.05, draws)


def all_signs(rng, *shape):
    """Two arrays of uneven numbers, whose first four entries have all four pairs of signs."""
    one, other = uneven(rng, *shape), uneven(rng, *shape)
    one.flat[:4], other.flat[:4] = [0.7, -0.7, 0.9, -0.9], [0.6, 0.8, -0.6, -0.8]
    return one, other


def named(values, *names):
    """The parts of a returned tuple by name; what is no such tuple stands whole under the first name."""
    if isinstance(values, list | tuple) and len(values) == len(names):
        return dict(zip(names, values, strict=True))
    return {names[0]: values}


def single(number):
    """A number rounded to float32, so that it is compared as one; anything else as it is."""
    return np.asarray(number, np.float32) if isinstance(number, int | float | np.number) else number


# ----------------------------------------------------------------------------------------------- perceptron


@case("perceptron", points=1, checker="numbers")
def perceptron_labels_on_the_boundary(student, rng):
    """Labels of samples on both sides of the boundary and exactly on it.

    ru: Метки объектов по обе стороны от границы и точно на ней.
    """
    x = rng.integers(-4, 5, (9, 3)).astype(np.float64)
    w, b = np.array([1.0, -2.0, 1.0]), 3.0
    x[:, 0] = 2 * x[:, 1] - x[:, 2] - b + np.array([2, -1, 0, 5, 0, -3, 2, -2, 0])
    return {"labels": student.perceptron_predict(x, w, b), "inputs": {"x": x, "w": w}}


@case("perceptron", points=2)
def perceptron_stops_when_all_is_right(student, rng):
    """Training on many separable samples: weights, bias and mistakes of every epoch up to the perfect one.

    ru: Обучение на многих разделимых объектах: веса, сдвиг и ошибки каждой эпохи до первой безошибочной.
    """
    y = rng.permutation(np.where(np.arange(24) < 14, 1, -1))
    signal = np.where(y > 0, rng.uniform(2.0, 3.0, 24), rng.uniform(0.5, 1.2, 24))
    x = np.column_stack([0.3 * uneven(rng, 24), signal, 0.3 * uneven(rng, 24)])
    x[[y.argmax(), y.argmin()], ::2] = 0  # with no bias, no weights could be right for these two
    learned = student.perceptron_fit(x, y, 200)
    return {**named(learned, "w", "b", "mistakes"), "inputs": {"x": x, "y": y}}


@case("perceptron", points=1)
def perceptron_gives_up_in_time(student, rng):
    """Training on classes that no line separates ends after `max_epochs` epochs.

    ru: Обучение на неразделимых классах заканчивается через `max_epochs` эпох.
    """
    corners = rng.permutation(np.array([[1, 1], [-1, -1], [1, -1], [-1, 1]] * 3))
    x, y = corners + rng.uniform(-0.2, 0.2, (12, 2)), np.prod(corners, axis=1)
    learned = student.perceptron_fit(x, y, 7)
    return {**named(learned, "w", "b", "mistakes"), "inputs": {"x": x, "y": y}}


@case("perceptron", points=1)
def perceptron_on_a_single_sample(student, rng):
    """Training on one sample of the class -1.

    ru: Обучение на одном объекте класса -1.
    """
    x, y = uneven(rng, 1, 4), np.array([-1])
    learned = student.perceptron_fit(x, y, 10)
    return {**named(learned, "w", "b", "mistakes"), "inputs": {"x": x, "y": y}}


@case("perceptron", points=1)
def perceptron_in_single_precision(student, rng):
    """Training on float32 samples gives float32 weights.

    ru: Обучение на объектах float32 даёт веса float32.
    """
    y = rng.permutation(np.where(np.arange(11) < 6, 1, -1))
    signal = np.where(y > 0, rng.integers(4, 6, 11), rng.integers(1, 3, 11))
    x = np.column_stack([signal, rng.integers(-1, 2, 11)]).astype(np.float32)
    x[[y.argmax(), y.argmin()], 1] = 0  # with no bias, no weights could be right for these two
    learned = student.perceptron_fit(x, y, 200)
    return named(learned, "w", "b", "mistakes")


# ---------------------------------------------------------------------------------------------- activations


@case("sigmoid", points=1)
def sigmoid_of_any_shape(student, rng):
    """The sigmoid of arrays with one and with three dimensions.

    ru: Сигмоида от одномерного и трёхмерного массивов.
    """
    flat, deep = 3 * uneven(rng, 7), 3 * uneven(rng, 2, 3, 4)
    return {
        "flat": student.sigmoid(flat),
        "deep": student.sigmoid(deep),
        "inputs": {"flat": flat, "deep": deep},
    }


@case("sigmoid", points=2)
def sigmoid_gradient_of_other_sizes(student, rng):
    """Gradients through the sigmoid for batches of one and of seven.

    ru: Градиенты через сигмоиду для батчей из одного и из семи объектов.
    """
    seen, inputs = {}, {}
    for size in (1, 7):
        z, dout = 2 * uneven(rng, size, 5), 3 * uneven(rng, size, 5)
        out = student.sigmoid(z)
        seen[f"out of {size}"] = snapshot(out)
        seen[f"dz of {size}"] = student.sigmoid_backward(dout, out)
        inputs |= {f"z of {size}": z, f"dout of {size}": dout, f"out of {size}": out}
    return {**seen, "inputs": inputs}


@case("sigmoid", points=1)
def sigmoid_of_huge_numbers(student, rng):
    """Values and gradients of the sigmoid for |z| up to 1000.

    ru: Значения и градиенты сигмоиды при |z| до 1000.
    """
    z = np.concatenate([uneven(rng, 5), rng.uniform(700, 1000, 4), rng.uniform(-1000, -700, 4), [1e3, -1e3]])
    dout = uneven(rng, z.size)
    out = student.sigmoid(z)
    return {"out": snapshot(out), "dz": student.sigmoid_backward(dout, out)}


@case("sigmoid", points=1)
def sigmoid_without_overflow(student, rng):
    """No overflow on the way to the sigmoid of |z| up to 1000.

    ru: Вычисление сигмоиды при |z| до 1000 обходится без переполнений.
    """
    z = rng.permutation(np.concatenate([uneven(rng, 3), rng.uniform(720, 1000, 3), rng.uniform(-1000, -720, 3)]))
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return {"out": student.sigmoid(z)}


@case("sigmoid", points=1)
def sigmoid_in_single_precision(student, rng):
    """float32 stays float32 through the sigmoid, forward and backward.

    ru: float32 остаётся float32 в сигмоиде и её градиенте.
    """
    z, dout = uneven(rng, 3, 2).astype(np.float32), uneven(rng, 3, 2).astype(np.float32)
    out = student.sigmoid(z)
    return {"out": snapshot(out), "dz": student.sigmoid_backward(dout, out)}


@case("tanh", points=1)
def tanh_of_any_shape(student, rng):
    """The hyperbolic tangent of arrays with one and with three dimensions.

    ru: Гиперболический тангенс от одномерного и трёхмерного массивов.
    """
    flat, deep = uneven(rng, 7), uneven(rng, 2, 3, 4)
    return {"flat": student.tanh(flat), "deep": student.tanh(deep), "inputs": {"flat": flat, "deep": deep}}


@case("tanh", points=2)
def tanh_gradient_of_other_sizes(student, rng):
    """Gradients through the hyperbolic tangent for batches of one and of seven.

    ru: Градиенты через гиперболический тангенс для батчей из одного и из семи объектов.
    """
    seen, inputs = {}, {}
    for size in (1, 7):
        z, dout = uneven(rng, size, 5), 3 * uneven(rng, size, 5)
        out = student.tanh(z)
        seen[f"out of {size}"] = snapshot(out)
        seen[f"dz of {size}"] = student.tanh_backward(dout, out)
        inputs |= {f"z of {size}": z, f"dout of {size}": dout, f"out of {size}": out}
    return {**seen, "inputs": inputs}


@case("tanh", points=2)
def tanh_of_huge_numbers(student, rng):
    """Values and gradients of the hyperbolic tangent for |z| up to 1000.

    ru: Значения и градиенты гиперболического тангенса при |z| до 1000.
    """
    z = np.concatenate([uneven(rng, 5), rng.uniform(720, 1000, 4), rng.uniform(-1000, -720, 4), [1e3, -1e3]])
    dout = uneven(rng, z.size)
    out = student.tanh(z)
    return {"out": snapshot(out), "dz": student.tanh_backward(dout, out)}


@case("tanh", points=1)
def tanh_in_single_precision(student, rng):
    """float32 stays float32 through the hyperbolic tangent, forward and backward.

    ru: float32 остаётся float32 в гиперболическом тангенсе и его градиенте.
    """
    z, dout = uneven(rng, 3, 2).astype(np.float32), uneven(rng, 3, 2).astype(np.float32)
    out = student.tanh(z)
    return {"out": snapshot(out), "dz": student.tanh_backward(dout, out)}


@case("relu", points=1)
def relu_of_any_shape(student, rng):
    """ReLU of arrays with one and with three dimensions, small and large numbers.

    ru: ReLU от одномерного и трёхмерного массивов, маленьких и больших чисел.
    """
    flat, deep = all_signs(rng, 24)
    deep = 100 * deep.reshape(2, 3, 4)
    return {"flat": student.relu(flat), "deep": student.relu(deep), "inputs": {"flat": flat, "deep": deep}}


@case("relu", points=2)
def relu_gradient_of_other_sizes(student, rng):
    """Gradients through ReLU for batches of one and of seven.

    ru: Градиенты через ReLU для батчей из одного и из семи объектов.
    """
    z, dout = all_signs(rng, 7, 5)
    first = student.relu_backward(dout, z)
    return {"dz of 7": first, "dz of 1": student.relu_backward(3 * dout[:1], z[:1])}


@case("relu", points=2)
def relu_used_twice(student, rng):
    """ReLU forward and then backward on the same arrays, twice, with one result.

    ru: ReLU вперёд и назад на одних и тех же массивах дважды, с одним и тем же результатом.
    """
    z, dout = all_signs(rng, 4, 3)
    seen = {}
    for turn in ("first", "second"):
        seen[f"out, {turn} time"] = snapshot(student.relu(z))
        seen[f"dz, {turn} time"] = snapshot(student.relu_backward(dout, z))
    return {**seen, "inputs": {"dout": dout, "z": z}}


@case("relu", points=1)
def relu_in_single_precision(student, rng):
    """float32 stays float32 through ReLU, forward and backward.

    ru: float32 остаётся float32 в ReLU и её градиенте.
    """
    z, dout = (array.astype(np.float32) for array in all_signs(rng, 3, 2))
    return {"out": snapshot(student.relu(z)), "dz": student.relu_backward(dout, z)}


@case("leaky_relu", points=1)
def leaky_relu_by_default(student, rng):
    """Leaky ReLU and its gradient where the slope is not given.

    ru: Leaky ReLU и её градиент, если наклон не задан.
    """
    z, dout = all_signs(rng, 2, 3)
    out = snapshot(student.leaky_relu(z))
    return {"out": out, "dz": student.leaky_relu_backward(dout, z), "inputs": {"dout": dout, "z": z}}


@case("leaky_relu", points=2)
def leaky_relu_gradient_of_other_sizes(student, rng):
    """Gradients through leaky ReLU for batches of one and of seven, with different slopes.

    ru: Градиенты через Leaky ReLU для батчей из одного и из семи объектов, с разными наклонами.
    """
    z, dout = all_signs(rng, 7, 5)
    seven = student.leaky_relu_backward(dout, z, negative_slope=0.1)
    one = student.leaky_relu_backward(3 * dout[:1], z[:1], negative_slope=0.3)
    return {"dz of 7": seven, "dz of 1": one, "inputs": {"dout": dout, "z": z}}


@case("leaky_relu", points=2)
def leaky_relu_of_any_slope(student, rng):
    """Leaky ReLU and its gradient with slopes 1.6 and -0.4.

    ru: Leaky ReLU и её градиент с наклонами 1.6 и -0.4.
    """
    z, dout = all_signs(rng, 2, 3, 4)
    seen = {}
    for slope in (1.6, -0.4):
        seen[f"out, slope {slope}"] = snapshot(student.leaky_relu(z, slope))
        seen[f"dz, slope {slope}"] = snapshot(student.leaky_relu_backward(dout, z, slope))
    return {**seen, "inputs": {"dout": dout, "z": z}}


@case("leaky_relu", points=1)
def leaky_relu_in_single_precision(student, rng):
    """float32 stays float32 through leaky ReLU, forward and backward.

    ru: float32 остаётся float32 в Leaky ReLU и её градиенте.
    """
    z, dout = (array.astype(np.float32) for array in all_signs(rng, 3, 2))
    return {"out": snapshot(student.leaky_relu(z, 0.3)), "dz": student.leaky_relu_backward(dout, z, 0.3)}


# --------------------------------------------------------------------------------------------------- losses


@case("mse", points=2)
def mse_of_other_sizes(student, rng):
    """The mean squared error of one number, of seven, and of a table of two by three.

    ru: Среднеквадратичная ошибка для одного числа, для семи и для таблицы два на три.
    """
    seen = {}
    for name, shape in (("1", (1,)), ("7", (7,)), ("2x3", (2, 3))):
        predictions, target = uneven(rng, *shape), 2 * uneven(rng, *shape)
        seen[f"loss of {name}"] = student.mse_loss(predictions, target)
    return seen


@case("mse", points=2)
def mse_gradient_of_other_sizes(student, rng):
    """The gradient of the mean squared error of one number, of seven, and of a table of two by three.

    ru: Градиент среднеквадратичной ошибки для одного числа, для семи и для таблицы два на три.
    """
    seen = {}
    for name, shape in (("1", (1,)), ("7", (7,)), ("2x3", (2, 3))):
        predictions, target = uneven(rng, *shape), 2 * uneven(rng, *shape)
        seen[f"dinput of {name}"] = student.mse_loss_backward(predictions, target)
    return seen


@case("mse", points=1)
def mse_leaves_its_inputs(student, rng):
    """Loss and gradient for the same arrays, which stay as they are.

    ru: Значение и градиент на одних и тех же массивах, которые остаются прежними.
    """
    predictions, target = uneven(rng, 5, 2), uneven(rng, 5, 2)
    loss = student.mse_loss(predictions, target)
    dinput = student.mse_loss_backward(predictions, target)
    return {"loss": loss, "dinput": dinput, "inputs": {"input": predictions, "target": target}}


@case("mse", points=1)
def mse_in_single_precision(student, rng):
    """The gradient of the mean squared error of float32 arrays is float32.

    ru: Градиент среднеквадратичной ошибки массивов float32 имеет dtype float32.
    """
    predictions, target = uneven(rng, 6).astype(np.float32), uneven(rng, 6).astype(np.float32)
    loss = student.mse_loss(predictions, target)
    return {"loss": single(loss), "dinput": student.mse_loss_backward(predictions, target)}


@case("binary_cross_entropy", points=1)
def binary_cross_entropy_of_other_sizes(student, rng):
    """The binary cross-entropy of one logit, of seven, and of a two by three table with fractional targets.

    ru: Бинарная кросс-энтропия для одного логита, для семи и для таблицы два на три с дробными ответами.
    """
    seven = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0])
    seen = {}
    for name, target in (("1", np.zeros(1)), ("7", seven), ("2x3", rng.uniform(0.1, 0.9, (2, 3)))):
        logits = 2 * uneven(rng, *target.shape)
        seen[f"loss of {name}"] = student.binary_cross_entropy_with_logits(logits, target)
    return seen


@case("binary_cross_entropy", points=2)
def binary_cross_entropy_gradient_of_other_sizes(student, rng):
    """The gradient of the binary cross-entropy for one logit, for seven, and for a table of two by three.

    ru: Градиент бинарной кросс-энтропии для одного логита, для семи и для таблицы два на три.
    """
    seven = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0])
    seen = {}
    for name, target in (("1", np.ones(1)), ("7", seven), ("2x3", rng.uniform(0.1, 0.9, (2, 3)))):
        logits = 2 * uneven(rng, *target.shape)
        seen[f"dinput of {name}"] = student.binary_cross_entropy_with_logits_backward(logits, target)
    return seen


@case("binary_cross_entropy", points=2)
def binary_cross_entropy_of_huge_logits(student, rng):
    """Binary cross-entropy and gradient for |z| up to 1000 and up to 10000, right and wrong predictions.

    ru: Бинарная кросс-энтропия и градиент при |z| до 1000 и до 10000, верные и неверные предсказания.
    """
    target = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
    seen = {}
    for size in (1e3, 1e4):
        logits = np.array([1.0, -1.0, -0.8, 0.7, 0.0]) * size * rng.uniform(0.8, 1.0) + uneven(rng, 5)
        seen[f"loss up to {size:.0f}"] = student.binary_cross_entropy_with_logits(logits, target)
        seen[f"dinput up to {size:.0f}"] = student.binary_cross_entropy_with_logits_backward(logits, target)
    return seen


@case("binary_cross_entropy", points=1)
def binary_cross_entropy_in_single_precision(student, rng):
    """Loss and gradient for float32 arrays: the gradient is float32, the arrays stay as they are.

    ru: Значение и градиент для массивов float32: градиент имеет dtype float32, массивы остаются прежними.
    """
    logits, target = uneven(rng, 3, 2).astype(np.float32), np.array([[1, 0], [0, 0], [1, 1]], np.float32)
    loss = student.binary_cross_entropy_with_logits(logits, target)
    dinput = student.binary_cross_entropy_with_logits_backward(logits, target)
    return {"loss": single(loss), "dinput": dinput, "inputs": {"input": logits, "target": target}}


@case("cross_entropy", points=2)
def cross_entropy_of_other_sizes(student, rng):
    """`log_softmax` and cross-entropy for batches of one, two and seven samples.

    ru: `log_softmax` и кросс-энтропия для батчей из одного, двух и семи объектов.
    """
    seen = {}
    for size, classes, target in ((1, 4, [2]), (2, 5, [4, 0]), (7, 3, [0, 2, 1, 1, 2, 0, 1])):
        logits = 2 * uneven(rng, size, classes)
        seen[f"log_softmax of {size}"] = student.log_softmax(logits)
        seen[f"loss of {size}"] = student.cross_entropy(logits, np.array(target))
    return seen


@case("cross_entropy", points=3)
def cross_entropy_gradient_of_other_sizes(student, rng):
    """The gradient of the cross-entropy for batches of one, two and seven samples.

    ru: Градиент кросс-энтропии для батчей из одного, двух и семи объектов.
    """
    seen = {}
    for size, classes, target in ((1, 4, [1]), (2, 5, [0, 3]), (7, 3, [2, 2, 1, 0, 2, 0, 1])):
        logits = 2 * uneven(rng, size, classes)
        seen[f"dinput of {size}"] = student.cross_entropy_backward(logits, np.array(target))
    return seen


ROUNDED = {"terms": 1_000_000}
"""For z - ln Σ exp(z): its rounding error grows with z, and becomes a relative one where exp follows."""


def huge_logits(rng, size):
    """Rows near `size`, near -`size` and spread between them; the third row predicts its target 0 wrongly."""
    logits = uneven(rng, 4, 3)
    logits[0] += 0.9 * size
    logits[1] -= 0.9 * size
    logits[2] += size * np.array([-0.8, 0.9, 0.1])
    return logits, np.array([1, 2, 0, 1])


@case("cross_entropy", points=2, options=ROUNDED)
def cross_entropy_of_large_logits(student, rng):
    """`log_softmax`, cross-entropy and gradient for |z| up to 1000.

    ru: `log_softmax`, кросс-энтропия и градиент при |z| до 1000.
    """
    logits, target = huge_logits(rng, 1e3)
    return {
        "log_softmax": student.log_softmax(logits),
        "loss": student.cross_entropy(logits, target),
        "dinput": student.cross_entropy_backward(logits, target),
    }


@case("cross_entropy", points=1, options=ROUNDED)
def cross_entropy_of_huge_logits(student, rng):
    """`log_softmax`, cross-entropy and gradient for |z| up to 10000.

    ru: `log_softmax`, кросс-энтропия и градиент при |z| до 10000.
    """
    logits, target = huge_logits(rng, 1e4)
    return {
        "log_softmax": student.log_softmax(logits),
        "loss": student.cross_entropy(logits, target),
        "dinput": student.cross_entropy_backward(logits, target),
    }


@case("cross_entropy", points=1)
def cross_entropy_in_single_precision(student, rng):
    """Loss and gradient for float32 logits and int32 classes: float32, and the arrays stay as they are.

    ru: Значение и градиент для логитов float32 и классов int32: float32, и массивы остаются прежними.
    """
    logits, target = uneven(rng, 4, 3).astype(np.float32), np.array([2, 0, 0, 1], np.int32)
    logits[range(4), [0, 1, 2, 0]] += 4  # all four predictions are wrong
    return {
        "log_softmax": student.log_softmax(logits),
        "loss": single(student.cross_entropy(logits, target)),
        "dinput": student.cross_entropy_backward(logits, target),
        "inputs": {"input": logits, "target": target},
    }


# ------------------------------------------------------------------------------------- fully connected layers


@case("linear", points=2)
def linear_of_other_sizes(student, rng):
    """The fully connected layer for batches of one, two and seven, also with as many outputs as inputs.

    ru: Полносвязный слой для батчей из одного, двух и семи объектов, в том числе с равными входом и выходом.
    """
    seen, inputs = {}, {}
    for size, shape in ((1, (4, 3)), (2, (3, 3)), (7, (2, 5))):
        x, w, b = uneven(rng, size, shape[0]), uneven(rng, *shape), uneven(rng, shape[1])
        seen[f"out of {size}"] = student.linear_forward(x, w, b)
        inputs |= {f"x of {size}": x, f"w of {size}": w, f"b of {size}": b}
    return {**seen, "inputs": inputs}


def backward_of_other_sizes(student, rng, index, name):
    """One of the three gradients, for batches of one, two and seven."""
    seen, inputs = {}, {}
    for size, shape in ((1, (4, 3)), (2, (3, 3)), (7, (2, 5))):
        x, w, dout = uneven(rng, size, shape[0]), uneven(rng, *shape), uneven(rng, size, shape[1])
        gradients = student.linear_backward(dout, x, w)
        there = isinstance(gradients, list | tuple) and len(gradients) == 3
        seen[f"{name} of {size}"] = gradients[index] if there else gradients
        inputs |= {f"dout of {size}": dout, f"x of {size}": x, f"w of {size}": w}
    return {**seen, "inputs": inputs}


@case("linear", points=2)
def linear_gradient_of_weights(student, rng):
    """The gradient of the weights for batches of one, two and seven.

    ru: Градиент по весам для батчей из одного, двух и семи объектов.
    """
    return backward_of_other_sizes(student, rng, 1, "dw")


@case("linear", points=2)
def linear_gradient_of_bias(student, rng):
    """The gradient of the bias for batches of one, two and seven.

    ru: Градиент по сдвигу для батчей из одного, двух и семи объектов.
    """
    return backward_of_other_sizes(student, rng, 2, "db")


@case("linear", points=2)
def linear_gradient_of_input(student, rng):
    """The gradient of the layer's input for batches of one, two and seven.

    ru: Градиент по входу слоя для батчей из одного, двух и семи объектов.
    """
    return backward_of_other_sizes(student, rng, 0, "dx")


@case("linear", points=1)
def linear_in_single_precision(student, rng):
    """float32 stays float32 through the fully connected layer, forward and backward.

    ru: float32 остаётся float32 в полносвязном слое и его градиентах.
    """
    shapes = ((5, 4), (4, 2), (2,), (5, 2))
    x, w, b, dout = (uneven(rng, *shape).astype(np.float32) for shape in shapes)
    out = student.linear_forward(x, w, b)
    return {"out": out, **named(student.linear_backward(dout, x, w), "dx", "dw", "db")}


def parameters_of(rng, sizes):
    """Drawn weights and biases for a network of these sizes."""
    shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
    weights = [1.5 * uneven(rng, *shape) / np.sqrt(shape[0]) for shape in shapes]
    return weights, [uneven(rng, shape[1]) / 2 for shape in shapes]


def network(student, rng, sizes, activation):
    """A network of the student's with drawn weights and biases, and the lists of them."""
    weights, biases = parameters_of(rng, sizes)
    net = student.MLP(sizes, activation, np.random.default_rng(0))
    net.weights, net.biases = list(weights), list(biases)
    return net, {"weights": weights, "biases": biases}


def gradients_of(net, layers, when=""):
    """The gradients of the parameters, from the last layer to the first, as they come to be."""
    entries = {}
    for layer in reversed(range(layers)):
        for name in ("dweights", "dbiases"):
            arrays = getattr(net, name, None)
            there = isinstance(arrays, list | tuple) and len(arrays) == layers
            entries[f"{name}[{layer}]{when}"] = arrays[layer] if there else arrays
    return snapshot(entries)


@case("mlp", points=2)
def mlp_output_of_deep_networks(student, rng):
    """Outputs of networks with three and with four layers, for batches of one and of seven.

    ru: Выходы сетей из трёх и из четырёх слоёв для батчей из одного и из семи объектов.
    """
    seen, inputs = {}, {}
    for size, sizes, name in ((1, [3, 6, 4, 2], "tanh"), (7, [4, 5, 3, 6, 2], "relu")):
        net, parameters = network(student, rng, sizes, name)
        x = uneven(rng, size, sizes[0])
        seen[f"out of {len(sizes) - 1} layers"] = net.forward(x)
        inputs |= {f"x of {len(sizes) - 1} layers": x, f"parameters of {len(sizes) - 1} layers": parameters}
    return {**seen, "inputs": inputs}


@case("mlp", points=3)
def mlp_with_every_activation(student, rng):
    """Outputs and gradients of networks with each of the four activations.

    ru: Выходы и градиенты сетей с каждой из четырёх активаций.
    """
    seen = {}
    for name in ("sigmoid", "tanh", "relu", "leaky_relu"):
        net, _ = network(student, rng, [4, 8, 6, 3], name)
        x, dout = uneven(rng, 7, 4), uneven(rng, 7, 3)
        seen[f"out, {name}"] = snapshot(net.forward(x))
        dx = snapshot(net.backward(dout))
        seen |= gradients_of(net, 3, f", {name}")
        seen[f"dx, {name}"] = dx
    return seen


@case("mlp", points=3)
def mlp_gradients_of_a_deep_network(student, rng):
    """Gradients of a network of four layers with hidden layers of equal width, from the last layer back.

    ru: Градиенты сети из четырёх слоёв со скрытыми слоями равной ширины, от последнего слоя назад.
    """
    net, parameters = network(student, rng, [3, 5, 5, 5, 2], "tanh")
    x, dout = uneven(rng, 6, 3), uneven(rng, 6, 2)
    out = snapshot(net.forward(x))
    dx = net.backward(dout)
    return {"out": out, **gradients_of(net, 4), "dx": dx, "inputs": {"dout": dout, "x": x, **parameters}}


@case("mlp", points=1)
def mlp_without_hidden_layers(student, rng):
    """Output and gradients of a network of one layer.

    ru: Выход и градиенты сети из одного слоя.
    """
    net, _ = network(student, rng, [4, 3], "relu")
    x, dout = uneven(rng, 5, 4), uneven(rng, 5, 3)
    out = snapshot(net.forward(x))
    dx = net.backward(dout)
    return {"out": out, **gradients_of(net, 1), "dx": dx}


@case("mlp", points=2)
def mlp_remembers_the_latest_forward(student, rng):
    """Two forward passes with batches of different size, then one backward pass.

    ru: Два прямых прохода с батчами разного размера, затем один обратный.
    """
    net, parameters = network(student, rng, [3, 6, 4, 2], "sigmoid")
    first, second, dout = uneven(rng, 7, 3), uneven(rng, 2, 3), uneven(rng, 2, 2)
    outs = {"first out": snapshot(net.forward(first)), "second out": snapshot(net.forward(second))}
    dx = net.backward(dout)
    inputs = {"dout": dout, "first x": first, "second x": second, **parameters}
    return {**outs, **gradients_of(net, 3), "dx": dx, "inputs": inputs}


@case("mlp", points=2)
def mlp_backward_again(student, rng):
    """Several backward passes after one forward pass, each with an upstream gradient of its own.

    ru: Несколько обратных проходов после одного прямого, каждый со своим входящим градиентом.
    """
    net, parameters = network(student, rng, [4, 6, 3], "relu")
    x = uneven(rng, 5, 4)
    seen = {"out": snapshot(net.forward(x))}
    for turn in ("first", "second", "third"):
        dx = snapshot(net.backward(uneven(rng, 5, 3)))
        seen |= gradients_of(net, 2, f", {turn} time")
        seen[f"dx, {turn} time"] = dx
    return {**seen, "inputs": {"x": x, **parameters}}


@case("mlp", points=1)
def mlp_networks_are_independent(student, rng):
    """Two networks used in turn: each goes backward through its own forward pass.

    ru: Две сети по очереди: каждая идёт назад по своему прямому проходу.
    """
    one, _ = network(student, rng, [3, 5, 2], "tanh")
    other, _ = network(student, rng, [3, 5, 2], "tanh")
    x_one, x_other, dout = uneven(rng, 4, 3), uneven(rng, 4, 3), uneven(rng, 4, 2)
    outs = {
        "out, first network": snapshot(one.forward(x_one)),
        "out, second network": snapshot(other.forward(x_other)),
    }
    dx_one, dx_other = snapshot(one.backward(dout)), snapshot(other.backward(2 * dout))
    return {
        **outs,
        **gradients_of(one, 2, ", first network"),
        "dx, first network": dx_one,
        **gradients_of(other, 2, ", second network"),
        "dx, second network": dx_other,
    }


@case("mlp", points=1)
def mlp_takes_new_parameters(student, rng):
    """Weights and biases replaced between two passes: the second pass uses the new ones.

    ru: Веса и сдвиги заменены между двумя проходами: второй проход использует новые.
    """
    sizes = [3, 4, 2]
    net, _ = network(student, rng, sizes, "tanh")
    x, dout = uneven(rng, 5, 3), uneven(rng, 5, 2)
    seen = {"old out": snapshot(net.forward(x)), "old dx": snapshot(net.backward(dout))}
    net.weights, net.biases = parameters_of(rng, sizes)
    new = {"new out": snapshot(net.forward(x)), "new dx": snapshot(net.backward(dout))}
    return {**seen, **new, **gradients_of(net, 2)}


@case("mlp", points=1)
def mlp_in_single_precision(student, rng):
    """A network of float32 parameters keeps float32, forward and backward.

    ru: Сеть с параметрами float32 сохраняет float32 в прямом и обратном проходе.
    """
    net, parameters = network(student, rng, [4, 5, 2], "tanh")
    net.weights = [w.astype(np.float32) for w in parameters["weights"]]
    net.biases = [b.astype(np.float32) for b in parameters["biases"]]
    x, dout = uneven(rng, 3, 4).astype(np.float32), uneven(rng, 3, 2).astype(np.float32)
    out = snapshot(net.forward(x))
    dx = net.backward(dout)
    return {"out": out, **gradients_of(net, 2), "dx": dx}
