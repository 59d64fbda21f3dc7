"""The programs of a page about optimization run on the engine's face, one after the other, and give
the numbers that are printed there; where those are random, they behave alike."""

from __future__ import annotations

import math

import matplotlib
import numpy as np
import pytest

import adlearn as ad
import adlearn.compat.engine as autograd
from adlearn.compat.engine.nn import Dataset, Linear
from adlearn.compat.engine.optimizer import GD
from adlearn.data import make_blobs

matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


# Blocks 1 and 2: the derivative of a messy function


def messy(x):
    return ((x - 3.0) ** (2.0 / x) - 1) ** (x - 1.0)


def test_block_1_a_messy_derivative_is_the_printed_one():
    x = autograd.Variable(10.0)
    y = messy(x)
    y.backward()
    assert f"{x.grad.item():.5f}" == "-0.00129"
    assert float(x.grad) == x.grad.squeeze() == pytest.approx(ad.grad(messy)(10.0), rel=1e-12)
    estimate, error = ad.numerical_derivative(messy, 10.0)
    assert math.isclose(estimate, x.grad, abs_tol=10 * error)


def test_block_2_another_engine_agrees():
    torch = pytest.importorskip("torch")
    theirs = torch.tensor([10.0], dtype=torch.float64, requires_grad=True)
    messy(theirs).backward()
    ours = autograd.Variable(10.0)
    messy(ours).backward()
    assert math.isclose(theirs.grad, ours.grad, abs_tol=1e-5)


# Blocks 3 to 5: a quadratic function


def parabola(x):
    return (x - 2) ** 2 + 4 * x - 2


class Parabola(autograd.Module):
    def __init__(self, start):
        super().__init__()
        self.x = autograd.Variable(start)

    def forward(self):
        return parabola(self.x)


def descend_parabola(starts, rates, epochs=100):
    xs, values = [], []
    for start, rate in zip(starts, rates, strict=True):
        module = Parabola(start)
        optimizer = GD(params=module.collect_parameters(), lr=rate)
        xs.append([])
        values.append([])
        for epoch in range(epochs):
            xs[-1].append(float(module.x.value.squeeze()))
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            optimizer.step()
            values[-1].append(value.value.squeeze())
            if epoch % 25 == 0:
                at, found = module.x.value.squeeze(), value.value.squeeze()
                print(f"epoch: {epoch} | x: {at:.3f} | f(x): {found:.3f}")
    return np.array(xs), np.array(values)


QUADRATIC = """
epoch: 0 | x: -2.400 | f(x): 11.000
epoch: 25 | x: -0.009 | f(x): 2.000
epoch: 50 | x: -0.000 | f(x): 2.000
epoch: 75 | x: -0.000 | f(x): 2.000
epoch: 0 | x: -2.400 | f(x): 18.000
epoch: 25 | x: 0.000 | f(x): 2.000
epoch: 50 | x: -0.000 | f(x): 2.000
epoch: 75 | x: -0.000 | f(x): 2.000
"""


def test_blocks_3_and_4_descent_on_a_parabola_prints_what_is_printed(capsys):
    xs, values = descend_parabola([-3, 4], [0.1, 0.8])
    assert capsys.readouterr().out.split() == QUADRATIC.split()
    assert xs.shape == values.shape == (2, 100) and values.dtype == float


def test_block_5_the_error_falls_along_a_straight_line_on_a_logarithmic_axis(capsys):
    xs, values = descend_parabola([-3, 4], [0.1, 0.8])
    along = np.arange(-4, 4, 0.1)
    figure, (left, right) = plt.subplots(1, 2)
    right.plot(along, parabola(along), label="f")
    for run, mark in enumerate(("-o", "-x")):
        right.plot(xs[run], values[run], mark)
        left.plot(np.abs(xs[run]))
    left.set_yscale("log")
    figure.canvas.draw()
    for line, share in zip(left.lines, (0.8, 0.6), strict=True):  # 1 - 2 * rate
        error = line.get_ydata()
        np.testing.assert_allclose(error[1:40] / error[:39], share, rtol=1e-6)
    for line in right.lines[1:]:
        np.testing.assert_allclose(parabola(line.get_xdata()), line.get_ydata())


# Blocks 6 to 8: a surface that is not convex


def surface(x, y):
    return -(1 - (x**2 + y**3)) * np.exp(-(x**2 + y**2) / 2)


