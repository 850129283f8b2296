"""What goes wrong in AdamW."""

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


@mistake("adamw", section="l2-adamw", credit="1/2")
def no_square_root(module):
    """The notes have lost the square root of the second moment. See the formula in the statement.

    ru: В конспекте потерялся корень из второго момента. Посмотрите формулу в условии.
    """
    change(
        module,
        "AdamW",
        ("(v / (1 - beta2**t)).sqrt()", "(v / (1 - beta2**t))"),
    )


@mistake("adamw", section="l2-adamw")
def eps_under_the_root(module):
    """eps stands under the root. It is added to the root.

    ru: eps стоит под корнем. Он прибавляется к корню.
    """
    change(
        module,
        "AdamW",
        ('(v / (1 - beta2**t)).sqrt() + group["eps"]', '(v / (1 - beta2**t) + group["eps"]).sqrt()'),
    )


@mistake("adamw", section="l2-adamw")
def eps_before_the_correction(module):
    """eps is added before the second moment is corrected. Correct first.

    ru: eps прибавлен до поправки второго момента. Сначала поправка.
    """
    change(
        module,
        "AdamW",
        ('((v / (1 - beta2**t)).sqrt() + group["eps"])', '((v.sqrt() + group["eps"]) / (1 - beta2**t) ** 0.5)'),
    )


@mistake("adamw", section="l2-adamw")
def no_bias_correction(module):
    """The moments start at zero and are too small at first. What corrects that?

    ru: Моменты начинаются с нуля и поначалу слишком малы. Что это исправляет?
    """
    change(
        module,
        "AdamW",
        (
            'w -= lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])',
            'w -= lr * m / (v.sqrt() + group["eps"])',
        ),
    )


@mistake("adamw", section="l2-adamw")
def correction_without_power(module):
    """The correction does not change from step to step: the power t is missing.

    ru: Поправка не меняется от шага к шагу: пропала степень t.
    """
    change(
        module,
        "AdamW",
        (
            'w -= lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])',
            'w -= lr * (m / (1 - beta1)) / ((v / (1 - beta2)).sqrt() + group["eps"])',
        ),
    )


@mistake("adamw", section="l2-adamw")
def decay_in_the_gradient(module):
    """The decay is added to the gradient and gets into the moments: that is Adam with L2. In AdamW it
    acts on the weights directly.

    ru: Затухание прибавлено к градиенту и попадает в моменты: это Adam с L2. В AdamW оно действует
    прямо на веса.
    """
    change(
        module,
        "AdamW",
        (
            "m += (1 - beta1) * (w.grad - m)",
            ('grad = w.grad + group["weight_decay"] * w\n                m += (1 - beta1) * (grad - m)'),
        ),
        ("v += (1 - beta2) * (w.grad**2 - v)", "v += (1 - beta2) * (grad**2 - v)"),
        ('                w *= 1 - lr * group["weight_decay"]\n', ""),
    )


@mistake("adamw", section="l2-adamw")
def decay_after_the_step(module):
    """The decay shrinks the new weight. It is the old one that shrinks.

    ru: Затухание сжимает новый вес. Сжимается старый.
    """
    change(
        module,
        "AdamW",
        ('                w *= 1 - lr * group["weight_decay"]\n', ""),
        (
            'w -= lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])',
            (
                'w -= lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])\n'
                '                w *= 1 - lr * group["weight_decay"]'
            ),
        ),
    )


@mistake("adamw", section="l2-adamw")
def decay_without_lr(module):
    """The decay is not multiplied by lr.

    ru: Затухание не умножено на lr.
    """
    change(
        module,
        "AdamW",
        ('1 - lr * group["weight_decay"]', '1 - group["weight_decay"]'),
    )


@mistake("adamw", section="l2-adamw")
def decay_forgotten(module):
    """The weights do not decay.

    ru: Веса не затухают.
    """
    change(
        module,
        "AdamW",
        ('                w *= 1 - lr * group["weight_decay"]\n', ""),
    )


