"""Homework 4. Training in PyTorch: layers, an optimizer, the training loop, early stopping.

Layers are `nn.Module`, the optimizer is a `torch.optim.Optimizer`: what you write must work wherever PyTorch's own
would. Gradients are autograd's business, no backward pass is to be written. A loader is anything that yields
batches (x, y) and can be gone through again: use it in `for x, y in loader` only.

ru: Домашнее задание 4. Обучение в PyTorch: слои, оптимизатор, цикл обучения, ранняя остановка.

Слои — это `nn.Module`, оптимизатор — `torch.optim.Optimizer`: написанное вами должно работать всюду, где работает
то, что есть в самом PyTorch. Градиенты считает autograd, обратный проход писать не нужно. Загрузчик (loader) — это
всё, что выдаёт батчи (x, y) и может быть пройдено снова: используйте его только в `for x, y in loader`.
"""

import copy
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

Loader = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]
History = dict[str, list[float]]


class Dropout(nn.Module):
    """Inverted dropout, as torch.nn.Dropout. `p` is the probability to DROP an element.

    ru: Инвертированный dropout, как torch.nn.Dropout. `p` — вероятность ОБНУЛИТЬ элемент.
    """

    def __init__(self, p: float = 0.5) -> None:
        """Keeps `p` in the attribute `p`; ValueError if it is not in [0, 1]. Neither parameters nor buffers.

        ru: Хранит `p` в атрибуте `p`; ValueError, если оно не из [0, 1]. Ни параметров, ни буферов.
        """
        super().__init__()
        # BEGIN SOLUTION
        if not 0 <= p <= 1:
            raise ValueError(f"a probability was expected, not {p}")
        self.p = p
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """A tensor of x's shape and dtype; x itself is not modified.

        In training each element is, independently of the others, 0 with probability p and x / (1 - p) otherwise;
        p = 1 gives zeros. In evaluation the result is x. Randomness comes from torch's global generator.

        ru: Тензор той же формы и того же dtype, что и x; сам x не меняется.

        При обучении каждый элемент независимо от других равен 0 с вероятностью p, иначе x / (1 - p); при p = 1
        получаются нули. В режиме eval результат равен x. Случайность — из глобального генератора torch.
        """
        # BEGIN SOLUTION
        if not self.training:
            return x
        kept = torch.rand_like(x) >= self.p
        scale = 1 / (1 - self.p) if self.p < 1 else 0.0
        return x * (scale * kept.to(x.dtype))
        # END SOLUTION


