"""Known mistakes in cutting an epoch into mini-batches."""

import numpy as np

from grader.authoring import mistake


def epoch_of(order_of):
    """A `minibatches` that is right but for its order: `order_of(number of samples, rng, shuffle)`."""

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = order_of(len(x), rng, shuffle)
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            yield x[batch], y[batch]

    return minibatches


def usual_order(n, rng, shuffle):
    """The order of the reference."""
    return rng.permutation(n) if shuffle else np.arange(n)


@mistake("minibatches", section="l2-train-loop")
def subset_of_features(module):
    """You seem to have followed the lecture notes, which say "a random subset of features": that is a slip. A
    mini-batch is a subset of samples, and each of them keeps all its features.

    ru: Похоже, вы шли за конспектом, где сказано «случайное подмножество признаков»: там описка. Мини-батч —
    это подмножество объектов, и у каждого из них остаются все признаки.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        features = usual_order(x.shape[1], rng, shuffle)
        for start in range(0, len(features), batch_size):
            yield x[:, features[start : start + batch_size]], y

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def shuffled_apart(module):
    """Each array was shuffled by a permutation of its own, and the samples lost their targets.

    ru: Каждый массив перемешан своей перестановкой, и объекты потеряли свои ответы.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        of_x, of_y = usual_order(len(x), rng, shuffle), usual_order(len(y), rng, shuffle)
        for start in range(0, len(x), batch_size):
            part = slice(start, start + batch_size)
            yield x[of_x[part]], y[of_y[part]]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def only_x_shuffled(module):
    """The samples were shuffled, their targets were not.

    ru: Объекты перемешаны, а их ответы остались в прежнем порядке.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = usual_order(len(x), rng, shuffle)
        for start in range(0, len(x), batch_size):
            yield x[order[start : start + batch_size]], y[start : start + batch_size]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def last_batch_dropped(module):
    """When `batch_size` does not divide the number of samples, the rest must not get lost.

    ru: Если число объектов не делится на `batch_size`, остаток терять нельзя.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = usual_order(len(x), rng, shuffle)
        for number in range(len(x) // batch_size):
            batch = order[number * batch_size : (number + 1) * batch_size]
            yield x[batch], y[batch]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def last_batch_filled_up(module):
    """The last batch was filled up with samples that this epoch has already seen: let it be short.

    ru: Последний батч дополнен объектами, которые в этой эпохе уже были: пусть он будет короче.
    """

    def padded(n, rng, shuffle, batch_size):
        order = usual_order(n, rng, shuffle)
        return np.resize(order, -(-n // batch_size) * batch_size)

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = padded(len(x), rng, shuffle, batch_size)
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            yield x[batch], y[batch]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def empty_last_batch(module):
    """When `batch_size` divides the number of samples, an empty batch comes out at the end.

    ru: Если число объектов делится на `batch_size`, в конце получается пустой батч.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = usual_order(len(x), rng, shuffle)
        for number in range(len(x) // batch_size + 1):
            batch = order[number * batch_size : (number + 1) * batch_size]
            yield x[batch], y[batch]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def last_sample_lost(module):
    """One sample never comes: count again where the last batch ends.

    ru: Один объект не встречается никогда: проверьте, где кончается последний батч.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: usual_order(n, rng, shuffle)[: n - 1])


@mistake("minibatches", section="l2-train-loop")
def drawn_with_replacement(module):
    """The samples are drawn with replacement: some come twice in an epoch, others do not come at all.

    ru: Объекты выбираются с возвращением: одни встречаются за эпоху дважды, другие ни разу.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: rng.integers(n, size=n) if shuffle else np.arange(n))


@mistake("minibatches", section="l2-train-loop")
def same_order_every_epoch(module):
    """A generator made inside the function starts from the same seed every time: all epochs are alike.

    ru: Генератор, созданный внутри функции, каждый раз начинает с одного зерна: все эпохи одинаковы.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: usual_order(n, np.random.default_rng(0), shuffle))


@mistake("minibatches", section="l2-train-loop")
def global_randomness(module):
    """The order comes from `np.random` and not from the generator that is handed in, so it cannot be repeated.

    ru: Порядок взят из `np.random`, а не из переданного генератора, поэтому повторить его нельзя.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: usual_order(n, np.random, shuffle))


@mistake("minibatches", section="l2-train-loop")
def never_shuffled(module):
    """With shuffle=True the samples still come in their old order.

    ru: При shuffle=True объекты всё равно идут в прежнем порядке.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: np.arange(n))


@mistake("minibatches", section="l2-train-loop")
def always_shuffled(module):
    """shuffle=False is not taken into account.

    ru: Значение shuffle=False не учитывается.
    """
    module.minibatches = epoch_of(lambda n, rng, shuffle: (rng or np.random.default_rng(0)).permutation(n))


@mistake("minibatches", section="l2-train-loop")
def whole_batches_shuffled(module):
    """The same neighbours always meet in a batch: shuffle the samples before cutting them into batches, not
    after.

    ru: В батче всегда встречаются одни и те же соседи: перемешивать надо объекты до нарезки, а не готовые
    батчи.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        starts = np.arange(0, len(x), batch_size)
        for start in rng.permutation(starts) if shuffle else starts:
            yield x[start : start + batch_size], y[start : start + batch_size]

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def data_shuffled_in_place(module):
    """You shuffle the arrays that were handed in: whoever calls you finds the data in another order. Shuffle
    indices.

    ru: Вы перемешиваете сами переданные массивы: у того, кто их передал, данные меняют порядок. Перемешивайте
    индексы.
    """

    def minibatches(x, y, batch_size, rng, shuffle=True):
        order = usual_order(len(x), rng, shuffle)
        x[...], y[...] = x[order], y[order]
        for start in range(0, len(x), batch_size):
            yield x[start : start + batch_size].copy(), y[start : start + batch_size].copy()

    module.minibatches = minibatches


@mistake("minibatches", section="l2-train-loop")
def everything_float64(module):
    """The batches have another dtype than the data: `np.zeros` and astype(float) give float64.

    ru: У батчей не тот dtype, что у данных: `np.zeros` и astype(float) дают float64.
    """
    right = module.minibatches

    def minibatches(x, y, batch_size, rng, shuffle=True):
        return right(x.astype(np.float64), y, batch_size, rng, shuffle)

    module.minibatches = minibatches
