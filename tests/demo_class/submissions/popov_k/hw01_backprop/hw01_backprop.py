from collections.abc import Callable, Sequence

import numpy as np

# ----------------------------------------------------------------------------------------------- perceptron


def perceptron_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
  scores = np.dot(x, w) + b
  # np.sign не подходит: в нуле он даёт 0
  res = []
  for s in scores:
    if s >= 0:
      res.append(1)
    else:
      res.append(-1)
  return np.array(res)


def perceptron_fit(x: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple[np.ndarray, float, list[int]]:
  n, d = x.shape
  w = np.zeros(d).astype(x.dtype)
  b = 0.0
  errors = []
  while len(errors) < max_epochs:
    err_count = 0
    for i in range(n):
      # объект классифицирован неверно (или лежит на границе)
      if y[i] * (np.dot(w, x[i]) + b) <= 0:
        w = (w + y[i] * x[i]).astype(x.dtype)
        b = b + float(y[i])
        err_count = err_count + 1
    errors.append(err_count)
    if not err_count:
      break
  return w, b, errors


# ---------------------------------------------------------------------------------------------- activations


def sigmoid(z: np.ndarray) -> np.ndarray:
  ex = np.exp(-np.abs(z))
  return np.where(z >= 0, 1 / (1 + ex), ex / (1 + ex))


def sigmoid_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
  # out уже сигмоида
  return dout * out * (1 - out)


def tanh(z: np.ndarray) -> np.ndarray:
  # tanh(z) = 2 * sigmoid(2z) - 1
  return 2 * sigmoid(2 * z) - 1


def tanh_backward(dout: np.ndarray, out: np.ndarray) -> np.ndarray:
  return dout * (1 - out ** 2)


def relu(z: np.ndarray) -> np.ndarray:
  return np.maximum(z, 0)


def relu_backward(dout: np.ndarray, z: np.ndarray) -> np.ndarray:
  dz = dout.copy()
  dz[z <= 0] = 0
  return dz


def leaky_relu(z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
  return np.where(z > 0, z, negative_slope * z)


def leaky_relu_backward(dout: np.ndarray, z: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
  return np.where(z > 0, dout, negative_slope * dout)


# --------------------------------------------------------------------------------------------------- losses


def mse_loss(input: np.ndarray, target: np.ndarray) -> float:
  return float(np.mean((input - target) ** 2))


def mse_loss_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
  n = input.size
  return (2 / n) * (input - target)


def binary_cross_entropy_with_logits(input: np.ndarray, target: np.ndarray) -> float:
  loss = np.logaddexp(0, input) - target * input
  return float(loss.sum() / loss.size)


def binary_cross_entropy_with_logits_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
  p = sigmoid(input)
  return (p - target) * (1 / target.size)


def log_softmax(input: np.ndarray) -> np.ndarray:
  # честный цикл по объектам
  rows = []
  for z in input:
    top = z.max()
    rows.append(z - top - np.log(np.sum(np.exp(z - top))))
  return np.stack(rows)


def cross_entropy(input: np.ndarray, target: np.ndarray) -> float:
  logp = log_softmax(input)
  return float(-logp[np.arange(len(target)), target].mean())


def cross_entropy_backward(input: np.ndarray, target: np.ndarray) -> np.ndarray:
  p = np.exp(log_softmax(input))
  p[np.arange(len(target)), target] -= 1
  return p / len(target)


# ------------------------------------------------------------------------------------- fully connected layers


def linear_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
  z = x.dot(w)
  z += b
  return z


def linear_backward(dout: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
  # dL/dW = x^T * dL/dz, проверил по размерностям
  dW = np.zeros_like(w)
  for sample, di in zip(x, dout):
    dW += np.outer(sample, di)
  db = np.sum(dout, 0)
  dx = dout.dot(w.transpose())
  return dx, dW, db


Forward = Callable[[np.ndarray], np.ndarray]
Backward = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def activation(name: str) -> tuple[Forward, Backward]:
  return {
    "sigmoid": (sigmoid, lambda dout, z, out: sigmoid_backward(dout, out)),
    "tanh": (tanh, lambda dout, z, out: tanh_backward(dout, out)),
    "relu": (relu, lambda dout, z, out: relu_backward(dout, z)),
    "leaky_relu": (leaky_relu, lambda dout, z, out: leaky_relu_backward(dout, z)),
  }[name]


class MLP:

  def __init__(self, sizes: Sequence[int], activation: str, rng: np.random.Generator) -> None:
    shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
    self.activation = activation
    self.weights = [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in shapes]
    self.biases = [np.zeros(shape[1]) for shape in shapes]
    self.dweights: list[np.ndarray] = []
    self.dbiases: list[np.ndarray] = []

  def forward(self, x: np.ndarray) -> np.ndarray:
    act = activation(self.activation)[0]
    self.zs = []
    self.activations = [x]
    *hidden, last = list(zip(self.weights, self.biases))
    for w, b in hidden:
      self.zs.append(linear_forward(self.activations[-1], w, b))
      self.activations.append(act(self.zs[-1]))
    return linear_forward(self.activations[-1], last[0], last[1])

  def backward(self, dout: np.ndarray) -> np.ndarray:
    dact = activation(self.activation)[1]
    dx, dW, db = linear_backward(dout, self.activations[-1], self.weights[-1])
    self.dweights, self.dbiases = [dW], [db]
    for l in range(len(self.zs) - 1, -1, -1):
      dz = dact(dx, self.zs[l], self.activations[l + 1])
      dx, dW, db = linear_backward(dz, self.activations[l], self.weights[l])
      self.dweights.insert(0, dW)
      self.dbiases.insert(0, db)
    return dx
