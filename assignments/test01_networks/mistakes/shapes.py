"""What goes wrong with the shapes of a layer."""

from grader.authoring import mistake


def with_shape(module, **changed):
    """Puts other shapes in place of some; each is a function of (batch, inputs, outputs)."""
    right = module.layer_shapes
    module.layer_shapes = lambda *sizes: right(*sizes) | {name: shape(*sizes) for name, shape in changed.items()}


@mistake("shapes", section="l1-fully-connected")
def dw_transposed(module):
    """Your dW is transposed. A gradient always has the shape of what it is taken by.

    ru: Ваша dW транспонирована. Форма градиента всегда равна форме того, по чему берётся производная.
    """
    with_shape(module, dw=lambda batch, n_in, n_out: (n_out, n_in))


@mistake("shapes", section="l1-fully-connected")
def db_not_summed(module):
    """Your db has a row for every sample. The same b was added to each row, so their gradients are summed.

    ru: В вашем db по строке на каждый объект. К каждой строке прибавлялся один и тот же b, поэтому их градиенты
    складываются.
    """
    with_shape(module, db=lambda batch, n_in, n_out: (batch, n_out))


@mistake("shapes", section="l1-fully-connected")
def db_summed_the_other_way(module):
    """Your db has a number for every sample. It must have the shape of b: a number for every output.

    ru: В вашем db по числу на каждый объект. Его форма должна быть как у b: по числу на каждый выход.
    """
    with_shape(module, db=lambda batch, n_in, n_out: (batch,))


@mistake("shapes", section="l1-fully-connected")
def dx_like_the_output(module):
    """Your dx has the shape of the output. It is taken by x, and has the shape of x.

    ru: Ваш dx той же формы, что выход. Производная берётся по x, и форма у неё как у x.
    """
    with_shape(module, dx=lambda batch, n_in, n_out: (batch, n_out))
