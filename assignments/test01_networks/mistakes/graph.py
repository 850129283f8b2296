"""Known mistakes on a computational graph."""

from grader.authoring import mistake


def with_gradients(module, change):
    """Changes some of the gradients; `change` is a function of (x, y, z, sign)."""
    right = module.graph_gradients
    module.graph_gradients = lambda *at: right(*at) | change(*at)


@mistake("graph", section="l1-backpropagation")
def only_through_the_product(module):
    """x has two arrows, and you went back along the one from q only. The gradients of both ways are added.

    ru: Из x выходят две стрелки, а вы вернулись только по одной, от q. Градиенты двух путей складываются.
    """
    with_gradients(module, lambda x, y, z, sign: {"dx": sign * (x - z) * y})


@mistake("graph", section="l1-backpropagation")
def only_through_the_difference(module):
    """x has two arrows, and you went back along the one from r only. The gradients of both ways are added.

    ru: Из x выходят две стрелки, а вы вернулись только по одной, от r. Градиенты двух путей складываются.
    """
    with_gradients(module, lambda x, y, z, sign: {"dx": sign * x * y})


@mistake("graph", section="l1-backpropagation")
def ways_multiplied(module):
    """You multiplied what comes along the two ways to x. Along a way gradients are multiplied, ways are added.

    ru: Вы перемножили то, что пришло в x по двум путям. Вдоль пути градиенты умножаются, а пути складываются.
    """
    with_gradients(module, lambda x, y, z, sign: {"dx": (x - z) * y * x * y})


@mistake("graph", section="l1-backpropagation")
def minus_forgotten(module):
    """You treated r as a sum. What is subtracted gets the gradient with a minus.

    ru: Вы обошлись с r как с суммой. То, что вычитается, получает градиент с минусом.
    """

    def change(x, y, z, sign):
        r = sign * (x - z)
        return {"dx": r * y + x * y, "dz": x * y}

    with_gradients(module, change)


@mistake("graph", section="l1-backpropagation")
def own_factor_for_the_other(module):
    """At the product f = q·r each factor gets the other one, not itself.

    ru: В произведении f = q·r каждый множитель получает другой множитель, а не себя.
    """

    def change(x, y, z, sign):
        q, r = x * y, sign * (x - z)
        return {"dx": q * y + r * sign, "dy": q * x, "dz": -r * sign}

    with_gradients(module, change)