class Surface(autograd.Module):
    def __init__(self, x, y):
        super().__init__()
        self.x, self.y = autograd.Variable(x), autograd.Variable(y)
        self.exp = autograd.Exp()
        self.params = self.collect_parameters()

    def forward(self):
        return -(1 - (self.x**2 + self.y**3)) * self.exp(-(self.x**2 + self.y**2) / 2)


def descend_surface(starts, epochs=15):
    xs, ys, values = [], [], []
    for start in starts:
        module = Surface(*start)
        print(f"x={module.x.value.squeeze()}, y={module.y.value.squeeze()}")
        optimizer = GD(params=module.collect_parameters(), lr=0.3)
        for history in (xs, ys, values):
            history.append([])
        for epoch in range(epochs):
            xs[-1].append(float(module.x.value))
            ys[-1].append(float(module.y.value))
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            optimizer.step()
            values[-1].append(value.value)
            if epoch % 5 == 0:
                x, y = module.x.value.squeeze(), module.y.value.squeeze()
                print(f"{epoch} | x: {x:.3f} | y: {y:.3f} | f(x): {value.value.squeeze():.3f}")
    return np.array(xs), np.array(ys), np.array(values)


STARTS = [[0.5, 1.8], [-2, -2], [-2, 2], [1.6, -0.1]]
ON_THE_SURFACE = """
x=0.5, y=1.8
0 | x: 0.581 | y: 1.770 | f(x): 0.888
5 | x: 1.037 | y: 1.426 | f(x): 0.686
10 | x: 0.903 | y: 0.674 | f(x): 0.298
x=-2.0, y=-2.0
0 | x: -1.923 | y: -2.011 | f(x): -0.092
5 | x: -1.272 | y: -1.979 | f(x): -0.323
10 | x: -0.135 | y: -1.608 | f(x): -1.322
x=-2.0, y=2.0
0 | x: -2.099 | y: 2.055 | f(x): 0.201
5 | x: -2.425 | y: 2.249 | f(x): 0.079
10 | x: -2.606 | y: 2.362 | f(x): 0.043
x=1.6, y=-0.1
0 | x: 1.541 | y: -0.115 | f(x): 0.431
5 | x: 0.397 | y: -0.209 | f(x): -0.259
10 | x: 0.000 | y: -0.100 | f(x): -0.994
"""


def test_blocks_6_and_7_descent_on_a_surface_prints_what_is_printed(capsys):
    xs, ys, values = descend_surface(STARTS)
    assert capsys.readouterr().out.split() == ON_THE_SURFACE.split()
    assert xs.shape == ys.shape == values.shape == (4, 15) and values.dtype == float


def test_block_8_trajectories_cross_the_contours_at_right_angles():
    xs, ys, values = descend_surface(STARTS)
    X, Y = np.meshgrid(np.arange(-3.0, 3.0, 0.1), np.arange(-3.0, 3.0, 0.1))
    figure, axes = plt.subplots()
    axes.contourf(X, Y, surface(X, Y))
    for run in range(len(xs)):
        axes.plot(xs[run], ys[run], "->", color="r")
    figure.canvas.draw()
    for line, value in zip(axes.lines, values, strict=True):
        x, y = line.get_xdata(), line.get_ydata()
        np.testing.assert_allclose(surface(x, y), value, rtol=1e-12)
        slope = np.array(
            [ad.grad(lambda p: surface(*p))(np.array(p)) for p in zip(x, y, strict=True)]
        )
        moved = np.stack([np.diff(x), np.diff(y)], axis=1)
        np.testing.assert_allclose(moved, -0.3 * slope[:-1], atol=1e-12)


# Blocks 9 to 13: a perceptron


class Perceptron(autograd.Module):
    def __init__(self, output_size, input_size):
        super().__init__()
        self.linear = Linear((output_size, input_size))
        self.acti = autograd.Tanh()

    def forward(self, x):
        return self.acti(self.linear(x))


@pytest.fixture(scope="module")
def points():
    x, y = make_blobs(n_samples=100, centers=2, n_features=2, center_box=(-4, 4), random_state=4)
    return x, 2 * y - 1


@pytest.fixture(scope="module")
def dataset(points):
    x, y = points
    return Dataset(x.reshape(-1, 2, 1), y.reshape(-1, 1, 1))


WEIGHTS = np.array([[2.0, 2.0], [2.0, 0.0], [-2.0, 2.0], [-2.0, -2.0]])
EPOCHS = 60


