"""Known mistakes on the way back through activations."""

from grader.authoring import mistake


@mistake("activations", section="l1-activations")
def upstream_gradient_forgotten(module):
    """You gave the derivatives alone. The chain rule multiplies them by what comes from above, da.

    ru: Вы привели одни производные. По правилу цепочки они умножаются на то, что приходит сверху, — на da.
    """
    one_by_one = module.sigmoid_backward, module.tanh_backward, module.leaky_relu_backward
    module.sigmoid_backward = lambda da, a: one_by_one[0](1, a)
    module.tanh_backward = lambda da, a: one_by_one[1](1, a)
    module.leaky_relu_backward = lambda da, z, alpha: one_by_one[2](1, z, alpha)


@mistake("activations", section="l1-activations")
def sigmoid_applied_again(module):
    """What is given is already the output a = σ(z): you applied the sigmoid to it once more.

    ru: Дан уже выход a = σ(z), а вы применили к нему сигмоиду ещё раз.
    """
    right, sigmoid = module.sigmoid_backward, module.sigmoid
    module.sigmoid_backward = lambda da, a: right(da, sigmoid(a))


@mistake("activations", section="l1-activations")
def sigmoid_derived_like_tanh(module):
    """For the sigmoid you took the derivative of tanh. The sigmoid's slope is never more than 1/4.

    ru: Для сигмоиды вы взяли производную гиперболического тангенса. Наклон сигмоиды не бывает больше 1/4.
    """
    module.sigmoid_backward = lambda da, a: da * (1 - a**2)


@mistake("activations", section="l1-activations")
def sigmoid_half_derived(module):
    """For the sigmoid a factor is missing: the slope must vanish near a = 0 as well as near a = 1.

    ru: У сигмоиды не хватает множителя: наклон исчезает и около a = 0, и около a = 1.
    """
    module.sigmoid_backward = lambda da, a: da * (1 - a)


@mistake("activations", section="l1-activations")
def tanh_not_squared(module):
    """For tanh the square is missing: by your formula the slope at a < 0 would be more than 1.

    ru: У тангенса потерян квадрат: по вашей формуле наклон при a < 0 оказался бы больше 1.
    """
    module.tanh_backward = lambda da, a: da * (1 - a)


@mistake("activations", section="l1-activations")
def tanh_derived_like_the_sigmoid(module):
    """For tanh you took the derivative of the sigmoid. At 0, where a = 0, the slope of tanh is 1.

    ru: Для тангенса вы взяли производную сигмоиды. В нуле, где a = 0, наклон тангенса равен 1.
    """
    module.tanh_backward = lambda da, a: da * a * (1 - a)


@mistake("activations", section="l1-activations")
def leaky_relu_taken_for_relu(module):
    """For z < 0 a plain ReLU passes nothing, a leaky one still passes a share of the gradient.

    ru: При z < 0 обычная ReLU ничего не пропускает, а leaky пропускает долю градиента.
    """
    module.leaky_relu_backward = lambda da, z, alpha: da if z > 0 else 0.0


@mistake("activations", section="l1-activations")
def leaky_relu_value_for_slope(module):
    """For leaky ReLU you multiplied by its value. What is needed is its slope at z.

    ru: Для leaky ReLU вы умножили на её значение. Нужен её наклон в точке z.
    """
    module.leaky_relu_backward = lambda da, z, alpha: da * (z if z > 0 else alpha * z)
