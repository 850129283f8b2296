"""What goes wrong in deriving a function of an activation."""

from grader.authoring import mistake


@mistake("derivative_formula", section="l1-activations")
def inner_derivative_forgotten(module):
    """This is the derivative by a. It is asked by z, and a depends on z: a factor is missing.

    ru: Это производная по a. Спрашивается производная по z, а a зависит от z: не хватает множителя.
    """
    module.derivative_formula = lambda coefficients, name: module.outer_derivative(coefficients)


@mistake("derivative_formula", section="l1-activations")
def derivative_of_the_other_activation(module):
    """The inner derivative is that of the other activation: check it at z = 0.

    ru: Внутренняя производная — от другой функции активации: проверьте её при z = 0.
    """
    right = module.inner_derivative
    module.inner_derivative = lambda name: right("tanh" if name == "sigmoid" else "sigmoid")


@mistake("derivative_formula", section="l1-activations")
def outer_derivative_forgotten(module):
    """This is only the derivative of a by z. The polynomial must be differentiated, too, and multiplied by it.

    ru: Это только производная a по z. Многочлен тоже нужно продифференцировать и умножить на неё.
    """
    module.derivative_formula = lambda coefficients, name: module.inner_derivative(name)


@mistake("derivative_formula", section="l1-activations")
def polynomial_not_differentiated(module):
    """You multiplied the inner derivative by the polynomial itself. What is needed is the polynomial's derivative.

    ru: Вы умножили внутреннюю производную на сам многочлен. Нужна производная многочлена.
    """
    module.outer_derivative = lambda coefficients: " + ".join(
        f"({c})*a**{n}" for n, c in enumerate(coefficients, start=1)
    )
