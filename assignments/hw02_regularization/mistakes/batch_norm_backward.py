"""What goes wrong in the backward pass of batch normalization."""

import numpy as np

from grader.authoring import mistake

SECTION = "l2-batch-norm"


class Parts:
    """The layer's backward, taken apart into methods that can be replaced one by one."""

    def forward(self, x):
        out = super().forward(x)
        self._x, self._size = x.copy(), len(x)
        return out

    def parameters(self, dout):
        self.dgamma = (dout * self._normalized).sum(axis=0)
        self.dbeta = dout.sum(axis=0)

    def scaled(self, dout):
        return dout * self.gamma

    def from_batch(self):
        return self._from_batch

    def through_mean(self, d):
        return d.mean(axis=0)

    def through_var(self, d):
        return self._normalized * (d * self._normalized).mean(axis=0)

    def training_gradient(self, d):
        return (d - self.through_mean(d) - self.through_var(d)) * self._inverse_std

    def evaluation_gradient(self, d):
        return d * self._inverse_std

    def backward(self, dout):
        self.parameters(dout)
        d = self.scaled(dout)
        return self.training_gradient(d) if self.from_batch() else self.evaluation_gradient(d)


def change(module, **parts):
    """The module's layer with some parts of its backward replaced."""
    right = module.BatchNorm1d
    bases = (right,) if issubclass(right, Parts) else (Parts, right)
    module.BatchNorm1d = type("BatchNorm1d", bases, parts)


# ----------------------------------------------------------------------------------------------- parameters


@mistake("batch_norm_backward", section=SECTION)
def gradients_swapped(module):
    """dgamma and dbeta stand in each other's place. Which of the two parameters multiplies something?

    ru: dgamma и dbeta перепутаны местами. Какой из двух параметров на что-то умножается?
    """

    def parameters(self, dout):
        self.dbeta = (dout * self._normalized).sum(axis=0)
        self.dgamma = dout.sum(axis=0)

    change(module, parameters=parameters)


@mistake("batch_norm_backward", section=SECTION)
def dgamma_from_the_raw_input(module):
    """dgamma is computed with x. What does gamma multiply in the forward formula?

    ru: dgamma посчитан через x. А на что gamma умножается в формуле прямого прохода?
    """

    def parameters(self, dout):
        self.dgamma, self.dbeta = (dout * self._x).sum(axis=0), dout.sum(axis=0)

    change(module, parameters=parameters)


@mistake("batch_norm_backward", section=SECTION)
def parameter_gradients_averaged(module):
    """dgamma and dbeta are averages over the batch. Every sample contributes in full: they add up.

    ru: dgamma и dbeta усреднены по батчу. Вклад каждого объекта входит целиком: вклады складываются.
    """

    def parameters(self, dout):
        self.dgamma, self.dbeta = (dout * self._normalized).mean(axis=0), dout.mean(axis=0)

    change(module, parameters=parameters)


@mistake("batch_norm_backward", section=SECTION)
def parameter_gradients_accumulated(module):
    """dgamma and dbeta are added to those of earlier calls. Here every backward sets them anew.

    ru: dgamma и dbeta прибавляются к прежним. Здесь каждый вызов backward записывает их заново.
    """

    def parameters(self, dout):
        self.dgamma = self.dgamma + (dout * self._normalized).sum(axis=0)
        self.dbeta = self.dbeta + dout.sum(axis=0)

    change(module, parameters=parameters)


@mistake("batch_norm_backward", section=SECTION)
def dbeta_summed_over_everything(module):
    """dbeta is one number for all features. A gradient has the shape of its parameter.

    ru: dbeta — одно число на все признаки. Градиент имеет ту же форму, что и параметр.
    """

    def parameters(self, dout):
        self.dgamma, self.dbeta = (dout * self._normalized).sum(axis=0), dout.sum()

    change(module, parameters=parameters)


@mistake("batch_norm_backward", section=SECTION)
def parameter_gradients_not_kept(module):
    """The gradients of the parameters are computed, but do not reach the attributes dgamma and dbeta.

    ru: Градиенты параметров посчитаны, но не попадают в атрибуты dgamma и dbeta.
    """
    change(module, parameters=lambda self, dout: None)


# ---------------------------------------------------------------------------------------- dx, training mode


@mistake("batch_norm_backward", section=SECTION)
def direct_path_alone(module):
    """The mean and the variance are treated as constants. In training they depend on every x of the batch.

    ru: Среднее и дисперсия приняты за константы. При обучении они зависят от каждого x батча.
    """
    change(module, training_gradient=lambda self, d: d * self._inverse_std)


@mistake("batch_norm_backward", section=SECTION)
def path_through_the_variance_missing(module):
    """The path of x through the mean is there, the one through the variance is not.

    ru: Путь от x через среднее учтён, а путь через дисперсию — нет.
    """
    change(module, through_var=lambda self, d: 0.0)


@mistake("batch_norm_backward", section=SECTION)
def path_through_the_mean_missing(module):
    """The path of x through the variance is there, the one through the mean is not.

    ru: Путь от x через дисперсию учтён, а путь через среднее — нет.
    """
    change(module, through_mean=lambda self, d: 0.0)


