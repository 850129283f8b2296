"""Домашнее задание 1: от перцептрона до обратного распространения ошибки, на NumPy.

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
    """Метки (B,) объектов `x` (B, D) при весах `w` (D,) и сдвиге `b`.

    Счёт объекта равен x_i · w + b. Метка равна +1 там, где счёт >= 0, и -1 там, где счёт < 0.
    Метки могут быть любого целого или вещественного dtype.
    """
    return 2 * ((x @ w + b) >= 0).astype(int) - 1


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
    """Правило Розенблатта для объектов `x` (B, D) с метками `y` (B,) из {-1, +1}; возвращает (w, b,
    mistakes).

    Начинаем с w = 0, b = 0. Эпоха — один проход по объектам в данном порядке. Объект считается ошибкой, если
    y_i (x_i · w + b) <= 0 (счёт 0 — тоже ошибка) при текущих `w` и `b`; тогда сразу же
    w <- w + y_i x_i и b <- b + y_i. Остальные объекты ничего не меняют. Обучение останавливается после первой
    эпохи без ошибок или после `max_epochs` эпох. `w` (D,) имеет dtype массива `x`, `b` — число, а
    `mistakes` — список с числом ошибок в каждой пройденной эпохе (так что список сошедшегося обучения
    кончается нулём).
    """
    # идём по объектам по порядку
    w = np.zeros_like(x[0])
    b = 0.0
    mistakes = []
    done = False
    epoch = 0
    while not done and epoch < max_epochs:
        mistakes.append(0)
        for i in range(len(x)):
            margin = y[i] * (np.sum(x[i] * w) + b)
            if margin > 0:
                continue
            w += x[i] * y[i]
            b += y[i]
            mistakes[-1] += 1
        done = mistakes[-1] == 0
        epoch += 1
    return w, float(b), mistakes


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Логистическая функция 1 / (1 + exp(-z)) от каждого элемента; `z` любого размера, результат того же.

    Верна при |z| до 1000, без переполнения в промежуточных значениях (предупреждение NumPy считается
    ошибкой).
    """
    # аккуратно с экспонентой
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = sigmoid(z)` — ВЫХОД прямой функции."""
    # s' = s(1-s)
    return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
    """Гиперболический тангенс (exp(z) - exp(-z)) / (exp(z) + exp(-z)) от каждого элемента.

    Верен при |z| до 1000. `np.tanh` использовать можно.
    """
    res = np.tanh(z)
    return res


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Градиент по `z`, где `out = tanh(z)` — ВЫХОД прямой функции."""
    return dout - dout * out * out


def relu(z: np.ndarray) -> np.ndarray:
    """max(z, 0) от каждого элемента, в новом массиве."""
    return z * (z > 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции; производная в нуле равна 0 (не проверяется)."""
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """z там, где z > 0, и negative_slope · z в остальных местах, в новом массиве; наклон может
    быть и больше 1, и меньше 0.
    """
    res = z.copy()
    neg = z <= 0
    res[neg] = negative_slope * z[neg]
    return res


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    """Градиент по `z` — ВХОДУ прямой функции.

    Производная в нуле равна `negative_slope` (не проверяется).
    """
    return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее (input - target)² по всем элементам; размеры одинаковы, одно или два измерения."""
    diff = (input - target).ravel()
    return float(np.dot(diff, diff)) / len(diff)


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `mse_loss(input, target)` по `input`."""
    return 2 * (input - target) / input.size


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее -[t ln σ(z) + (1 - t) ln(1 - σ(z))] по всем элементам.

    z берётся из `input` (логиты), t — из `target`; σ — сигмоида; размеры массивов одинаковы (одно или два
    измерения), dtype тоже; 0 <= t <= 1, возможны дробные значения. Результат верен (конечен, не обрезан)
    при |z| до 10000.
    """
    return float(np.mean(np.maximum(input, 0) - input * target + np.log1p(np.exp(-np.abs(input)))))


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент `binary_cross_entropy_with_logits(input, target)` по `input` (по логитам)."""
    return (sigmoid(input) - target) / input.size


def log_softmax(input: np.ndarray) -> np.ndarray:
    """Логарифм softmax в каждой строке: z_k - ln Σ_j exp(z_j) для каждой строки z массива `input` (B, C).

    Верен при |z| до 10000, в том числе когда строки очень разной величины.
    """
    # по строкам!
    shifted = input - input.max()
    return shifted - np.log(np.exp(shifted).sum())


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
    """Среднее по объектам величин -log_softmax(input)[i, target[i]].

    `input` (B, C) — логиты, `target` (B,) — номера классов: целые числа от 0 до C - 1.
    """
    lp = log_softmax(input)
    return float(-lp[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Градиент (B, C) функции `cross_entropy(input, target)` по `input` (по логитам)."""
    # выводили на семинаре
    p = np.exp(log_softmax(input))
    Y = np.zeros_like(p)
    for i, k in enumerate(target):
        Y[i, k] = 1
    return (p - Y) / input.shape[0]


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Полносвязный слой x W + b: `x` (B, N_in), `w` (N_in, N_out), `b` (N_out,), результат (B, N_out)."""
    return np.dot(x, w) + b


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Градиенты (dx, dw, db) функции потерь, каждый размера своей переменной.

    `dout` (B, N_out) — градиент по результату слоя; `x` и `w` — то, что получила прямая функция.
    """
    # размеры: (B, in), (in, out), (out,)
    # dL/dW = x^T * dL/dz, проверил по размерностям
    dw = np.zeros_like(w)
    for xi, di in zip(x, dout):
        dw += np.outer(xi, di)
    db = np.sum(dout, 0)
    dx = dout.dot(w.transpose())
    return dx, dw, db


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
    """Дано: функции `forward(z)` и `backward(dout, z, out)` для активации с таким именем."""
    return {
        "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
        "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
        "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
        "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
    }[name]


class MLP:
    """Полносвязная сеть любой глубины; `sizes` — ширина входа, скрытых слоёв и выхода.

    После каждого слоя, кроме последнего, стоит активация; последний слой линейный. Атрибуты — списки, по
    массиву на слой, от первого слоя к последнему: `weights[l]` (sizes[l], sizes[l+1]), `biases[l]`
    (sizes[l+1],) и, после `backward`, градиенты `dweights[l]`, `dbiases[l]` тех же размеров. Снаружи
    `weights` и `biases` могут заменить другими списками в любой момент до прямого прохода.
    """

    def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
        """Дано: случайные веса, нулевые сдвиги; `activation` — "sigmoid", "tanh", "relu" или "leaky_relu"."""
        shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        self.activation = activation
        self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
        self.biases = [np.zeros(shape[1]) for shape in shapes]
        self.dweights: list[np.ndarray] = []
        self.dbiases: list[np.ndarray] = []

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Выход (B, sizes[-1]) для объектов `x` (B, sizes[0]); запоминает то, что понадобится в `backward`."""
        f = activation(self.activation)[0]
        self.cache = []
        h = x
        for i in range(len(self.weights)):
            z = linear_forward(h, self.weights[i], self.biases[i])
            # после последнего слоя активации нет
            if i == len(self.weights) - 1:
                a = z
            else:
                a = f(z)
            self.cache.append({"x": h, "z": z, "a": a})
            h = a
        return h

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Градиент (B, sizes[0]) по `x` последнего вызова `forward`.

        `dout` — градиент по результату этого вызова.
        Записывает `dweights` и `dbiases` заново (не прибавляет к старым); параметры не меняются.
        После одного `forward` можно вызвать `backward` несколько раз.
        """
        # цепное правило
        df = activation(self.activation)[1]
        dws, dbs = [], []
        grad = dout
        for i in reversed(range(len(self.weights))):
            c = self.cache[i]
            if i != len(self.weights) - 1:
                grad = df(grad, c["z"], c["a"])
            grad, dw, db = linear_backward(grad, c["x"], self.weights[i])
            dws.append(dw)
            dbs.append(db)
        self.dweights = dws[::-1]
        self.dbiases = dbs[::-1]
        return grad