class BatchNorm1d(nn.Module):
    """Batch normalization of x of shape (B, D), each feature by itself, as torch.nn.BatchNorm1d.

        y = weight * (x - mean) / sqrt(var + eps) + bias

    Training: mean and var (biased, divided by B) are those of the batch; the running statistics r become
    (1 - momentum) * r + momentum * new, where the new variance is divided by B - 1.
    Evaluation: mean and var are the running statistics, which stay as they are.

    ru: Батч-нормализация x формы (B, D), каждый признак отдельно, как torch.nn.BatchNorm1d.

        y = weight * (x - mean) / sqrt(var + eps) + bias

    Обучение: mean и var (смещённая, с делением на B) берутся по батчу; скользящие статистики r становятся равны
    (1 - momentum) * r + momentum * new, где новая дисперсия берётся с делением на B - 1.
    Режим eval: mean и var — скользящие статистики, и они не меняются.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        """Parameters weight (ones), bias (zeros); buffers running_mean (zeros), running_var (ones), all of shape
        (num_features,), and the buffer num_batches_tracked, an int64 tensor without axes, at first 0.

        ru: Параметры weight (единицы), bias (нули); буферы running_mean (нули), running_var (единицы), все формы
        (num_features,), и буфер num_batches_tracked: тензор int64 без осей, сначала 0.
        """
        super().__init__()
        self.eps, self.momentum = eps, momentum
        # BEGIN SOLUTION
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """(B, D) → (B, D). In training: ValueError if B < 2, and the running statistics stay; otherwise updates
        them (no gradient flows through them) and adds 1 to num_batches_tracked. x is not modified.

        ru: (B, D) → (B, D). При обучении: ValueError при B < 2, и скользящие статистики прежние; иначе обновляет
        их (градиент через них не идёт) и прибавляет 1 к num_batches_tracked. x не меняется.
        """
        # BEGIN SOLUTION
        mean, var = self.running_mean, self.running_var
        if self.training:
            if len(x) < 2:
                raise ValueError("one sample has no variance")
            mean, var = x.mean(dim=0), x.var(dim=0, correction=0)
            with torch.no_grad():
                self.running_mean += self.momentum * (mean - self.running_mean)
                self.running_var += self.momentum * (x.var(dim=0) - self.running_var)
                self.num_batches_tracked += 1
        return self.weight * (x - mean) / torch.sqrt(var + self.eps) + self.bias
        # END SOLUTION


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """An nn.Sequential of fully connected layers: sizes=[64, 32, 10] gives 64 → 32 → 10.

    After every nn.Linear but the last come, in this order: your BatchNorm1d if batch_norm, nn.ReLU, your Dropout
    with p=dropout if dropout > 0. The last nn.Linear gives the logits. Initial weights are those of nn.Linear.

    ru: nn.Sequential из полносвязных слоёв: sizes=[64, 32, 10] даёт 64 → 32 → 10.

    После каждого nn.Linear, кроме последнего, по порядку: ваш BatchNorm1d, если batch_norm; nn.ReLU; ваш Dropout с
    p=dropout, если dropout > 0. Последний nn.Linear выдаёт логиты. Начальные веса — те, что даёт nn.Linear.
    """
    # BEGIN SOLUTION
    layers: list[nn.Module] = []
    for n_in, n_out in zip(sizes[:-2], sizes[1:-1], strict=True):
        layers.append(nn.Linear(n_in, n_out))
        if batch_norm:
            layers.append(BatchNorm1d(n_out))
        layers.append(nn.ReLU())
        if dropout > 0:
            layers.append(Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))
    # END SOLUTION


class AdamW(torch.optim.Optimizer):
    """Adam with decoupled weight decay, as torch.optim.AdamW, with parameter groups.

    For every parameter w with gradient g, at its step t = 1, 2, ... (m = v = 0 before the first one):

        w = w * (1 - lr * weight_decay)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        w = w - lr * (m / (1 - beta1 ** t)) / (sqrt(v / (1 - beta2 ** t)) + eps)

    ru: Adam с отделённым weight decay, как torch.optim.AdamW, с группами параметров.

    Для каждого параметра w с градиентом g на его шаге t = 1, 2, ... (до первого m = v = 0):

        w = w * (1 - lr * weight_decay)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g ** 2
        w = w - lr * (m / (1 - beta1 ** t)) / (sqrt(v / (1 - beta2 ** t)) + eps)
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """`params`: parameters, or dicts {"params": [...], "lr": ..., ...} with settings of their own: groups.

        ru: `params`: параметры или словари {"params": [...], "lr": ..., ...} со своими настройками: группы.
        """
        # BEGIN SOLUTION
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})
        # END SOLUTION

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """One step: updates the parameters in place with the settings of their group; gradients stay as they are.

        A parameter whose grad is None is left alone, and its t does not grow. The state is kept in self.state, so
        that state_dict and load_state_dict work. With a closure: calls it first, with gradients enabled, and
        returns what it returned; without one returns None.

        ru: Один шаг: обновляет параметры на месте с настройками их группы; градиенты не меняются.

        Параметр, у которого grad равен None, остаётся как есть, и его t не растёт. Состояние хранится в
        self.state, чтобы работали state_dict и load_state_dict. С closure: сначала вызывает её с включёнными
        градиентами и возвращает то, что вернула она; без неё возвращает None.
        """
        # BEGIN SOLUTION
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            lr, (beta1, beta2) = group["lr"], group["betas"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                state = self.state[w]
                if not state:
                    state.update(step=0, m=torch.zeros_like(w), v=torch.zeros_like(w))
                state["step"] += 1
                m, v, t = state["m"], state["v"], state["step"]
                m += (1 - beta1) * (w.grad - m)
                v += (1 - beta2) * (w.grad**2 - v)
                w *= 1 - lr * group["weight_decay"]
                w -= lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])
        return loss
        # END SOLUTION


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Trains the model in place: puts it into training mode and makes one step per batch of the loader.

    Each step follows the gradient of criterion(model(x), y) of this batch alone; there may be old gradients when
    the function is called. Returns a Python float: the mean loss per sample over all samples that the loader gave;
    a batch's loss (a mean over its samples) is the one computed before its step. No batch's graph is kept.

    ru: Обучает модель на месте: включает режим обучения и делает по шагу на каждый батч загрузчика.

    Шаг делается по градиенту criterion(model(x), y) только этого батча; при вызове функции могли остаться старые
    градиенты. Возвращает float: среднюю потерю на объект по всем объектам, которые выдал загрузчик; потеря батча
    (среднее по его объектам) — та, что вычислена до его шага. Граф вычислений батча не хранится.
    """
    # BEGIN SOLUTION
    model.train()
    total = count = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
    # END SOLUTION


def evaluate(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """The model's mean loss per sample and accuracy (share of right answers, 0 to 1): two Python floats.

    The model runs in evaluation mode and without autograd; afterwards it is in the mode in which it came, and
    autograd is as it was. Nothing is trained: parameters, buffers and gradients stay as they are.
    model(x) are logits (B, C), y: (B,) class indices; the answer is the class with the largest logit.

    ru: Средняя потеря модели на объект и доля верных ответов (от 0 до 1): два числа float.

    Модель работает в режиме eval и без autograd; после этого она в том режиме, в каком пришла, и autograd — как
    был. Ничего не обучается: параметры, буферы и градиенты не меняются.
    model(x) — логиты (B, C), y: (B,) — номера классов; ответ — класс с наибольшим логитом.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    total = right = count = 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total += criterion(logits, y).item() * len(x)
            right += int((logits.argmax(dim=1) == y).sum())
            count += len(x)
    model.train(was_training)
    return total / count, right / count
    # END SOLUTION


