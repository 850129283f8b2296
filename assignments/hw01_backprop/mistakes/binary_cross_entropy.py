"""Known mistakes in the binary cross-entropy."""

import numpy as np

from grader.authoring import mistake

LOSS = "binary_cross_entropy_with_logits"


def replace_loss(module, elementwise, reduce=np.mean):
    """Sets the loss to the mean of `elementwise(z, t)`."""
    setattr(module, LOSS, lambda input, target: float(reduce(elementwise(input, target))))


def replace_gradient(module, gradient):
    """Sets the gradient to `gradient(p, t, input)`, where p is the sigmoid of the logits."""
    setattr(module, f"{LOSS}_backward", lambda input, target: gradient(module.sigmoid(input), target, input))


def from_probabilities(p, t):
    """The formula as it is printed."""
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_logarithm_meets_zero(module):
    """For large logits the sigmoid is exactly 0 or 1, and its logarithm infinite. Join log and sigmoid into
    one formula.

    ru: При больших логитах сигмоида равна ровно 0 или 1, и логарифм бесконечен. Сведите логарифм и сигмоиду
    в одну формулу.
    """
    replace_loss(module, lambda z, t: from_probabilities(module.sigmoid(z), t))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_small_number_under_the_logarithm(module):
    """The small number that you add under the logarithm shifts every loss and caps large ones. It is not
    needed.

    ru: Малое число под логарифмом сдвигает каждую потерю и обрезает большие. Без него можно обойтись.
    """

    def elementwise(z, t):
        p = module.sigmoid(z)
        return -(t * np.log(p + 1e-7) + (1 - t) * np.log(1 - p + 1e-7))

    replace_loss(module, elementwise)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_clipped_probabilities(module):
    """Clipped probabilities give a loss of about 35 at most, but a logit of -1000 for the class 1 costs 1000.

    ru: Обрезанные вероятности дают потерю не больше примерно 35, а логит -1000 для класса 1 стоит 1000.
    """
    replace_loss(module, lambda z, t: from_probabilities(np.clip(module.sigmoid(z), 1e-15, 1 - 1e-15), t))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_exponent_overflows(module):
    """A good formula, but exp(z) is infinite for large z. Take out what grows, so that the exponent is
    never positive.

    ru: Формула хорошая, но exp(z) бесконечна при больших z. Вынесите растущую часть, чтобы показатель не
    был положительным.
    """
    replace_loss(module, lambda z, t: np.log1p(np.exp(z)) - t * z)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_summed(module):
    """Your loss grows with the number of elements: it should be their average.

    ru: Ваша потеря растёт с числом элементов, а должна быть их средним.
    """
    replace_loss(module, lambda z, t: np.logaddexp(0, z) - t * z, np.sum)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_averaged_over_samples_only(module):
    """For a table (B, K) you average over its B rows; the formula averages over all B·K elements.

    ru: Для таблицы (B, K) вы усредняете по B строкам, а формула усредняет по всем B·K элементам.
    """
    replace_loss(module, lambda z, t: np.logaddexp(0, z) - t * z, lambda losses: losses.sum() / len(losses))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_one_class_only(module):
    """Samples of the class 0 cost you nothing: the second term of the formula is missing.

    ru: Объекты класса 0 ничего у вас не стоят: потеряно второе слагаемое формулы.
    """
    replace_loss(module, lambda z, t: t * np.logaddexp(0, -z))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_without_the_minus(module):
    """Your loss is negative: logarithms of probabilities are, a loss is not.

    ru: Ваша потеря отрицательна: таковы логарифмы вероятностей, но не потеря.
    """
    replace_loss(module, lambda z, t: t * z - np.logaddexp(0, z))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_logits_taken_for_probabilities(module):
    """The input is logits, any numbers; the logarithm wants probabilities.

    ru: На вход подаются логиты, то есть любые числа, а логарифму нужны вероятности.
    """
    replace_loss(module, lambda z, t: from_probabilities(z, t))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_sigmoid_twice(module):
    """You apply the sigmoid twice: your loss cannot get below 0.3 even for certain and right predictions.

    ru: Вы применяете сигмоиду дважды: ваша потеря не опускается ниже 0.3 даже при уверенных верных
    предсказаниях.
    """
    replace_loss(module, lambda z, t: np.logaddexp(0, module.sigmoid(z)) - t * module.sigmoid(z))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_truth_and_prediction_swapped(module):
    """The prediction belongs inside the logarithm, the truth in front of it.

    ru: Предсказание стоит под логарифмом, а истинный ответ — перед ним.
    """
    replace_loss(module, lambda z, t: from_probabilities(t, module.sigmoid(z)))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_targets_rounded(module):
    """You choose one of the two terms. With fractional targets both count, each with its weight.

    ru: Вы выбираете одно из двух слагаемых. При дробных ответах учитываются оба, каждое со своим весом.
    """
    replace_loss(module, lambda z, t: np.logaddexp(0, np.where(t > 0.5, -z, z)))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_binary_logarithm(module):
    """Your loss is larger by the factor 1/ln 2: the logarithm is the natural one.

    ru: Ваша потеря больше в 1/ln 2 раз: логарифм здесь натуральный.
    """
    replace_loss(module, lambda z, t: (np.logaddexp(0, z) - t * z) / np.log(2))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_of_the_sum(module):
    """The loss is an average, the gradient is that of a sum: it has to get smaller as the batch grows.

    ru: Потеря — среднее, а градиент у вас — от суммы: с ростом батча он должен уменьшаться.
    """
    replace_gradient(module, lambda p, t, z: p - t)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_averaged_over_samples_only(module):
    """For a table (B, K) you divide by the number of rows; the loss averages over all elements.

    ru: Для таблицы (B, K) вы делите на число строк, а потеря усреднена по всем элементам.
    """
    replace_gradient(module, lambda p, t, z: (p - t) / len(z))


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_of_the_probability(module):
    """This is the derivative with respect to the probability. One more link of the chain leads to the logit.

    ru: Это производная по вероятности. До логита остаётся ещё одно звено цепочки.
    """
    replace_gradient(module, lambda p, t, z: (p - t) / (p * (1 - p)) / z.size)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_with_one_link_too_many(module):
    """Your gradient vanishes for certain but wrong predictions. The derivative of the sigmoid has cancelled
    already.

    ru: Ваш градиент исчезает на уверенных, но неверных предсказаниях. Производная сигмоиды уже сократилась.
    """
    replace_gradient(module, lambda p, t, z: (p - t) * p * (1 - p) / z.size)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_in_the_wrong_direction(module):
    """Your gradient points the other way: a step against it would make the loss larger.

    ru: Ваш градиент направлен в другую сторону: шаг против него увеличил бы потерю.
    """
    replace_gradient(module, lambda p, t, z: (t - p) / z.size)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_of_the_logits(module):
    """Your gradient compares logits with targets: what has to be compared with 0 and 1?

    ru: Ваш градиент сравнивает с ответами логиты: что на самом деле надо сравнивать с 0 и 1?
    """
    replace_gradient(module, lambda p, t, z: (z - t) / z.size)


@mistake("binary_cross_entropy", section="l1-empirical-risk")
def bce_gradient_in_double_precision(module):
    """Your gradient is float64 also where the logits are float32.

    ru: Ваш градиент — float64 даже там, где логиты float32.
    """
    replace_gradient(module, lambda p, t, z: (p - t) / np.float64(z.size))
