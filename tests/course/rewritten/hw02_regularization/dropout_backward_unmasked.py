# mistake: dropout.backward_without_mask


def dropout_forward(x, p, training, rng):
    if p > 1 or p < 0:
        raise ValueError
    multiplier = 1.0
    out = x.copy()
    if training:
        multiplier = 0.0 if p == 1 else 1 / (1 - p)
        flat = out.reshape(-1)
        draws = rng.random(flat.size)
        flat[draws < p] = 0
        out = flat.reshape(x.shape) * x.dtype.type(multiplier)
    return out, multiplier


def dropout_backward(dout, cache):
    return dout * dout.dtype.type(cache)