def fit(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    patience: int,
) -> History:
    """Trains with early stopping; the model ends with the weights of its best epoch.

    An epoch is train_one_epoch on train_loader, then evaluate on val_loader. It improves if its validation loss is
    less than that of all epochs before (equal is not less; NaN and infinity are never an improvement and spoil no
    later one).
    Stops after `patience` epochs in a row without improvement, or after `epochs`. In either case the model gets
    back its parameters and buffers of the best epoch (of the last one if none improved).
    Returns {"train_loss": [...], "val_loss": [...], "val_accuracy": [...]}, one float per epoch that was made.

    ru: Обучает с ранней остановкой; в конце у модели веса её лучшей эпохи.

    Эпоха — это train_one_epoch на train_loader, затем evaluate на val_loader. Она улучшила результат, если её
    потеря на валидации меньше, чем у всех прежних (равная — не меньше; NaN и бесконечность улучшением не бывают и
    следующим не мешают). Остановка — после `patience` эпох подряд без улучшения или после `epochs`. В обоих случаях
    модель получает обратно параметры и буферы лучшей эпохи (последней, если улучшений не было).
    Возвращает {"train_loss": [...], "val_loss": [...], "val_accuracy": [...]}, по числу на сделанную эпоху.
    """
    # BEGIN SOLUTION
    history: History = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best_loss, best_state, waited = math.inf, None, 0
    for _ in range(epochs):
        history["train_loss"].append(train_one_epoch(model, train_loader, criterion, optimizer))
        val_loss, val_accuracy = evaluate(model, val_loader, criterion)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
        waited += 1
        if val_loss < best_loss:
            best_loss, best_state, waited = val_loss, copy.deepcopy(model.state_dict()), 0
        if waited == patience:
            break
    if best_state is not None:
        model.load_state_dict(best_state)
    return history
    # END SOLUTION


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    """What a history of `fit` tells: a verdict by its last epoch, and the number of its best epoch.

    The verdict is, by the first line that holds for the losses of the last epoch:
    "underfitting" if train_loss > target_loss; "overfitting" if val_loss - train_loss > max_gap; else "good".
    The best epoch, counted from 0, is the first one with the least val_loss; NaN is never the least.
    There is at least one epoch whose val_loss is a number; the last epoch's losses are numbers.

    ru: О чём говорит история `fit`: вывод по последней эпохе и номер лучшей эпохи.

    Вывод — по первой строке, которая верна для потерь последней эпохи:
    "underfitting", если train_loss > target_loss; "overfitting", если val_loss - train_loss > max_gap; иначе "good".
    Лучшая эпоха, считая от 0, — первая из тех, где val_loss наименьшая; NaN наименьшим не бывает.
    Хотя бы в одной эпохе val_loss — число; потери последней эпохи — числа.
    """
    # BEGIN SOLUTION
    train_loss, val_loss = history["train_loss"][-1], history["val_loss"][-1]
    best = min(loss for loss in history["val_loss"] if not math.isnan(loss))
    best_epoch = history["val_loss"].index(best)
    if train_loss > target_loss:
        return "underfitting", best_epoch
    return "overfitting" if val_loss - train_loss > max_gap else "good", best_epoch
    # END SOLUTION


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Trains a network to read digits in at most 15 epochs; returns the model and the history of `fit`.

    x: (N, 64) float32, brightness from 0 to 1; y: (N,) int64, 0 to 9. model(x) are logits (N, 10). Everything
    else is yours to choose: sizes, dropout, batch_norm, batch size, optimizer's settings, patience.

    ru: Учит сеть читать цифры не более чем за 15 эпох; возвращает модель и историю `fit`.

    x: (N, 64) float32, яркость от 0 до 1; y: (N,) int64, от 0 до 9. model(x) — логиты (N, 10). Всё остальное
    выбираете вы: размеры, dropout, batch_norm, размер батча, настройки оптимизатора, patience.
    """
    # BEGIN SOLUTION
    model = make_mlp([64, 64, 10], batch_norm=True)
    optimizer = AdamW(model.parameters(), lr=1e-2)
    train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    val_loader = [(x_val, y_val)]
    history = fit(model, train_loader, val_loader, nn.CrossEntropyLoss(), optimizer, epochs=10, patience=3)
    return model, history
    # END SOLUTION
