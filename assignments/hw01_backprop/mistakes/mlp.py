"""Known mistakes in the multilayer network."""

import numpy as np

from grader.authoring import mistake


@mistake("mlp", section="l1-backpropagation")
def activation_after_the_last_layer(module):
    """Your network ends with an activation; its last layer should stay linear.

    ru: Ваша сеть кончается активацией, а её последний слой должен оставаться линейным.
    """

    class MLP(module.MLP):
        def forward(self, x):
            self.z = super().forward(x)
            self.out = module.activation(self.activation)[0](self.z)
            return self.out

        def backward(self, dout):
            return super().backward(module.activation(self.activation)[1](dout, self.z, self.out))

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def activation_before_the_first_layer(module):
    """Your activation meets the input of the network before the first layer does.

    ru: Ваша активация применяется ко входу сети ещё до первого слоя.
    """

    class MLP(module.MLP):
        def forward(self, x):
            self.x, self.h = x, module.activation(self.activation)[0](x)
            return super().forward(self.h)

        def backward(self, dout):
            return module.activation(self.activation)[1](super().backward(dout), self.x, self.h)

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def activations_skipped_on_the_way_back(module):
    """On the way back you go through the layers only. Every activation is a link of the chain too.

    ru: На обратном пути вы проходите только через слои. Каждая активация — тоже звено цепочки.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            forward_only, module.activation = (
                module.activation,
                lambda name: (None, lambda dout, z, out: dout),
            )
            try:
                return super().backward(dout)
            finally:
                module.activation = forward_only

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def derivative_at_another_layer(module):
    """The derivative of an activation is taken where that activation was applied: yours looks into another
    layer's cache.

    ru: Производная активации берётся там, где эта активация применялась, а ваша смотрит в кэш другого слоя.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            kept = self._cache
            shifted = [kept[0]]
            for (x, z, out), (_, z_below, out_below) in zip(kept[1:], kept[:-1], strict=True):
                fits = z.shape == z_below.shape
                shifted.append((x, z_below if fits else z, out_below if fits else out))
            self._cache = shifted
            try:
                return super().backward(dout)
            finally:
                self._cache = kept

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def layers_walked_forwards(module):
    """Your backward pass begins at the first layer. Which layer does the gradient `dout` belong to?

    ru: Ваш обратный проход начинается с первого слоя. К какому слою относится градиент `dout`?
    """

    class MLP(module.MLP):
        def backward(self, dout):
            backward = module.activation(self.activation)[1]
            self.dweights, self.dbiases = [], []
            for layer, (x, z, out) in enumerate(self._cache):
                if layer < len(self.weights) - 1:
                    dout = backward(dout, z, out)
                dout, dw, db = module.linear_backward(dout, x, self.weights[layer])
                self.dweights.append(dw)
                self.dbiases.append(db)
            return dout

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def sigmoid_and_tanh_given_the_input(module):
    """ReLU networks go back rightly, sigmoid and tanh do not: their backward functions want the output, not
    z.

    ru: Сети с ReLU идут назад верно, а с сигмоидой и tanh — нет: их обратным функциям нужен выход, а не z.
    """
    right = module.activation

    def activation(name):
        forward, backward = right(name)
        return forward, lambda dout, z, out: backward(dout, z, z)

    module.activation = activation


@mistake("mlp", section="l1-backpropagation")
def relu_whatever_the_name(module):
    """Your network does the same for every name of the activation.

    ru: Ваша сеть делает одно и то же при любом имени активации.
    """
    right = module.activation
    module.activation = lambda name: right("relu")


@mistake("mlp", section="l1-backpropagation")
def leaky_relu_taken_for_relu(module):
    """Three activations are right; a network with `"leaky_relu"` behaves like one with `"relu"`.

    ru: Три активации верны, а сеть с `"leaky_relu"` ведёт себя как с `"relu"`.
    """
    right = module.activation
    module.activation = lambda name: right(name.removeprefix("leaky_"))


