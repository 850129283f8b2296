"""Known mistakes in the perceptron."""

import numpy as np

from grader.authoring import mistake


def trained(
    x,
    y,
    max_epochs,
    *,
    is_mistake=lambda margin: margin <= 0,
    step=lambda x_i, y_i: (y_i * x_i, float(y_i)),
    on_every_sample=False,
    stops=True,
):
    """The reference's loop with the parts that mistakes change."""
    w, b, mistakes = np.zeros(x.shape[1], dtype=x.dtype), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_i, y_i in zip(x, y, strict=True):
            missed = bool(is_mistake(y_i * (x_i @ w + b)))
            if missed or on_every_sample:
                dw, db = step(x_i, y_i)
                w, b = (w + dw).astype(x.dtype), b + db
            wrong += missed
        mistakes.append(wrong)
        if stops and wrong == 0:
            break
    return w, b, mistakes


@mistake("perceptron", section="l1-perceptron")
def updates_on_every_sample(module):
    """Your weights change on samples that are already right. When does Rosenblatt's rule leave w and b alone?

    ru: Ваши веса меняются и на тех объектах, где ответ уже верен. Когда правило Розенблатта не трогает w и b?
    """
    module.perceptron_fit = lambda x, y, max_epochs: trained(x, y, max_epochs, on_every_sample=True)


@mistake("perceptron", section="l1-perceptron")
def zero_score_is_no_mistake(module):
    """With w = 0 and b = 0 every score is 0. If that is no mistake, training never begins.

    ru: При w = 0 и b = 0 счёт каждого объекта равен 0. Если это не ошибка, обучение никогда не начнётся.
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, is_mistake=lambda margin: margin < 0)


@mistake("perceptron", section="l1-perceptron")
def bias_is_not_trained(module):
    """Your b stays 0, so the boundary always goes through the origin. What does the rule say about b?

    ru: Ваше b остаётся нулём, и граница всегда проходит через начало координат. Что правило говорит о b?
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, step=lambda x_i, y_i: (y_i * x_i, 0.0))


@mistake("perceptron", section="l1-perceptron")
def update_without_the_label(module):
    """On a mistake the weights should move towards samples of the class +1 and away from those of the class
    -1.

    ru: На ошибке веса должны сдвигаться к объектам класса +1 и от объектов класса -1.
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, step=lambda x_i, y_i: (x_i, 1.0))


@mistake("perceptron", section="l1-perceptron")
def update_in_the_wrong_direction(module):
    """After an update the score of the same sample should be nearer to its label; yours goes the other way.

    ru: После обновления счёт того же объекта должен стать ближе к его метке, а у вас он уходит в другую
    сторону.
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, step=lambda x_i, y_i: (-y_i * x_i, -float(y_i)))


@mistake("perceptron", section="l1-perceptron")
def difference_of_labels_as_the_error(module):
    """The rule (y - prediction)·x makes a step of 2 for labels -1 and +1, and misses a zero score of the
    class +1.

    ru: Правило (y - предсказание)·x при метках -1 и +1 делает шаг 2 и пропускает нулевой счёт у класса +1.
    """

    def perceptron_fit(x, y, max_epochs):
        w, b, mistakes = np.zeros(x.shape[1], dtype=x.dtype), 0.0, []
        for _ in range(max_epochs):
            errors = 0
            for x_i, y_i in zip(x, y, strict=True):
                error = float(y_i) - (1.0 if x_i @ w + b >= 0 else -1.0)
                w += error * x_i
                b += error
                errors += error != 0
            mistakes.append(errors)
            if errors == 0:
                break
        return w, b, mistakes

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def one_update_an_epoch(module):
    """You collect the mistakes of a whole epoch and update once. The rule updates at once: the next sample
    sees it.

    ru: Вы собираете ошибки за всю эпоху и обновляете веса один раз. По правилу обновление видит уже
    следующий объект.
    """

    def perceptron_fit(x, y, max_epochs):
        w, b, mistakes = np.zeros(x.shape[1], dtype=x.dtype), 0.0, []
        for _ in range(max_epochs):
            wrong = y * (x @ w + b) <= 0
            w = w + (y[wrong].astype(x.dtype)[:, None] * x[wrong]).sum(axis=0)
            b += float(y[wrong].sum())
            mistakes.append(int(wrong.sum()))
            if not wrong.any():
                break
        return w, b, mistakes

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def never_stops_early(module):
    """Training goes on after an epoch without mistakes. Nothing can change any more: when should it stop?

    ru: Обучение продолжается и после эпохи без ошибок. Меняться уже нечему: когда пора остановиться?
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, stops=False)


@mistake("perceptron", section="l1-perceptron")
def last_epoch_is_not_counted(module):
    """The epoch in which nothing was wrong was made too: look at how the list of mistakes should end.

    ru: Эпоха, в которой ошибок не было, тоже пройдена: посмотрите, чем должен кончаться список ошибок.
    """

    def perceptron_fit(x, y, max_epochs):
        w, b, mistakes = trained(x, y, max_epochs)
        return w, b, [count for count in mistakes if count]

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def mistakes_are_never_reset(module):
    """Your counter of mistakes keeps growing from epoch to epoch: every epoch counts its own mistakes.

    ru: Ваш счётчик ошибок растёт от эпохи к эпохе: у каждой эпохи ошибки свои.
    """

    def perceptron_fit(x, y, max_epochs):
        w, b, mistakes = trained(x, y, max_epochs, stops=False)
        return w, b, [int(count) for count in np.cumsum(mistakes)]

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def one_epoch_too_few(module):
    """When the classes cannot be separated, `max_epochs` epochs are made: you make one fewer.

    ru: Если классы неразделимы, проходится `max_epochs` эпох, а у вас на одну меньше.
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n - 1)


