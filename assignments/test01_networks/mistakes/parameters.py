"""What goes wrong in counting parameters."""

from grader.authoring import mistake


def layers(sizes):
    """The numbers of inputs and outputs of every layer."""
    return zip(sizes[:-1], sizes[1:], strict=True)


@mistake("parameters", section="l1-fully-connected")
def biases_not_counted(module):
    """You counted the weights only. Every unit but those of the input has a bias as well.

    ru: Вы посчитали только веса. У каждого нейрона, кроме входных, есть ещё смещение.
    """
    module.parameter_count = lambda sizes: sum(a * b for a, b in layers(sizes))


@mistake("parameters", section="l1-fully-connected")
def one_bias_a_layer(module):
    """You counted one bias a layer. The bias is a vector: a number for every output of the layer.

    ru: Вы посчитали по одному смещению на слой. Смещение — вектор: по числу на каждый выход слоя.
    """
    module.parameter_count = lambda sizes: sum(a * b + 1 for a, b in layers(sizes))


@mistake("parameters", section="l1-fully-connected")
def a_bias_for_every_input(module):
    """You counted a bias for every input of a layer. It is added to z, so it has as many numbers as there are outputs.

    ru: Вы посчитали по смещению на каждый вход слоя. Смещение прибавляется к z, значит, чисел в нём столько,
    сколько выходов.
    """
    module.parameter_count = lambda sizes: sum(a * b + a for a, b in layers(sizes))


@mistake("parameters", section="l1-fully-connected")
def input_given_biases(module):
    """You gave biases to the inputs, too. The input layer computes nothing and has no parameters.

    ru: Вы дали смещения и входам. Входной слой ничего не вычисляет, параметров у него нет.
    """
    module.parameter_count = lambda sizes: sum(a * b for a, b in layers(sizes)) + sum(sizes)


@mistake("parameters", section="l1-fully-connected")
def weights_transposed(module):
    """Your W is transposed. In z = xW samples are rows, so W has a row for every input.

    ru: Ваша W транспонирована. В z = xW объекты — строки, поэтому у W по строке на каждый вход.
    """
    module.weight_shape = lambda sizes, layer: (sizes[layer], sizes[layer - 1])
