# Соколова Мария, группа 321
# На моём ноутбуке digits учится до 0.96-0.97, проверяла три раза
"""Домашнее задание 4. Обучение в PyTorch: слои, оптимизатор, цикл обучения, ранняя остановка.

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
    """Инвертированный dropout, как torch.nn.Dropout. `p` — вероятность ОБНУЛИТЬ элемент."""

    def __init__(self, p: float = 0.5) -> None:
        """Хранит `p` в атрибуте `p`; ValueError, если оно не из [0, 1]. Ни параметров, ни буферов."""
        super().__init__()
        if not (p >= 0 and p <= 1):
            raise ValueError('вероятность не из [0, 1]: ' + str(p))
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Тензор той же формы и того же dtype, что и x; сам x не меняется.

        При обучении каждый элемент независимо от других равен 0 с вероятностью p, иначе x / (1 - p); при p = 1
        получаются нули. В режиме eval результат равен x. Случайность — из глобального генератора torch.
        """
        if not self.training:
            return x
        keep_prob = 1 - self.p
        if keep_prob == 0:
            return 0 * x
        # 1 - оставляем, 0 - зануляем
        mask = (torch.rand(x.shape) < keep_prob).to(x.dtype)
        out = x * mask
        out = out / keep_prob
        return out


class BatchNorm1d(nn.Module):
    """Батч-нормализация x формы (B, D), каждый признак отдельно, как torch.nn.BatchNorm1d.

        y = weight * (x - mean) / sqrt(var + eps) + bias

    Обучение: mean и var (смещённая, с делением на B) берутся по батчу; скользящие статистики r становятся равны
    (1 - momentum) * r + momentum * new, где новая дисперсия берётся с делением на B - 1.
    Режим eval: mean и var — скользящие статистики, и они не меняются.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        """Параметры weight (единицы), bias (нули); буферы running_mean (нули), running_var (единицы), все формы
        (num_features,), и буфер num_batches_tracked: тензор int64 без осей, сначала 0.
        """
        super().__init__()
        self.eps, self.momentum = eps, momentum
        # обучаемые
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        # не обучаемые
        self.register_buffer('running_mean', torch.zeros(num_features))
        self.register_buffer('running_var', torch.ones(num_features))
        self.register_buffer('num_batches_tracked', torch.zeros((), dtype=torch.long))

    def forward(self, x: Tensor) -> Tensor:
        """(B, D) → (B, D). При обучении: ValueError при B < 2, и скользящие статистики прежние; иначе обновляет
        их (градиент через них не идёт) и прибавляет 1 к num_batches_tracked. x не меняется.
        """
        if not self.training:
            x_norm = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
            return x_norm * self.weight + self.bias
        n = x.size(0)
        if n < 2:
            raise ValueError('нужно хотя бы два объекта в батче')
        batch_mean = torch.mean(x, dim=0)
        batch_var = torch.var(x, dim=0, unbiased=False)
        batch_var_unbiased = batch_var * n / (n - 1)
        with torch.no_grad():
            self.running_mean.mul_(1 - self.momentum)
            self.running_mean.add_(self.momentum * batch_mean)
            self.running_var.mul_(1 - self.momentum)
            self.running_var.add_(self.momentum * batch_var_unbiased)
            self.num_batches_tracked.add_(1)
        x_norm = (x - batch_mean) / torch.sqrt(batch_var + self.eps)
        return x_norm * self.weight + self.bias


def make_mlp(sizes: Sequence[int], dropout: float = 0.0, batch_norm: bool = False) -> nn.Sequential:
    """nn.Sequential из полносвязных слоёв: sizes=[64, 32, 10] даёт 64 → 32 → 10.

    После каждого nn.Linear, кроме последнего, по порядку: ваш BatchNorm1d, если batch_norm; nn.ReLU; ваш Dropout с
    p=dropout, если dropout > 0. Последний nn.Linear выдаёт логиты. Начальные веса — те, что даёт nn.Linear.
    """
    modules = []
    n_layers = len(sizes) - 1
    for i in range(n_layers):
        modules.append(nn.Linear(sizes[i], sizes[i + 1]))
        # после последнего слоя ничего не надо
        if i < n_layers - 1:
            if batch_norm:
                modules.append(BatchNorm1d(sizes[i + 1]))
            modules.append(nn.ReLU())
            if dropout > 0:
                modules.append(Dropout(p=dropout))
    return nn.Sequential(*modules)


# Формула из условия, а не из конспекта (там нет корня)
class AdamW(torch.optim.Optimizer):
    """Adam с отделённым weight decay, как torch.optim.AdamW, с группами параметров.

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
        """`params`: параметры или словари {"params": [...], "lr": ..., ...} со своими настройками: группы."""
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        super(AdamW, self).__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Один шаг: обновляет параметры на месте с настройками их группы; градиенты не меняются.

        Параметр, у которого grad равен None, остаётся как есть, и его t не растёт. Состояние хранится в
        self.state, чтобы работали state_dict и load_state_dict. С closure: сначала вызывает её с включёнными
        градиентами и возвращает то, что вернула она; без неё возвращает None.
        """
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group['params']:
                g = p.grad
                if g is None:
                    continue
                if p not in self.state:
                    self.state[p] = {'t': 0, 'm': torch.zeros_like(p), 'v': torch.zeros_like(p)}
                st = self.state[p]
                # номер шага
                st['t'] = st['t'] + 1
                # моменты
                st['m'] = group['betas'][0] * st['m'] + (1 - group['betas'][0]) * g
                st['v'] = group['betas'][1] * st['v'] + (1 - group['betas'][1]) * g * g
                m = st['m'] / (1 - group['betas'][0] ** st['t'])
                v = st['v'] / (1 - group['betas'][1] ** st['t'])
                # weight decay отдельно от градиента
                new_p = p - group['lr'] * group['weight_decay'] * p
                new_p = new_p - group['lr'] * m / (v.sqrt() + group['eps'])
                p.copy_(new_p)
        return loss


def train_one_epoch(model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer) -> float:
    """Обучает модель на месте: включает режим обучения и делает по шагу на каждый батч загрузчика.

    Шаг делается по градиенту criterion(model(x), y) только этого батча; при вызове функции могли остаться старые
    градиенты. Возвращает float: среднюю потерю на объект по всем объектам, которые выдал загрузчик; потеря батча
    (среднее по его объектам) — та, что вычислена до его шага. Граф вычислений батча не хранится.
    """
    # режим обучения
    model.train()
    losses = []
    sizes = []
    for batch in loader:
        x, y = batch
        # обнуляем градиенты
        optimizer.zero_grad()
        # прямой проход
        pred = model(x)
        loss = criterion(pred, y)
        # обратный проход и шаг
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        # print('батч', len(y), 'потеря', loss.item())
        sizes.append(len(y))
    # последний батч может быть меньше!
    result = 0
    for i in range(len(losses)):
        result += losses[i] * sizes[i]
    return result / sum(sizes)


def evaluate(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """Средняя потеря модели на объект и доля верных ответов (от 0 до 1): два числа float.

    Модель работает в режиме eval и без autograd; после этого она в том режиме, в каком пришла, и autograd — как
    был. Ничего не обучается: параметры, буферы и градиенты не меняются.
    model(x) — логиты (B, C), y: (B,) — номера классов; ответ — класс с наибольшим логитом.
    """
    # запоминаем режим, чтобы потом вернуть
    old_mode = model.training
    model.eval()
    loss_sum = 0
    right = 0
    count = 0
    with torch.no_grad():
        for batch in loader:
            x, y = batch
            logits = model(x)
            loss_sum += float(criterion(logits, y)) * len(y)
            # softmax не нужен: argmax тот же
            _, answers = torch.max(logits, dim=1)
            for a, b in zip(answers, y):
                if a == b:
                    right += 1
            count += len(y)
    model.train(old_mode)
    return loss_sum / count, right / count


def fit(
    model: nn.Module,
    train_loader: Loader,
    val_loader: Loader,
    criterion: Criterion,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    patience: int,
) -> History:
    """Обучает с ранней остановкой; в конце у модели веса её лучшей эпохи.

    Эпоха — это train_one_epoch на train_loader, затем evaluate на val_loader. Она улучшила результат, если её
    потеря на валидации меньше, чем у всех прежних (равная — не меньше; NaN и бесконечность улучшением не бывают и
    следующим не мешают). Остановка — после `patience` эпох подряд без улучшения или после `epochs`. В обоих случаях
    модель получает обратно параметры и буферы лучшей эпохи (последней, если улучшений не было).
    Возвращает {"train_loss": [...], "val_loss": [...], "val_accuracy": [...]}, по числу на сделанную эпоху.
    """
    history = {'train_loss': [], 'val_loss': [], 'val_accuracy': []}
    best_val = None
    best_state = {}
    epochs_without_improvement = 0
    epoch = 0
    while epoch < epochs and epochs_without_improvement < patience:
        history['train_loss'].append(train_one_epoch(model, train_loader, criterion, optimizer))
        val_loss, val_acc = evaluate(model, val_loader, criterion)
        history['val_loss'].append(val_loss)
        history['val_accuracy'].append(val_acc)
        # nan и inf не считаем улучшением
        is_number = not math.isnan(val_loss) and not math.isinf(val_loss)
        if is_number and (best_val is None or val_loss < best_val):
            best_val = val_loss
            # важно: копия, а не ссылка
            for name, tensor in model.state_dict().items():
                best_state[name] = tensor.clone()
            epochs_without_improvement = 0
        else:
            epochs_without_improvement += 1
        epoch += 1
        print('эпоха', epoch, 'val_loss =', val_loss, 'точность =', val_acc)
    if best_val is not None:
        model.load_state_dict(best_state)
    return history


def diagnose(history: History, target_loss: float, max_gap: float) -> tuple[str, int]:
    """О чём говорит история `fit`: вывод по последней эпохе и номер лучшей эпохи.

    Вывод — по первой строке, которая верна для потерь последней эпохи:
    "underfitting", если train_loss > target_loss; "overfitting", если val_loss - train_loss > max_gap; иначе "good".
    Лучшая эпоха, считая от 0, — первая из тех, где val_loss наименьшая; NaN наименьшим не бывает.
    Хотя бы в одной эпохе val_loss — число; потери последней эпохи — числа.
    """
    best_loss = float('inf')
    best_epoch = 0
    # nan < что угодно - всегда False, так что он сам отсеется
    for i, loss in enumerate(history['val_loss']):
        if loss < best_loss:
            best_loss = loss
            best_epoch = i
    if history['train_loss'][-1] > target_loss:
        return 'underfitting', best_epoch
    gap = history['val_loss'][-1] - history['train_loss'][-1]
    if gap > max_gap:
        return 'overfitting', best_epoch
    return 'good', best_epoch


def train_digits(x_train: Tensor, y_train: Tensor, x_val: Tensor, y_val: Tensor) -> tuple[nn.Module, History]:
    """Учит сеть читать цифры не более чем за 15 эпох; возвращает модель и историю `fit`.

    x: (N, 64) float32, яркость от 0 до 1; y: (N,) int64, от 0 до 9. model(x) — логиты (N, 10). Всё остальное
    выбираете вы: размеры, dropout, batch_norm, размер батча, настройки оптимизатора, patience.
    """
    model = make_mlp([64, 50, 10], batch_norm=True)
    # с lr=1e-3 не успевает за 15 эпох
    optimizer = AdamW(model.parameters(), lr=0.02)
    # батчи руками, перемешиваем один раз
    order = torch.randperm(len(x_train))
    batches = []
    for i in range(0, len(order), 50):
        ids = order[i:i + 50]
        batches.append((x_train[ids], y_train[ids]))
    history = fit(model, batches, [(x_val, y_val)], nn.CrossEntropyLoss(), optimizer, 7, 3)
    return model, history
