"""What goes wrong with a numerical derivative."""

from grader.authoring import mistake


@mistake("finite_difference", section="l1-backpropagation")
def forward_difference(module):
    """This is the forward difference, from w to w + h. The central one goes from w − h to w + h.

    ru: Это разность вперёд, от w до w + h. Центральная берётся от w − h до w + h.
    """
    module.central_difference = lambda function, w, h: (function(w + h) - function(w)) / h


@mistake("finite_difference", section="l1-backpropagation")
def backward_difference(module):
    """This is the backward difference, from w − h to w. The central one goes from w − h to w + h.

    ru: Это разность назад, от w − h до w. Центральная берётся от w − h до w + h.
    """
    module.central_difference = lambda function, w, h: (function(w) - function(w - h)) / h


@mistake("finite_difference", section="l1-backpropagation")
def divided_by_h(module):
    """You divided by h. The two points are 2h apart.

    ru: Вы разделили на h. Точки отстоят друг от друга на 2h.
    """
    module.central_difference = lambda function, w, h: (function(w + h) - function(w - h)) / h


@mistake("finite_difference", section="l1-backpropagation")
def not_divided(module):
    """You did not divide: this is only the difference of two values of L.

    ru: Вы не разделили: это лишь разность двух значений L.
    """
    module.central_difference = lambda function, w, h: function(w + h) - function(w - h)


@mistake("finite_difference", section="l1-backpropagation")
def linear_term_lost(module):
    """In the exact derivative the linear term of L is missing.

    ru: В точной производной потеряно линейное слагаемое L.
    """
    module.cubic_derivative = lambda c, d, w: 3 * c * w**2
