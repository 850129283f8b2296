"""Known mistakes in the training loop and in evaluation."""

import numpy as np

from grader.authoring import mistake


def patch_train(module, one_batch=None, mean=None, batches=None, start_epoch=None):
    """Replaces a part of `train`.

    one_batch(model, optimizer, x, y) makes the step and returns the batch's loss; mean(losses, sizes) is the
    epoch's loss; batches(x, y, batch_size, rng) is an epoch; start_epoch(model) prepares the model.
    """
    one_batch = one_batch or right_batch(module)
    mean = mean or (lambda losses, sizes: float(np.average(losses, weights=sizes)))
    batches = batches or (lambda x, y, batch_size, rng: module.minibatches(x, y, batch_size, rng))
    start_epoch = start_epoch or (lambda model: model.train())

    def train(model, optimizer, x, y, epochs, batch_size, rng):
        result = []
        for _ in range(epochs):
            start_epoch(model)
            losses, sizes = [], []
            for x_batch, y_batch in batches(x, y, batch_size, rng):
                losses.append(one_batch(model, optimizer, x_batch, y_batch))
                sizes.append(len(x_batch))
            result.append(mean(losses, sizes))
        return result

    module.train = train


def right_batch(module):
    """The step of the reference."""

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.zero_grad()
        model.backward(dlogits)
        optimizer.step(model.params, model.grads)
        return loss

    return one_batch


