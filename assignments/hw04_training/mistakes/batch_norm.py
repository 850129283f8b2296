"""What goes wrong in a batch norm module."""

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


@mistake("batch_norm", section="l2-batch-norm")
def biased_running_variance(module):
    """The running variance takes the variance of the batch divided by B. Which divisor does this buffer
    want?

    ru: В скользящую дисперсию идёт дисперсия батча с делением на B. На что делить для этого буфера?
    """
    change(
        module,
        "BatchNorm1d",
        ("(x.var(dim=0) - self.running_var)", "(var - self.running_var)"),
    )


@mistake("batch_norm", section="l2-batch-norm")
def unbiased_variance_in_the_output(module):
    """The batch is normalized with the variance divided by B - 1; `torch.var` does that unless it is told
    otherwise.

    ru: Батч нормируется на дисперсию с делением на B - 1: так считает `torch.var`, если не сказать иначе.
    """
    change(
        module,
        "BatchNorm1d",
        ("correction=0", "correction=1"),
    )


@mistake("batch_norm", section="l2-batch-norm")
def momentum_weighs_the_old_value(module):
    """momentum weighs the old value. In PyTorch it weighs the new one.

    ru: momentum умножается на старое значение. В PyTorch это вес нового.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "self.running_mean += self.momentum * (mean - self.running_mean)",
            "self.running_mean += (1 - self.momentum) * (mean - self.running_mean)",
        ),
        (
            "self.running_var += self.momentum * (x.var(dim=0) - self.running_var)",
            "self.running_var += (1 - self.momentum) * (x.var(dim=0) - self.running_var)",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def eps_outside_the_root(module):
    """eps is added to the root. It belongs under it.

    ru: eps прибавлен к корню. Его место под корнем.
    """
    change(
        module,
        "BatchNorm1d",
        ("torch.sqrt(var + self.eps)", "(torch.sqrt(var) + self.eps)"),
    )


@mistake("batch_norm", section="l2-batch-norm")
def divided_by_the_variance(module):
    """The batch is divided by its variance. Which spread has the units of x?

    ru: Батч делится на дисперсию. Какая мера разброса измеряется в тех же единицах, что и x?
    """
    change(
        module,
        "BatchNorm1d",
        ("torch.sqrt(var + self.eps)", "(var + self.eps)"),
    )


@mistake("batch_norm", section="l2-batch-norm")
def eps_stored_in_the_running_variance(module):
    """eps gets into the running variance. It is needed when dividing only.

    ru: eps попадает в скользящую дисперсию. Он нужен только при делении.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "self.running_var += self.momentum * (x.var(dim=0) - self.running_var)",
            "self.running_var += self.momentum * (x.var(dim=0) + self.eps - self.running_var)",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def evaluation_with_batch_statistics(module):
    """In evaluation the batch is still normalized with its own statistics. What were the buffers kept
    for?

    ru: В режиме eval батч по-прежнему нормируется по своим статистикам. Для чего хранились буферы?
    """
    change(
        module,
        "BatchNorm1d",
        (
            "        return self.weight",
            (
                "        else:\n"
                "            mean, var = x.mean(dim=0), x.var(dim=0, correction=0)\n"
                "        return self.weight"
            ),
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def buffers_updated_in_evaluation(module):
    """Evaluation moves the running statistics. They change in training only.

    ru: Режим eval сдвигает скользящие статистики. Они меняются только при обучении.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "        return self.weight",
            (
                "        elif len(x) > 1:\n"
                "            self.running_mean += self.momentum * (x.detach().mean(dim=0) - self.running_mean)\n"
                "            self.running_var += self.momentum * (x.detach().var(dim=0) - self.running_var)\n"
                "        return self.weight"
            ),
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def training_with_running_statistics(module):
    """In training the batch is normalized with the running statistics. There it should use its own.

    ru: При обучении батч нормируется по скользящим статистикам. Там ему нужны свои.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "        return self.weight",
            ("            mean, var = self.running_mean.clone(), self.running_var.clone()\n        return self.weight"),
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def statistics_cut_from_the_graph(module):
    """Mean and variance of the batch are taken as constants. They depend on x, so gradient flows
    through them too.

    ru: Среднее и дисперсия батча взяты как константы. Они зависят от x, и градиент идёт и через них.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "        return self.weight",
            ("            mean, var = mean.detach(), var.detach()\n        return self.weight"),
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def variance_cut_from_the_graph(module):
    """The variance of the batch is taken as a constant. It depends on x, so gradient flows through it
    too.

    ru: Дисперсия батча взята как константа. Она зависит от x, и градиент идёт и через неё.
    """
    change(
        module,
        "BatchNorm1d",
        ("        return self.weight", ("            var = var.detach()\n        return self.weight")),
    )


@mistake("batch_norm", section="l2-batch-norm")
def running_statistics_are_parameters(module):
    """The running statistics are parameters here, as the notes have it. What is trained is weight and
    bias; the statistics are buffers.

    ru: Скользящие статистики здесь — параметры, как написано в конспекте. Обучаются weight и bias, а
    статистики — буферы.
    """
    change(
        module,
        "BatchNorm1d",
        (
            'self.register_buffer("running_mean", torch.zeros(num_features))',
            "self.running_mean = nn.Parameter(torch.zeros(num_features))",
        ),
        (
            'self.register_buffer("running_var", torch.ones(num_features))',
            "self.running_var = nn.Parameter(torch.ones(num_features))",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def buffers_are_plain_attributes(module):
    """The running statistics are plain attributes: `state_dict` does not save them and `double()` does not
    convert them. How is a module told of a tensor that is not trained?

    ru: Скользящие статистики — обычные атрибуты: `state_dict` их не сохраняет, `double()` не переводит. Как
    сказать модулю о тензоре, который не обучается?
    """
    change(
        module,
        "BatchNorm1d",
        (
            'self.register_buffer("running_mean", torch.zeros(num_features))',
            "self.running_mean = torch.zeros(num_features)",
        ),
        (
            'self.register_buffer("running_var", torch.ones(num_features))',
            "self.running_var = torch.ones(num_features)",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def buffers_keep_the_graph(module):
    """The running statistics remember the graph of every batch they have seen: memory grows. They are
    data, no gradient flows through them.

    ru: Скользящие статистики помнят графы всех батчей: память растёт. Это просто данные, градиент через
    них не идёт.
    """
    change(
        module,
        "BatchNorm1d",
        ("            with torch.no_grad():\n", "            if True:\n"),
        (
            "self.running_mean += self.momentum * (mean - self.running_mean)",
            "self.running_mean = self.running_mean + self.momentum * (mean - self.running_mean)",
        ),
        (
            "self.running_var += self.momentum * (x.var(dim=0) - self.running_var)",
            "self.running_var = self.running_var + self.momentum * (x.var(dim=0) - self.running_var)",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def batches_not_counted(module):
    """`num_batches_tracked` never changes. What does it count?

    ru: `num_batches_tracked` не меняется. Что он считает?
    """
    change(
        module,
        "BatchNorm1d",
        ("                self.num_batches_tracked += 1\n", ""),
    )


@mistake("batch_norm", section="l2-batch-norm")
def weight_and_bias_swapped(module):
    """weight and bias have changed places.

    ru: weight и bias поменялись местами.
    """
    change(
        module,
        "BatchNorm1d",
        (
            "return self.weight * (x - mean) / torch.sqrt(var + self.eps) + self.bias",
            "return self.bias * (x - mean) / torch.sqrt(var + self.eps) + self.weight",
        ),
    )


@mistake("batch_norm", section="l2-batch-norm")
def running_variance_starts_at_zero(module):
    """The running variance starts at 0. What spread is assumed before any data?

    ru: Скользящая дисперсия начинается с 0. Какой разброс предполагается, пока данных не было?
    """
    change(
        module,
        "BatchNorm1d",
        ('"running_var", torch.ones', '"running_var", torch.zeros'),
    )


@mistake("batch_norm", section="l2-batch-norm")
def one_sample_is_accepted(module):
    """One sample has no variance, and training on it must raise an error: see which.

    ru: У одного объекта нет дисперсии, и обучение на нём должно вызывать ошибку: посмотрите, какую.
    """
    change(
        module,
        "BatchNorm1d",
        ("if len(x) < 2:", "if False:"),
    )
