"""What goes wrong in a dropout module."""

import inspect

from grader.authoring import mistake


def change(module, name, *changes):
    """Replaces text of one function or class of the module; other changes of it made before are kept."""
    texts = module.__dict__.setdefault("_texts", {})
    text = texts.get(name) or inspect.getsource(getattr(module, name))
    for old, new in changes:
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    texts[name] = text
    exec(compile(text, module.__file__, "exec"), module.__dict__)


@mistake("dropout", section="l2-dropout")
def p_taken_for_the_probability_to_keep(module):
    """Elements survive with probability p. Here, as in PyTorch, p is the probability to drop.

    ru: Элементы выживают с вероятностью p. Здесь, как и в PyTorch, p — это вероятность обнулить.
    """
    change(
        module,
        "Dropout",
        (
            ("        kept = torch.rand_like(x) >= self.p\n        scale = 1 / (1 - self.p) if self.p < 1 else 0.0\n"),
            ("        kept = torch.rand_like(x) < self.p\n        scale = 1 / self.p if self.p > 0 else 0.0\n"),
        ),
    )


@mistake("dropout", section="l2-dropout")
def survivors_not_rescaled(module):
    """Survivors pass as they are, so in training the mean of the output shrinks. What restores it?

    ru: Уцелевшие элементы проходят без изменений, и среднее выхода при обучении уменьшается. Что его
    вернёт?
    """
    change(
        module,
        "Dropout",
        ("        scale = 1 / (1 - self.p) if self.p < 1 else 0.0\n", "        scale = 1.0\n"),
    )


@mistake("dropout", section="l2-dropout")
def survivors_divided_by_p(module):
    """Survivors are divided by p. With what factor does the mean stay what it was?

    ru: Уцелевшие элементы делятся на p. При каком множителе среднее останется прежним?
    """
    change(
        module,
        "Dropout",
        (
            "        scale = 1 / (1 - self.p) if self.p < 1 else 0.0\n",
            "        scale = 1 / self.p if 0 < self.p < 1 else 1.0 - self.p\n",
        ),
    )


@mistake("dropout", section="l2-dropout")
def rescaled_in_evaluation_instead(module):
    """That is the classic dropout, and done right. Here the inverted one is asked for: all scaling
    happens in training, evaluation is the identity.

    ru: Это классический dropout, и он сделан верно. Но здесь нужен инвертированный: всё масштабирование
    — при обучении, а eval ничего не меняет.
    """
    change(
        module,
        "Dropout",
        ("            return x\n", "            return x * (1 - self.p)\n"),
        ("        scale = 1 / (1 - self.p) if self.p < 1 else 0.0\n", "        scale = 1.0\n"),
    )


@mistake("dropout", section="l2-dropout")
def active_in_evaluation(module):
    """The layer drops in evaluation mode too. Which attribute of nn.Module says what mode it is?

    ru: Слой обнуляет элементы и в режиме eval. Какой атрибут nn.Module говорит о режиме?
    """
    change(
        module,
        "Dropout",
        (("        if not self.training:\n            return x\n"), ""),
    )


@mistake("dropout", section="l2-dropout")
def modes_swapped(module):
    """Training and evaluation are swapped.

    ru: Обучение и eval перепутаны местами.
    """
    change(
        module,
        "Dropout",
        ("if not self.training", "if self.training"),
    )


@mistake("dropout", section="l2-dropout")
def one_mask_for_all_calls(module):
    """The mask is drawn once and used by every later call. “Each epoch” in the notes means: anew at
    every forward pass.

    ru: Маска разыграна один раз и служит всем следующим вызовам. «Каждую эпоху» в конспекте надо
    понимать так: заново при каждом прямом проходе.
    """
    change(
        module,
        "Dropout",
        (
            "        kept = torch.rand_like(x) >= self.p\n",
            (
                '        if getattr(self, "kept", None) is None or self.kept.shape != x.shape:\n'
                "            self.kept = torch.rand_like(x) >= self.p\n"
                "        kept = self.kept\n"
            ),
        ),
    )


@mistake("dropout", section="l2-dropout")
def one_draw_for_a_row(module):
    """All elements of a sample share one fate. The notes speak of vectors, but each element is drawn on
    its own.

    ru: У всех элементов одного объекта общая судьба. В конспекте — «векторы», но разыгрывать надо
    каждый элемент отдельно.
    """
    change(
        module,
        "Dropout",
        ("torch.rand_like(x) >=", "torch.rand([len(x)] + [1] * (x.ndim - 1)) >="),
    )


@mistake("dropout", section="l2-dropout")
def one_mask_for_the_batch(module):
    """All samples of the batch have the same mask. Each needs its own.

    ru: У всех объектов батча одна и та же маска. Нужна своя у каждого.
    """
    change(
        module,
        "Dropout",
        ("torch.rand_like(x) >=", "torch.rand_like(x[:1]) >="),
    )


@mistake("dropout", section="l2-dropout")
def fixed_seed_inside(module):
    """A seed is set inside forward, so every call draws the same mask.

    ru: Внутри forward задан seed, и каждый вызов разыгрывает одну и ту же маску.
    """
    change(
        module,
        "Dropout",
        ("        kept = torch", ("        torch.manual_seed(0)\n        kept = torch")),
    )


@mistake("dropout", section="l2-dropout")
def exact_number_of_drops(module):
    """Exactly the share p is dropped at every call. Drawn independently, the number varies.

    ru: При каждом вызове обнуляется ровно доля p. При независимом розыгрыше это число меняется.
    """
    change(
        module,
        "Dropout",
        (
            "kept = torch.rand_like(x) >= self.p",
            "kept = (torch.randperm(x.numel()) >= round(self.p * x.numel())).reshape(x.shape)",
        ),
    )


@mistake("dropout", section="l2-dropout")
def the_graph_is_cut(module):
    """The result is not connected with the input, so no gradient comes back. What has cut the graph?

    ru: Результат не связан со входом, и градиент не возвращается. Что разорвало граф?
    """
    change(
        module,
        "Dropout",
        ("return x * (scale", "return x.detach() * (scale"),
    )


@mistake("dropout", section="l2-dropout")
def the_input_is_overwritten(module):
    """The mask is multiplied into x itself: the caller's tensor changes. A new tensor is asked for.

    ru: Маска умножена прямо в x: тензор того, кто вызвал слой, меняется. Нужен новый тензор.
    """
    change(
        module,
        "Dropout",
        (
            "        return x * (scale * kept.to(x.dtype))\n",
            ("        x *= scale * kept.to(x.dtype)\n        return x\n"),
        ),
    )


@mistake("dropout", section="l2-dropout")
def nan_when_everything_is_dropped(module):
    """With p = 1 the factor divides by zero. The result must be zeros.

    ru: При p = 1 множитель делит на ноль. Результат должен состоять из нулей.
    """
    change(
        module,
        "Dropout",
        (
            "        scale = 1 / (1 - self.p) if self.p < 1 else 0.0\n",
            '        scale = 1 / (1 - self.p) if self.p < 1 else float("inf")\n',
        ),
    )


@mistake("dropout", section="l2-dropout")
def any_p_is_accepted(module):
    """A p that is no probability is accepted silently. Which error should the constructor raise, and
    when?

    ru: p, которое не может быть вероятностью, молча принимается. Какую ошибку и когда должен вызвать
    конструктор?
    """
    change(
        module,
        "Dropout",
        ("if not 0 <= p <= 1:", "if False:"),
    )