@mistake("mlp", section="l1-backpropagation")
def biases_left_out(module):
    """The biases do not reach the output of your network.

    ru: Сдвиги не доходят до выхода вашей сети.
    """

    class MLP(module.MLP):
        def forward(self, x):
            kept, self.biases = self.biases, [np.zeros_like(b) for b in self.biases]
            try:
                return super().forward(x)
            finally:
                self.biases = kept

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def cache_of_the_first_forward(module):
    """After a second forward pass, backward still works with the first one: the cache has to start anew.

    ru: После второго прямого прохода обратный всё ещё работает с первым: кэш должен начинаться заново.
    """

    class MLP(module.MLP):
        def forward(self, x):
            kept = getattr(self, "_cache", None)
            out = super().forward(x)
            self._cache = kept or self._cache
            return out

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def cache_shared_by_all_networks(module):
    """Two networks disturb each other: is the cache an attribute of the class, or a global list, instead of
    `self`?

    ru: Две сети мешают друг другу: не лежит ли кэш в классе или в глобальном списке вместо `self`?
    """
    latest = []

    class MLP(module.MLP):
        def forward(self, x):
            out = super().forward(x)
            latest[:] = self._cache
            return out

        def backward(self, dout):
            self._cache = list(latest)
            return super().backward(dout)

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def cache_used_up_by_backward(module):
    """The first backward pass empties the cache, and the second one finds nothing there.

    ru: Первый обратный проход опустошает кэш, и второму там нечего взять.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            dx = super().backward(dout)
            self._cache = []
            return dx

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def gradients_accumulated(module):
    """Your gradients grow with every backward pass: each pass should write them anew.

    ru: Ваши градиенты растут с каждым обратным проходом, а каждый проход должен записывать их заново.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            old = self.dweights, self.dbiases
            dx = super().backward(dout)
            if old[0]:
                self.dweights = [a + b for a, b in zip(old[0], self.dweights, strict=True)]
                self.dbiases = [a + b for a, b in zip(old[1], self.dbiases, strict=True)]
            return dx

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def gradients_from_the_last_layer_to_the_first(module):
    """Your lists of gradients are in the order of the backward pass; they should run from the first layer
    to the last.

    ru: Ваши списки градиентов идут в порядке обратного прохода, а должны — от первого слоя к последнему.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            dx = super().backward(dout)
            self.dweights, self.dbiases = self.dweights[::-1], self.dbiases[::-1]
            return dx

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def gradients_divided_by_the_batch(module):
    """Your gradients of the parameters are divided by the batch size: that is the loss's business, `dout`
    contains it.

    ru: Ваши градиенты по параметрам разделены на размер батча: это дело функции потерь, в `dout` оно уже
    учтено.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            dx = super().backward(dout)
            self.dweights = [dw / len(dout) for dw in self.dweights]
            self.dbiases = [db / len(dout) for db in self.dbiases]
            return dx

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def gradient_of_the_input_not_returned(module):
    """The parameters have their gradients, but `backward` returns nothing: what is the gradient with
    respect to x?

    ru: Градиенты по параметрам есть, но `backward` ничего не возвращает: каков градиент по x?
    """

    class MLP(module.MLP):
        def backward(self, dout):
            super().backward(dout)

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def first_layer_not_passed(module):
    """Your walk back ends before the first layer's weights: what you return is the gradient of its output.

    ru: Ваш обратный путь кончается перед весами первого слоя: вы возвращаете градиент по его выходу.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            kept = module.linear_backward
            seen = []

            def linear_backward(dout, x, w):
                seen.append(dout)
                return kept(dout, x, w)

            module.linear_backward = linear_backward
            try:
                super().backward(dout)
            finally:
                module.linear_backward = kept
            return seen[-1]

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def step_inside_backward(module):
    """Your `backward` changes the weights. It only computes gradients; steps are made by whoever trains the
    network.

    ru: Ваш `backward` меняет веса. Он только считает градиенты, а шаги делает тот, кто обучает сеть.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            dx = super().backward(dout)
            for parameters, gradients in ((self.weights, self.dweights), (self.biases, self.dbiases)):
                for value, gradient in zip(parameters, gradients, strict=True):
                    value -= 0.01 * gradient
            return dx

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def weights_updated_while_going_back(module):
    """You step with a layer's weights before the gradient has passed through them. All gradients first.

    ru: Вы делаете шаг по весам слоя раньше, чем градиент через них прошёл. Сначала все градиенты.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            kept = module.linear_backward

            def linear_backward(dout, x, w):
                _, dw, db = kept(dout, x, w)
                w -= 0.01 * dw
                return dout @ w.T, dw, db

            module.linear_backward = linear_backward
            try:
                return super().backward(dout)
            finally:
                module.linear_backward = kept

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def parameters_of_the_first_forward(module):
    """New weights and biases do not reach your network once it has run: read the attributes at every
    forward pass.

    ru: Новые веса и сдвиги не доходят до вашей сети, если она уже работала: читайте атрибуты при каждом
    прямом проходе.
    """

    class MLP(module.MLP):
        def forward(self, x):
            if not hasattr(self, "first"):
                self.first = list(self.weights), list(self.biases)
            self.weights, self.biases = list(self.first[0]), list(self.first[1])
            return super().forward(x)

    module.MLP = MLP


@mistake("mlp", section="l1-backpropagation")
def gradients_in_double_precision(module):
    """Your gradients of float32 parameters are float64: arrays made by `np.zeros` without a dtype are.

    ru: Ваши градиенты параметров float32 имеют dtype float64: таковы массивы, созданные `np.zeros` без dtype.
    """

    class MLP(module.MLP):
        def backward(self, dout):
            dx = super().backward(dout)
            self.dweights = [np.zeros(dw.shape) + dw for dw in self.dweights]
            self.dbiases = [np.zeros(db.shape) + db for db in self.dbiases]
            return dx

    module.MLP = MLP