@mistake("adamw", section="l2-adamw")
def settings_of_the_constructor(module):
    """The settings are those of the constructor. Those of the group count: a group may have its own,
    and a scheduler changes them.

    ru: Настройки взяты из конструктора. Считаются настройки группы: у неё могут быть свои, и их меняет
    планировщик.
    """
    change(
        module,
        "AdamW",
        (
            ("        for group in self.param_groups:\n            lr, (beta1, beta2)"),
            (
                '        for group in ({**self.defaults, "params": group["params"]} for group in '
                "self.param_groups):\n"
                "            lr, (beta1, beta2)"
            ),
        ),
    )


@mistake("adamw", section="l2-adamw")
def first_group_only(module):
    """Only the first group of parameters is updated.

    ru: Обновляется только первая группа параметров.
    """
    change(
        module,
        "AdamW",
        ("for group in self.param_groups:", "for group in self.param_groups[:1]:"),
    )


@mistake("adamw", section="l2-adamw")
def settings_of_the_first_group(module):
    """All groups use the settings of the first one.

    ru: Все группы пользуются настройками первой.
    """
    change(
        module,
        "AdamW",
        (
            "        for group in self.param_groups:\n",
            (
                "        first = self.param_groups[0]\n"
                '        for group in ({**first, "params": group["params"]} for group in self.param_groups):\n'
            ),
        ),
    )


@mistake("adamw", section="l2-adamw")
def one_count_for_all(module):
    """The steps of all parameters are counted together, so t grows several times a step. Each parameter
    has its own.

    ru: Шаги всех параметров считаются вместе, и за шаг t растёт несколько раз. У каждого параметра своё
    t.
    """
    change(
        module,
        "AdamW",
        (
            '                state["step"] += 1\n',
            (
                '                self.count = getattr(self, "count", 0) + 1\n'
                '                state["step"] = self.count\n'
            ),
        ),
    )


@mistake("adamw", section="l2-adamw")
def missing_gradient_is_zero(module):
    """A parameter without gradient is treated as if it were zero. It should be left out.

    ru: Параметр без градиента обновляется так, будто градиент нулевой. Его надо пропустить.
    """
    change(
        module,
        "AdamW",
        (
            ("                if w.grad is None:\n                    continue\n"),
            ("                if w.grad is None:\n                    w.grad = torch.zeros_like(w)\n"),
        ),
    )


@mistake("adamw", section="l2-adamw")
def state_outside_of_self_state(module):
    """The moments are kept outside of `self.state`, so `state_dict` does not save them.

    ru: Моменты хранятся не в `self.state`, и `state_dict` их не сохраняет.
    """
    change(
        module,
        "AdamW",
        ("state = self.state[w]", 'state = self.__dict__.setdefault("own", {}).setdefault(id(w), {})'),
    )


@mistake("adamw", section="l2-adamw")
def closure_not_called(module):
    """The closure is not called, or its result is not returned.

    ru: Closure не вызывается, или её результат не возвращается.
    """
    change(
        module,
        "AdamW",
        ("if closure is not None:", "if False:"),
    )


@mistake("adamw", section="l2-adamw")
def closure_without_gradients(module):
    """The closure is called with gradients disabled, so its backward cannot work.

    ru: Closure вызывается с выключенными градиентами, и backward в ней не может работать.
    """
    change(
        module,
        "AdamW",
        ("with torch.enable_grad():", "with torch.no_grad():"),
    )


@mistake("adamw", section="l2-adamw")
def gradient_squared_in_place(module):
    """The gradient itself is squared: p.grad is not the optimizer's to change.

    ru: В квадрат возведён сам градиент: менять p.grad оптимизатор не должен.
    """
    change(
        module,
        "AdamW",
        ("v += (1 - beta2) * (w.grad**2 - v)", "v += (1 - beta2) * (w.grad.pow_(2) - v)"),
    )


@mistake("adamw", section="l2-adamw")
def moments_of_the_sum_of_gradients(module):
    """The first moment adds the gradient without its weight 1 - beta1.

    ru: К первому моменту градиент прибавляется без веса 1 - beta1.
    """
    change(
        module,
        "AdamW",
        ("m += (1 - beta1) * (w.grad - m)", "m += w.grad - (1 - beta1) * m"),
    )


@mistake("adamw", section="l2-adamw")
def betas_swapped(module):
    """The two betas have changed places.

    ru: Две беты поменялись местами.
    """
    change(
        module,
        "AdamW",
        ("(beta1, beta2) = group", "(beta2, beta1) = group"),
    )
