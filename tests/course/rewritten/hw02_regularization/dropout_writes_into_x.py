# mistake: dropout.input_overwritten
def dropout_forward(x, p, training, rng):
    if p < 0 or p > 1:
        raise ValueError("p")
    if not training:
        return x, lambda dout: dout.copy()
    keep = ~(rng.uniform(0.0, 1.0, x.shape) < p)
    factor = x.dtype.type(1 / (1 - p)) if p < 1 else x.dtype.type(0)
    x[~keep] = 0
    x *= factor
    return x, lambda dout: dout * keep * factor


def dropout_backward(dout, cache):
    return cache(dout)
