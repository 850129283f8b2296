"""Known mistakes in the gradients of a fully connected layer."""

from grader.authoring import mistake


def with_gradient(module, **changed):
    """Puts other gradients in place of some; each is a function of (dz, x, w)."""
    right = module.linear_backward
    module.linear_backward = lambda dz, x, w: (
        right(dz, x, w) | {name: gradient(dz, x, w) for name, gradient in changed.items()}
    )


@mistake("linear", section="l1-fully-connected")
def dw_the_wrong_way_round(module):
    """Your dW is transposed: its rows belong to inputs, its columns to outputs, as in W.

    ru: Ваша dW транспонирована: её строки отвечают входам, а столбцы — выходам, как у W.
    """
    with_gradient(module, dw=lambda dz, x, w: dz.T @ x)


@mistake("linear", section="l1-fully-connected")
def dx_without_the_transpose(module):
    """For dx you multiplied by W itself. On the way back the gradient goes through the transposed weights.

    ru: Для dx вы умножили на саму W. На обратном пути градиент проходит через транспонированные веса.
    """
    with_gradient(module, dx=lambda dz, x, w: dz @ w)


@mistake("linear", section="l1-fully-connected")
def db_averaged(module):
    """You averaged db over the batch. The layer sums; an average, if the loss has one, is in dz already.

    ru: Вы усреднили db по батчу. Слой суммирует; усреднение, если оно есть в функции потерь, уже внутри dz.
    """
    with_gradient(module, db=lambda dz, x, w: dz.mean(axis=0))


@mistake("linear", section="l1-fully-connected")
def dw_averaged(module):
    """You divided dW by the size of the batch. The layer sums; an average of the loss is in dz already.

    ru: Вы разделили dW на размер батча. Слой суммирует; усреднение функции потерь уже внутри dz.
    """
    with_gradient(module, dw=lambda dz, x, w: x.T @ dz / len(x))


@mistake("linear", section="l1-fully-connected")
def averaged_by_the_layer(module):
    """You divided dW and db by the size of the batch. The layer sums; an average of the loss is in dz already.

    ru: Вы разделили dW и db на размер батча. Слой суммирует; усреднение функции потерь уже внутри dz.
    """
    with_gradient(module, dw=lambda dz, x, w: x.T @ dz / len(x), db=lambda dz, x, w: dz.mean(axis=0))