@mistake("training", section="l2-train-loop")
def gradients_never_zeroed(module):
    """The optimizer gets the gradients of earlier batches as well: backward adds to what is there.

    ru: Оптимизатору достаются и градиенты прошлых батчей: backward прибавляет к тому, что уже есть.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.backward(dlogits)
        optimizer.step(model.params, model.grads)
        return loss

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def gradients_before_parameters(module):
    """The optimizer changes the gradients and leaves the parameters alone: look at the order of the arguments
    of step.

    ru: Оптимизатор меняет градиенты, а параметры не трогает: посмотрите на порядок аргументов step.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.zero_grad()
        model.backward(dlogits)
        optimizer.step(model.grads, model.params)
        return loss

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def zeroed_too_late(module):
    """Every batch but the first is right: gradients may be left in the model before training starts.

    ru: Все батчи, кроме первого, верны: градиенты могли остаться в модели ещё до обучения.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.backward(dlogits)
        optimizer.step(model.params, model.grads)
        model.zero_grad()
        return loss

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def zeroed_before_the_step(module):
    """The optimizer steps with zeros: look at what stands between backward and step.

    ru: Оптимизатор шагает по нулям: посмотрите, что стоит между backward и step.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.backward(dlogits)
        model.zero_grad()
        optimizer.step(model.params, model.grads)
        return loss

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def zeroed_once_an_epoch(module):
    """Gradients are zeroed once an epoch and gather over its batches: every batch needs its own gradient.

    ru: Градиенты обнуляются раз в эпоху и копятся по её батчам: каждому батчу нужен свой градиент.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.backward(dlogits)
        optimizer.step(model.params, model.grads)
        return loss

    def start_epoch(model):
        model.train()
        model.zero_grad()

    patch_train(module, one_batch, start_epoch=start_epoch)


@mistake("training", section="l2-train-loop")
def not_in_training_mode(module):
    """The model was handed in in evaluation mode and was trained so: dropout stayed off.

    ru: Модель пришла в режиме проверки и в нём же обучалась: dropout был выключен.
    """
    patch_train(module, start_epoch=lambda model: None)


@mistake("training", section="l2-train-loop")
def mean_of_means(module):
    """The last batch is smaller, but counts as much as the others: the mean is over samples, not over
    batches.

    ru: Последний батч меньше, а весит столько же, сколько другие: среднее берётся по объектам, а не по
    батчам.
    """
    patch_train(module, mean=lambda losses, sizes: float(np.mean(losses)))


@mistake("training", section="l2-train-loop")
def losses_summed(module):
    """The losses of the batches were added up: the mean over samples is asked for.

    ru: Потери батчей просто сложены: нужно среднее по объектам.
    """
    patch_train(module, mean=lambda losses, sizes: float(np.sum(losses)))


@mistake("training", section="l2-train-loop")
def loss_of_the_last_batch(module):
    """Only the last batch of the epoch went into its loss.

    ru: В потерю эпохи попал только её последний батч.
    """
    patch_train(module, mean=lambda losses, sizes: float(losses[-1]))


@mistake("training", section="l2-train-loop")
def loss_after_the_step(module):
    """The loss was computed once more after the step; the one before it is asked for.

    ru: Потеря посчитана заново после шага; нужна та, что была до него.
    """

    def one_batch(model, optimizer, x, y):
        right_batch(module)(model, optimizer, x, y)
        return module.cross_entropy(model.forward(x), y)[0]

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def one_step_an_epoch(module):
    """The optimizer steps once an epoch: with mini-batches each of them makes a step.

    ru: Оптимизатор шагает раз в эпоху: с мини-батчами шаг делает каждый из них.
    """

    def train(model, optimizer, x, y, epochs, batch_size, rng):
        losses = []
        for _ in range(epochs):
            model.train()
            model.zero_grad()
            total = 0.0
            for x_batch, y_batch in module.minibatches(x, y, batch_size, rng):
                loss, dlogits = module.cross_entropy(model.forward(x_batch), y_batch)
                model.backward(dlogits * len(x_batch) / len(x))
                total += loss * len(x_batch)
            optimizer.step(model.params, model.grads)
            losses.append(total / len(x))
        return losses

    module.train = train


@mistake("training", section="l2-train-loop")
def one_batch_an_epoch_only(module):
    """An epoch ends after its first batch: look for a `return` or `break` inside the loop.

    ru: Эпоха кончается после первого батча: поищите `return` или `break` внутри цикла.
    """
    patch_train(module, batches=lambda x, y, size, rng: list(module.minibatches(x, y, size, rng))[:1])


@mistake("training", section="l2-train-loop")
def training_not_shuffled(module):
    """The batches come in the same order every epoch: training needs shuffled data.

    ru: Батчи идут в одном и том же порядке каждую эпоху: для обучения данные перемешивают.
    """
    patch_train(module, batches=lambda x, y, size, rng: module.minibatches(x, y, size, rng, shuffle=False))


@mistake("training", section="l2-train-loop")
def generator_of_its_own(module):
    """All epochs have one order: use the generator handed in, do not make a new one for each epoch.

    ru: У всех эпох один порядок: используйте переданный генератор, а не создавайте новый на каждую эпоху.
    """
    patch_train(module, batches=lambda x, y, size, rng: module.minibatches(x, y, size, np.random.default_rng(0)))


@mistake("training", section="l2-train-loop")
def gradient_of_the_sum(module):
    """The gradient is too large by the number of samples in the batch: the loss is a mean.

    ru: Градиент больше нужного во столько раз, сколько объектов в батче: потеря — это среднее.
    """

    def one_batch(model, optimizer, x, y):
        loss, dlogits = module.cross_entropy(model.forward(x), y)
        model.zero_grad()
        model.backward(dlogits * len(x))
        optimizer.step(model.params, model.grads)
        return loss

    patch_train(module, one_batch)


@mistake("training", section="l2-train-loop")
def loss_of_every_batch(module):
    """The list is too long: one number per epoch is asked for, not one per batch.

    ru: Список слишком длинный: нужно одно число на эпоху, а не на батч.
    """
    right = right_batch(module)

    def train(model, optimizer, x, y, epochs, batch_size, rng):
        losses = []
        for _ in range(epochs):
            model.train()
            for x_batch, y_batch in module.minibatches(x, y, batch_size, rng):
                losses.append(right(model, optimizer, x_batch, y_batch))
        return losses

    module.train = train


@mistake("training", section="l2-train-loop")
def evaluated_in_training_mode(module):
    """evaluate gives another answer every time: dropout is still on.

    ru: evaluate каждый раз отвечает по-новому: dropout всё ещё включён.
    """

    def evaluate(model, x, y):
        logits = model.forward(x)
        return module.cross_entropy(logits, y)[0], float((logits.argmax(axis=1) == y).mean())

    module.evaluate = evaluate


@mistake("training", section="l2-train-loop")
def left_in_evaluation_mode(module):
    """After evaluate the model stays in evaluation mode, whatever mode it came in.

    ru: После evaluate модель остаётся в режиме проверки, в каком бы режиме она ни пришла.
    """

    def evaluate(model, x, y):
        model.eval()
        logits = model.forward(x)
        return module.cross_entropy(logits, y)[0], float((logits.argmax(axis=1) == y).mean())

    module.evaluate = evaluate


@mistake("training", section="l2-train-loop")
def always_back_to_training(module):
    """After evaluate the model is always in training mode, even if it came in evaluation mode.

    ru: После evaluate модель всегда в режиме обучения, даже если пришла в режиме проверки.
    """
    right = module.evaluate

    def evaluate(model, x, y):
        result = right(model, x, y)
        model.train()
        return result

    module.evaluate = evaluate


@mistake("training", section="l2-train-loop")
def best_sample_of_each_class(module):
    """The largest logit was looked for among the samples: classes are the other axis.

    ru: Наибольший логит искали среди объектов: классы — это другая ось.
    """

    def evaluate(model, x, y):
        loss, _ = right(model, x, y)
        mode, model.training = model.training, False
        best = np.resize(model.forward(x).argmax(axis=0), len(y))
        model.training = mode
        return loss, float((best == y).mean())

    right = module.evaluate
    module.evaluate = evaluate


@mistake("training", section="l2-train-loop")
def accuracy_as_a_count(module):
    """The accuracy is a share between 0 and 1, not a number of right answers.

    ru: Доля верных ответов — число от 0 до 1, а не их количество.
    """
    right = module.evaluate

    def evaluate(model, x, y):
        loss, accuracy = right(model, x, y)
        return loss, accuracy * len(y)

    module.evaluate = evaluate


@mistake("training", section="l2-train-loop")
def accuracy_in_percent(module):
    """The accuracy is a share between 0 and 1, not a percentage.

    ru: Доля верных ответов — число от 0 до 1, а не проценты.
    """
    right = module.evaluate

    def evaluate(model, x, y):
        loss, accuracy = right(model, x, y)
        return loss, 100 * accuracy

    module.evaluate = evaluate