@mistake("batch_norm_backward", section=SECTION)
def path_through_the_variance_with_the_wrong_sign(module):
    """The path through the variance has the wrong sign: when the variance grows, the normalized x shrinks.

    ru: У пути через дисперсию неверный знак: когда дисперсия растёт, нормированный x уменьшается.
    """
    change(module, through_var=lambda self, d: -self._normalized * (d * self._normalized).mean(axis=0))


@mistake("batch_norm_backward", section=SECTION)
def divided_by_one_less_than_the_batch(module):
    """Backward divides by B - 1. The batch was normalized by a variance that divides by B.

    ru: Backward делит на B - 1. Батч нормировался на дисперсию с делением на B.
    """

    def through_var(self, d):
        return self._normalized * (d * self._normalized).sum(axis=0) / max(self._size - 1, 1)

    change(module, through_var=through_var)


@mistake("batch_norm_backward", section=SECTION)
def gamma_left_out(module):
    """gamma does not take part in dx. On its way from out to x the gradient passes through the scaling.

    ru: gamma не участвует в dx. По дороге от out к x градиент проходит и через масштабирование.
    """
    change(module, scaled=lambda self, dout: dout)


@mistake("batch_norm_backward", section=SECTION)
def eps_left_out(module):
    """Backward divides by a standard deviation without eps, forward by one with eps.

    ru: Backward делит на стандартное отклонение без eps, а forward делил на отклонение с eps.
    """

    def training_gradient(self, d):
        std = np.sqrt(np.maximum(self._inverse_std**-2 - self.eps, 1e-300))
        return (d - self.through_mean(d) - self.through_var(d)) / std

    change(module, training_gradient=training_gradient)


@mistake("batch_norm_backward", section=SECTION)
def divided_by_the_variance(module):
    """dx is divided by the variance where forward divided by the standard deviation.

    ru: dx делится на дисперсию, тогда как forward делил на стандартное отклонение.
    """
    change(
        module,
        training_gradient=lambda self, d: (d - self.through_mean(d) - self.through_var(d)) * self._inverse_std**2,
        evaluation_gradient=lambda self, d: d * self._inverse_std**2,
    )


# ------------------------------------------------------------------------------ modes, state, copies, types


@mistake("batch_norm_backward", section=SECTION)
def evaluation_treated_as_training(module):
    """In evaluation mode the formula of training is used. Do the buffers depend on this batch?

    ru: В режиме eval применена формула режима обучения. Зависят ли буферы от этого батча?
    """
    change(module, from_batch=lambda self: True)


@mistake("batch_norm_backward", section=SECTION)
def evaluation_gradient_passes_unchanged(module):
    """In evaluation mode dout is passed on as it is. That is right for dropout; batch norm still scales.

    ru: В режиме eval dout передаётся без изменений. Для dropout это верно, но batch norm и здесь
    масштабирует.
    """
    change(module, evaluation_gradient=lambda self, d: d / self.gamma)


@mistake("batch_norm_backward", section=SECTION)
def mode_of_the_moment(module):
    """Backward asks which mode the layer is in now. What counts is the mode in which forward ran.

    ru: Backward спрашивает, в каком режиме слой сейчас. Важен режим, в котором выполнялся forward.
    """
    change(module, from_batch=lambda self: self.training)


@mistake("batch_norm_backward", section=SECTION)
def values_of_the_first_forward(module):
    """Backward works with what an earlier forward left behind. The last one counts.

    ru: Backward использует то, что осталось от более раннего forward. Важен последний.
    """
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def forward(self, x):
            kept = getattr(self, "_kept", None)
            out = super().forward(x)
            if kept is None or kept[0].shape != x.shape:
                kept = self._normalized, self._inverse_std, self._from_batch
            self._kept = kept
            self._normalized, self._inverse_std, self._from_batch = kept
            return out

    module.BatchNorm1d = BatchNorm1d


@mistake("batch_norm_backward", section=SECTION)
def kept_values_spoiled(module):
    """Backward overwrites what forward has kept, so a second call gives something else.

    ru: Backward портит то, что сохранил forward, и второй вызов даёт другой ответ.
    """
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def backward(self, dout):
            dx = super().backward(dout)
            self._normalized *= dout
            return dx

    module.BatchNorm1d = BatchNorm1d


@mistake("batch_norm_backward", section=SECTION)
def upstream_gradient_overwritten(module):
    """dout is multiplied by gamma in place. Make a new array.

    ru: dout умножается на gamma на месте. Создайте новый массив.
    """

    def scaled(self, dout):
        dout *= self.gamma
        return dout

    change(module, scaled=scaled)


@mistake("batch_norm_backward", section=SECTION)
def all_gradients_returned(module):
    """backward returns dx together with dgamma and dbeta. It should return dx; the others are attributes.

    ru: backward возвращает dx вместе с dgamma и dbeta. Вернуть нужно dx, а остальные — атрибуты.
    """
    right = module.BatchNorm1d

    class BatchNorm1d(right):
        def backward(self, dout):
            return super().backward(dout), self.dgamma, self.dbeta

    module.BatchNorm1d = BatchNorm1d


@mistake("batch_norm_backward", section=SECTION)
def gradients_in_float64(module):
    """From float32 inputs come float64 gradients.

    ru: Из входов float32 получаются градиенты float64.
    """
    change(module, training_gradient=lambda self, d: self._wide(d), _wide=_wide)


def _wide(self, d):
    d = d.astype(np.float64)
    return (d - self.through_mean(d) - self.through_var(d)) * self._inverse_std
