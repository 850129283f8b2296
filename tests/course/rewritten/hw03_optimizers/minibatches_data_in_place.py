# mistake: minibatches.data_shuffled_in_place
def minibatches(x, y, batch_size, rng, shuffle=True):
    """Fisher and Yates, pair by pair."""
    if shuffle:
        for i in range(len(x) - 1, 0, -1):
            j = int(rng.integers(i + 1))
            x[[i, j]] = x[[j, i]]
            y[[i, j]] = y[[j, i]]
    for i in range(0, len(x), batch_size):
        yield x[i : i + batch_size] + 0, y[i : i + batch_size] + 0
