"""Homework 1: from the perceptron to backpropagation, in NumPy.

Shapes: `x` is (B, N_in), one sample a row; `w` is (N_in, N_out); `b` is (N_out,).  Every `…_backward`
function is given `dout`, the gradient of the loss with respect to what the forward function returned, and
returns the gradient with respect to its input: same shape, same dtype.

Results have the dtype of the inputs: float32 in, float32 out; float64 in, float64 out.  Inside you may
compute in another floating precision.  Inputs are never modified.  Allowed: NumPy and the standard library.

ru: Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy.

Размеры: `x` — (B, N_in), один объект в строке; `w` — (N_in, N_out); `b` — (N_out,). Каждая функция
`…_backward` получает `dout` — градиент функции потерь по тому, что вернула прямая функция, — и возвращает
градиент по её входу: того же размера и того же dtype.

Результаты имеют dtype входов: float32 на входе — float32 на выходе, float64 на входе — float64 на выходе.
Внутри можно считать в другой точности с плавающей точкой. Входы никогда не изменяются. Разрешены NumPy и
стандартная библиотека.
"""

from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Labels (B,) of the samples `x` (B, D) for weights `w` (D,) and bias `b`.

    The score of a sample is x_i · w + b.  The label is +1 where the score is >= 0 and -1 where it is < 0.
    The labels may be of any integer or floating dtype.

    ru: Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`.

    Счёт объекта равен x_i · w + b. Метка равна +1 там, где счёт >= 0, и -1 там, где счёт < 0.
    Метки могут быть любого целого или вещественного dtype.
    """
    # BEGIN SOLUTION
    return np.where(x @ w + b >= 0, 1, -1)
    # END SOLUTION


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Rosenblatt's rule for samples `x` (B, D) with labels `y` (B,) in {-1, +1}; returns (w, b, mistakes).

    Starts from w = 0, b = 0.  An epoch goes over the samples once, in the given order.  A sample is a
    mistake if y_i (x_i · w + b) <= 0 (a score of 0 is a mistake too), with the `w` and `b` of that moment;
    then, at once, w <- w + y_i x_i and b <- b + y_i.  Other samples change nothing.  Training stops after
    the first epoch without mistakes, or after `max_epochs` epochs.  `w` (D,) has the dtype of `x`, `b` is a
    number, and `mistakes` is a list with the number of mistakes in every epoch that was made (so the list
    of a run that converged ends with 0).

    ru: Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).

    Начинаем с w = 0, b = 0. Эпоха — один проход по объектам в данном порядке. Объект считается ошибкой, если
    y_i (x_i · w + b) <= 0 (счёт 0 — тоже ошибка) при текущих `w` и `b`; тогда сразу же
    w <- w + y_i x_i и b <- b + y_i. Остальные объекты ничего не меняют. Обучение останавливается после первой
    эпохи без ошибок или после `max_epochs` эпох. `w` (D,) имеет dtype массива `x`, `b` — число, а
    `mistakes` — список с числом ошибок в каждой пройденной эпохе (так что список сошедшегося обучения
    кончается нулём).
    """
    # BEGIN SOLUTION
    w, b = np.zeros(x.shape[1], dtype=x.dtype), 0.0
    mistakes: list[int] = []
    for _ in range(max_epochs):
        wrong = 0
        for x_i, y_i in zip(x, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w += y_i * x_i
                b += float(y_i)
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
    # END SOLUTION


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Logistic function 1 / (1 + exp(-z)) of every element; `z` has any shape, the result has the same.

    Right for |z| up to 1000, without overflow in any intermediate value (NumPy's warning counts as an error).

    ru: Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же.

    Верна при |z| до 1000, без переполнения в промежуточных значениях (предупреждение NumPy считается
    ошибкой).
    """
    # BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
    # END SOLUTION


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = sigmoid(z)` is the OUTPUT of the forward function.

    ru: Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции.
    """
    # BEGIN SOLUTION
    return dout * out * (1 - out)
    # END SOLUTION


def tanh(z: np.ndarray) -> np.ndarray:
    """Hyperbolic tangent (exp(z) - exp(-z)) / (exp(z) + exp(-z)) of every element.

    Right for |z| up to 1000.  `np.tanh` is allowed.

    ru: Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента.

    Верен при |z| до 1000. `np.tanh` использовать можно.
    """
    # BEGIN SOLUTION
    return np.tanh(z)
    # END SOLUTION


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, where `out = tanh(z)` is the OUTPUT of the forward function.

    ru: Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции.
    """
    # BEGIN SOLUTION
    return dout * (1 - out**2)
    # END SOLUTION


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) of every element, in a new array.

    ru: max(z, 0) от каждого элемента, в новом массиве.
    """
    # BEGIN SOLUTION
    return np.maximum(z, 0)
    # END SOLUTION


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Gradient with respect to `z`, the INPUT of the forward function; the derivative at 0 is 0 (not graded).

    ru: Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется).
    """
    # BEGIN SOLUTION
    return dout * (z > 0)
    # END SOLUTION


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """z where z > 0, and negative_slope · z elsewhere, in a new array; the slope may be above 1 or below 0.

    ru: z там, где z > 0, и negative_slope · z в остальных местах, в новом массиве; наклон может
    быть и больше 1, и меньше 0.
    """
    # BEGIN SOLUTION
    return np.where(z > 0, z, negative_slope * z)
    # END SOLUTION


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """Gradient with respect to `z`, the INPUT of the forward function.

    The derivative at 0 is `negative_slope` (not graded).

    ru: Градиент по `z` — ВХОДУ прямой функции.

    Производная в нуле равна `negative_slope` (не проверяется).
    """
    # BEGIN SOLUTION
    return np.where(z > 0, dout, negative_slope * dout)
    # END SOLUTION


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of (input - target)² over all elements; both have one shape, of one or two dimensions.

    ru: Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения.
    """
    # BEGIN SOLUTION
    return float(np.mean((input - target) ** 2))
    # END SOLUTION


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `mse_loss(input, target)` with respect to `input`.

    ru: Градиент `mse_loss(input, target)` по `input`.
    """
    # BEGIN SOLUTION
    return 2 * (input - target) / input.size
    # END SOLUTION


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Mean of -[t ln σ(z) + (1 - t) ln(1 - σ(z))] over all elements.

    z comes from `input` (logits), t from `target`; σ is the sigmoid; both arrays have one shape, of one or
    two dimensions, and one dtype; 0 <= t <= 1, fractions are possible.  Right (finite, not clipped) for |z|
    up to 10000.

    ru: Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам.

    z берётся из `input` (логиты), t — из `target`; σ — сигмоида; размеры массивов одинаковы (одно или два
    измерения), dtype тоже; 0 <= t <= 1, возможны дробные значения. Результат верен (конечен, не обрезан)
    при |z| до 10000.
    """
    # BEGIN SOLUTION
    return float(np.mean(np.logaddexp(0, input) - input * target))
    # END SOLUTION


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient of `binary_cross_entropy_with_logits(input, target)` with respect to `input` (the logits).

    ru: Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам).
    """
    # BEGIN SOLUTION
    return (sigmoid(input) - target) / input.size
    # END SOLUTION


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Logarithm of softmax, row by row: z_k - ln Σ_j exp(z_j) for each row z of `input` (B, C).

    Right for |z| up to 10000, also when the rows are of very different size.

    ru: Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C).

    Верен при |z| до 10000, в том числе когда строки очень разной величины.
    """
    # BEGIN SOLUTION
    shifted = input - input.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    # END SOLUTION


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Mean over the samples of -log_softmax(input)[i, target[i]].

    `input` (B, C) holds logits, `target` (B,) class indices: integers from 0 to C - 1.

    ru: Среднее по объектам величин -log_softmax(input)[i, target[i]].

    `input` (B, C) — логиты, `target` (B,) — номера классов: целые числа от 0 до C - 1.
    """
    # BEGIN SOLUTION
    return float(-np.mean(log_softmax(input)[np.arange(len(target)), target]))
    # END SOLUTION


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Gradient (B, C) of `cross_entropy(input, target)` with respect to `input` (the logits).

    ru: Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам).
    """
    # BEGIN SOLUTION
    dinput = np.exp(log_softmax(input))
    dinput[np.arange(len(target)), target] -= 1
    return dinput / len(target)
    # END SOLUTION


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Fully connected layer x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), result (B, N_out).

    ru: Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out).
    """
    # BEGIN SOLUTION
    return x @ w + b
    # END SOLUTION


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients (dx, dw, db) of the loss, each of the shape of its variable.

    `dout` (B, N_out) is the gradient with respect to the layer's result; `x` and `w` are what the forward
    function was given.

    ru: Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной.

    `dout` (B, N_out) — градиент по результату слоя; `x` и `w` — то, что получила прямая функция.
    """
    # BEGIN SOLUTION
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
    # END SOLUTION


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    """Given: the functions `forward(z)` and `backward(dout, z, out)` of the activation of that name.

    ru: Дано: функции `forward(z)` и `backward(dout, z, out)` для активации с таким именем.
    """
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }[name]


class MLP:
    """Fully connected network of any depth; `sizes` are the widths of input, hidden layers and output.

    After every layer but the last comes the activation; the last layer is linear.  Attributes, lists with
    one array a layer, from the first layer to the last: `weights[l]` (sizes[l], sizes[l+1]), `biases[l]`
    (sizes[l+1],) and, after `backward`, the gradients `dweights[l]`, `dbiases[l]` of the same shapes.
    `weights` and `biases` may be replaced from outside by other lists at any time before a forward pass.

    ru: Полносвязная сеть любой глубины; `sizes` — ширина входа, скрытых слоёв и выхода.

    После каждого слоя, кроме последнего, стоит активация; последний слой линейный. Атрибуты — списки, по
    массиву на слой, от первого слоя к последнему: `weights[l]` (sizes[l], sizes[l+1]), `biases[l]`
    (sizes[l+1],) и, после `backward`, градиенты `dweights[l]`, `dbiases[l]` тех же размеров. Снаружи
    `weights` и `biases` могут заменить другими списками в любой момент до прямого прохода.
    """

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        """Given: random weights, zero biases; `activation` is "sigmoid", "tanh", "relu" or "leaky_relu".

        ru: Дано: случайные веса, нулевые сдвиги; `activation` — "sigmoid", "tanh", "relu" или "leaky_relu".
        """
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Output (B, sizes[-1]) for the samples `x` (B, sizes[0]); keeps what `backward` will need.

        ru: Выход (B, sizes[-1]) для объектов `x` (B, sizes[0]); запоминает то, что понадобится в `backward`.
        """
        # BEGIN SOLUTION
        forward, _ = activation(self.activation)
        self._cache: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        last = len(self.weights) - 1
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = linear_forward(x, w, b)
            out = z if layer == last else forward(z)
            self._cache.append((x, z, out))
            x = out
        return x
        # END SOLUTION

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Gradient (B, sizes[0]) with respect to the `x` of the latest `forward`.

        `dout` is the gradient with respect to the result of that `forward`.
        Sets `dweights` and `dbiases` anew (never adds to the old ones); the parameters stay as they are.
        `backward` may be called several times after one `forward`.

        ru: Градиент (B, sizes[0]) по `x` последнего вызова `forward`.

        `dout` — градиент по результату этого вызова.
        Записывает `dweights` и `dbiases` заново (не прибавляет к старым); параметры не меняются.
        После одного `forward` можно вызвать `backward` несколько раз.
        """
        # BEGIN SOLUTION
        _, backward = activation(self.activation)
        dweights: list[np.ndarray] = []
        dbiases: list[np.ndarray] = []
        for layer in reversed(range(len(self.weights))):
            x, z, out = self._cache[layer]
            if layer < len(self.weights) - 1:
                dout = backward(dout, z, out)
            dout, dw, db = linear_backward(dout, x, self.weights[layer])
            dweights.insert(0, dw)
            dbiases.insert(0, db)
        self.dweights, self.dbiases = dweights, dbiases
        return dout
        # END SOLUTION