@mistake("perceptron", section="l1-perceptron")
def with_a_learning_rate(module):
    """Your updates are scaled by a learning rate. Boundary and mistakes do not notice it, but the task asks
    for step 1.

    ru: Ваши обновления умножены на темп обучения. Граница и ошибки этого не замечают, но в задаче шаг равен
    1.
    """
    module.perceptron_fit = lambda x, y, n: trained(x, y, n, step=lambda x_i, y_i: (0.1 * y_i * x_i, 0.1 * float(y_i)))


@mistake("perceptron", section="l1-perceptron")
def weights_in_double_precision(module):
    """`np.zeros` makes float64 by default: the weights should have the dtype of x.

    ru: `np.zeros` по умолчанию создаёт float64, а веса должны иметь dtype массива x.
    """

    def perceptron_fit(x, y, max_epochs):
        w, b, mistakes = trained(x, y, max_epochs)
        return w.astype(np.float64), b, mistakes

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def samples_are_overwritten(module):
    """You multiply x by the labels in place: the caller's array is no longer what it was.

    ru: Вы умножаете x на метки прямо в переданном массиве, и данные вызывающего кода испорчены.
    """

    def perceptron_fit(x, y, max_epochs):
        learned = trained(x, y, max_epochs)
        x *= y[:, None]
        return learned

    module.perceptron_fit = perceptron_fit


@mistake("perceptron", section="l1-perceptron")
def labels_zero_and_one(module):
    """Your predictions are 0 and 1, but the labels of this task are -1 and +1.

    ru: Ваши предсказания — 0 и 1, а метки в этой задаче — -1 и +1.
    """
    module.perceptron_predict = lambda x, w, b: np.where(x @ w + b >= 0, 1, 0)


@mistake("perceptron", section="l1-perceptron")
def sign_gives_a_third_label(module):
    """`np.sign` knows three values. Which label does a sample exactly on the boundary get?

    ru: У `np.sign` три значения. Какую метку получает объект ровно на границе?
    """
    module.perceptron_predict = lambda x, w, b: np.sign(x @ w + b)


@mistake("perceptron", section="l1-perceptron")
def boundary_belongs_to_the_negative_class(module):
    """A sample exactly on the boundary gets the other label: compare > and >= in the formula.

    ru: Объект ровно на границе получает другую метку: сравните > и >= в формуле.
    """
    module.perceptron_predict = lambda x, w, b: np.where(x @ w + b > 0, 1, -1)


@mistake("perceptron", section="l1-perceptron")
def prediction_without_bias(module):
    """The prediction does not notice b.

    ru: Предсказание не замечает b.
    """
    module.perceptron_predict = lambda x, w, b: np.where(x @ w >= 0, 1, -1)


@mistake("perceptron", section="l1-perceptron")
def scores_for_labels(module):
    """You return the scores; labels are made of their signs.

    ru: Вы возвращаете сами счета, а метки — это их знаки.
    """
    module.perceptron_predict = lambda x, w, b: x @ w + b
