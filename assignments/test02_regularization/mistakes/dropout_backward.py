"""Known slips about the backward pass of dropout."""

from grader.authoring import mistake

SECTION = "l2-dropout"


@mistake("dropout_backward", section=SECTION)
def gradient_not_scaled(module):
    """You forgot the factor 1/(1−p): what the forward pass multiplied by, the backward pass multiplies by as well.

    ru: Забыт множитель 1/(1−p): на что умножал прямой проход, на то умножает и обратный.
    """
    module.survivor_scale = lambda p: 1


@mistake("dropout_backward", section=SECTION)
def mask_seen_in_the_output(module):
    """An element that is zero by itself was kept all the same: the gradient passes by the mask, not by the output.

    ru: Элемент, равный нулю сам по себе, всё же уцелел: градиент пропускает маска, а не выход.
    """
    module.dropout_backward = lambda dout, x, mask, p: dout * mask * (x != 0) / (1 - p)


@mistake("dropout_backward", section=SECTION)
def gradient_not_masked(module):
    """What was dropped did not act on the loss: its gradient is zero.

    ru: То, что обнулено, на потерю не повлияло: градиент там равен нулю.
    """
    module.dropout_backward = lambda dout, x, mask, p: dout / (1 - p)


@mistake("dropout_backward", section=SECTION)
def multiplied_by_the_input(module):
    """The derivative of y = x·m/(1−p) by x is m/(1−p): x itself is not in it.

    ru: Производная y = x·m/(1−p) по x — это m/(1−p): самого x в ней нет.
    """
    module.dropout_backward = lambda dout, x, mask, p: dout * x * mask / (1 - p)


@mistake("dropout_backward", section=SECTION)
def p_taken_for_the_probability_to_keep(module):
    """p is the probability to drop here: divide by 1−p, not by p.

    ru: Здесь p — вероятность обнулить: делите на 1−p, а не на p.
    """
    module.survivor_scale = lambda p: 1 / p
