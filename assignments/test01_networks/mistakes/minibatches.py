"""What goes wrong with mini-batches."""

from grader.authoring import mistake


@mistake("minibatches", section="l2-train-loop")
def rest_dropped(module):
    """You dropped what is left over at the end of an epoch. It is a batch, too, only smaller.

    ru: Вы отбросили остаток в конце эпохи. Это тоже батч, только поменьше.
    """
    module.batches = lambda samples, size: [size] * (samples // size)


@mistake("minibatches", section="l2-train-loop")
def last_batch_taken_for_full(module):
    """The last batch is not full: it holds what is left of the sample.

    ru: Последний батч неполный: в нём столько объектов, сколько осталось.
    """
    module.batches = lambda samples, size: [size] * -(-samples // size)


@mistake("minibatches", section="l2-train-loop")
def features_for_samples(module):
    """You chose features. The notes say so, but that is a slip: a mini-batch is a random subset of samples.

    ru: Вы выбрали признаки. В конспекте так и написано, но это описка: мини-батч — случайное подмножество объектов.
    """
    module.batch_shape = lambda samples, features, size: (samples, size)


@mistake("minibatches", section="l2-train-loop")
def batch_transposed(module):
    """Your batch is transposed: samples are rows, features are columns.

    ru: Ваш батч транспонирован: объекты — строки, признаки — столбцы.
    """
    module.batch_shape = lambda samples, features, size: (features, size)
