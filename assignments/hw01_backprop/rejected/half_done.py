# expect: perceptron.* = passed
# expect: sigmoid.* = passed
# expect: tanh.* = passed
# expect: relu.* = passed
# expect: leaky_relu.* = passed
# expect: mse.* = passed
# expect: binary_cross_entropy.*_value = passed
# expect: binary_cross_entropy.binary_cross_entropy_of_other_sizes = passed
# expect: binary_cross_entropy.*gradient* = missing
# expect: binary_cross_entropy.*huge* = missing
# expect: binary_cross_entropy.*single* = missing
# expect: cross_entropy.* = missing
# expect: linear.linear_value = passed
# expect: linear.linear_of_other_sizes = passed
# expect: linear.linear_gradient* = raised
# expect: linear.linear_in_single_precision = raised
# expect: mlp.mlp_output* = passed
# expect: mlp.mlp_gradients* = malformed
# expect: mlp.mlp_with* = malformed
# expect: mlp.mlp_remembers* = malformed
# expect: mlp.mlp_backward_again = malformed
# expect: mlp.mlp_networks* = malformed
# expect: mlp.mlp_takes* = malformed
# expect: mlp.mlp_in_single* = malformed
# Homework 1. I print things to see what happens.
import numpy as np

DEBUG = True


def perceptron_predict(x, w, b):
    scores = np.matmul(x, w) + b
    print("scores:", scores)
    result = np.zeros(len(scores))
    for i in range(len(scores)):
        if scores[i] >= 0:
            result[i] = 1
        else:
            result[i] = -1
    return result


def perceptron_fit(x, y, max_epochs):
    # start from zeros
    number_of_features = x.shape[1]
    w = np.zeros(number_of_features)
    b = 0
    list_of_mistakes = []
    for epoch in range(max_epochs):
        mistakes_now = 0
        for i in range(len(x)):
            prediction = np.sum(x[i] * w) + b
            if y[i] * prediction <= 0:
                w = w + y[i] * x[i]
                b = b + y[i]
                mistakes_now = mistakes_now + 1
        print("epoch", epoch, "mistakes", mistakes_now)
        list_of_mistakes.append(mistakes_now)
        if mistakes_now == 0:
            print("converged!")
            break
    w = w.astype(x.dtype)
    return w, b, list_of_mistakes


def sigmoid(z):
    # for positive numbers use one formula, for negative numbers another one
    negative_part = np.minimum(z, 0)
    positive_part = np.maximum(z, 0)
    for_positive = 1 / (1 + np.exp(-positive_part))
    for_negative = np.exp(negative_part) / (1 + np.exp(negative_part))
    result = np.where(z >= 0, for_positive, for_negative)
    return result


def sigmoid_backward(dout, out):
    derivative = out * (1 - out)
    answer = dout * derivative
    return answer


def tanh(z):
    result = np.tanh(z)
    if DEBUG:
        print("tanh", result.shape)
    return result


def tanh_backward(dout, out):
    derivative = 1 - out * out
    answer = dout * derivative
    return answer


def relu(z):
    zeros = np.zeros_like(z)
    result = np.maximum(zeros, z)
    return result


def relu_backward(dout, z):
    mask = np.where(z > 0, 1, 0)
    mask = mask.astype(z.dtype)
    answer = dout * mask
    return answer


def leaky_relu(z, negative_slope=0.01):
    result = np.copy(z)
    mask = z < 0
    result[mask] = negative_slope * z[mask]
    return result


def leaky_relu_backward(dout, z, negative_slope=0.01):
    derivative = np.ones_like(z)
    derivative[z <= 0] = negative_slope
    answer = dout * derivative
    return answer


def mse_loss(input, target):
    error = input - target
    squared_error = error**2
    return np.sum(squared_error) / squared_error.size


def mse_loss_backward(input, target):
    error = input - target
    n = error.size
    return 2 * error / n


def binary_cross_entropy_with_logits(input, target):
    # log(sigmoid(z)) = -log(1 + exp(-z)), log(1 - sigmoid(z)) = -log(1 + exp(z))
    log_p = -np.logaddexp(0, -input)
    log_not_p = -np.logaddexp(0, input)
    losses = -(target * log_p + (1 - target) * log_not_p)
    print("losses:", losses)
    return np.mean(losses)


def binary_cross_entropy_with_logits_backward(input, target):
    # TODO tomorrow
    raise NotImplementedError


def log_softmax(input):
    raise NotImplementedError


def cross_entropy(input, target):
    raise NotImplementedError


def cross_entropy_backward(input, target):
    raise NotImplementedError


def linear_forward(x, w, b):
    z = np.dot(x, w)
    z = z + b
    return z


def linear_backward(dout, x, w):
    dx = np.dot(dout, w.transpsoe())
    dw = np.dot(x.transpose(), dout)
    db = np.sum(dout, axis=0)
    print("shapes", dx.shape, dw.shape, db.shape)
    return dx, dw, db


class MLP:
    def __init__(self, sizes, activation, rng):
        self.sizes = sizes
        self.activation = activation
        self.weights = []
        self.biases = []
        self.dweights = []
        self.dbiases = []
        for i in range(1, len(sizes)):
            self.weights.append(rng.standard_normal((sizes[i - 1], sizes[i])) * 0.1)
            self.biases.append(np.zeros(sizes[i]))

    def forward(self, x):
        self.all_inputs = []
        self.all_z = []
        self.all_outputs = []
        number_of_layers = len(self.weights)
        current = x
        for i in range(number_of_layers):
            self.all_inputs.append(current)
            z = linear_forward(current, self.weights[i], self.biases[i])
            self.all_z.append(z)
            if i == number_of_layers - 1:
                current = z  # no activation after the last layer
            elif self.activation == "sigmoid":
                current = sigmoid(z)
            elif self.activation == "tanh":
                current = tanh(z)
            elif self.activation == "relu":
                current = relu(z)
            elif self.activation == "leaky_relu":
                current = leaky_relu(z)
            else:
                print("unknown activation")
            self.all_outputs.append(current)
        return current

    def backward(self, dout):
        # TODO
        pass