@pytest.fixture(scope="module")
def trained(dataset):
    """Train a perceptron from each start: histories of weights, biases and losses."""
    mseloss, weights, biases, losses = autograd.MSELoss(), [], [], []
    for start in WEIGHTS:
        perceptron = Perceptron(output_size=1, input_size=2)
        perceptron.linear.weight.value = start.reshape(1, 2).copy()
        optimizer = GD(params=perceptron.collect_parameters(), lr=0.1)
        for history in (weights, biases, losses):
            history.append([])
        for _ in range(EPOCHS):
            weights[-1].append(perceptron.linear.weight.value.squeeze().copy().tolist())
            biases[-1].append(perceptron.linear.bias.value.squeeze().copy().tolist())
            optimizer.zero_grad()
            loss = perceptron.forward_dataset(dataset, mseloss)
            loss.backward()
            optimizer.step()
            losses[-1].append(float(loss.value.item()))
    return np.array(weights, dtype=object), np.array(biases, dtype=object), np.array(losses)


def test_block_9_two_clouds_with_labels_of_both_signs(points):
    x, y = points
    assert x.shape == (100, 2) and sorted(np.unique(y)) == [-1, 1] and abs(y.sum()) == 0
    figure, axes = plt.subplots()
    dots = axes.scatter(x[:, 0], x[:, 1], c=y, s=20, cmap="jet")
    figure.canvas.draw()
    np.testing.assert_array_equal(dots.get_offsets(), x)


def test_block_10_a_perceptron_has_the_parameters_of_its_layer():
    perceptron = Perceptron(output_size=1, input_size=2)
    weight, bias = perceptron.collect_parameters()
    assert weight is perceptron.linear.weight and bias is perceptron.linear.bias
    assert weight.value.shape == (1, 2) and bias.value.shape == (1, 1)


def test_block_11_training_lowers_the_mean_loss_of_every_start(trained, points):
    x, y = points
    weights, biases, losses = trained
    assert weights.shape == (4, EPOCHS, 2) and biases.shape == losses.shape == (4, EPOCHS)
    for w, b, loss in zip(weights.astype(float), biases.astype(float), losses, strict=True):
        by_formula = np.mean((np.tanh(x @ w[7] + b[7]) - y) ** 2)
        assert loss[7] == pytest.approx(by_formula, rel=1e-12)
        assert loss[-1] < loss[0]


def test_block_12_decision_boundaries_lie_where_the_output_is_0(trained, points):
    x, _ = points
    weights, biases, losses = trained
    along = np.arange(min(x[:, 0]), max(x[:, 0]))
    figure, (left, right) = plt.subplots(1, 2)
    for run, w in enumerate(weights[:, -1, :]):
        left.plot(along, -(w[0] / w[1]) * along - biases[run, -1] / w[1])
        right.plot(losses[run])
    right.set_yscale("log")
    figure.canvas.draw()
    for line, w, b in zip(left.lines, weights[:, -1, :], biases[:, -1], strict=True):
        at = np.array([line.get_xdata(), line.get_ydata()], dtype=float)
        np.testing.assert_allclose(w.astype(float) @ at + b, 0.0, atol=1e-9)


def test_block_13_the_loss_over_the_weights_uses_entries_that_were_assigned(
    trained, dataset, points
):
    x, y = points
    weights = trained[0]
    perceptron, mseloss = Perceptron(output_size=1, input_size=2), autograd.MSELoss()
    W0, W1 = np.meshgrid(np.arange(-4.0, 4.0, 2.0), np.arange(-4.0, 4.0, 2.0))
    Z = np.zeros(W0.shape)
    for place in np.ndindex(Z.shape):
        perceptron.linear.weight.value[0, 0] = W0[place]
        perceptron.linear.weight.value[0, 1] = W1[place]
        Z[place] = perceptron.forward_dataset(dataset, mseloss).value.squeeze()
    outputs = np.tanh(np.stack([W0, W1], axis=-1) @ x.T)
    np.testing.assert_allclose(Z, np.mean((outputs - y) ** 2, axis=-1), rtol=1e-12)
    figure, axes = plt.subplots()
    axes.contourf(W0, W1, Z)
    for w in weights:
        axes.plot(w[:, 0], w[:, 1], "->", color="r")
    figure.canvas.draw()
    assert len(axes.lines) == 4
