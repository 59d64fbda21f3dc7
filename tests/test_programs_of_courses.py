"""The programs that courses print run, and are right: on the finished notebook of the tracer, and
on our engine under each of its names for NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as onp
import pytest

import adlearn
import adlearn.numpy
import adlearn.optim
from autograder.pack import load_assignment

FUNCTIONAL = load_assignment(Path(__file__).resolve().parents[1] / "assignments" / "functional")


@cache
def reference() -> Any:
    cells = [cell for cell in FUNCTIONAL.cells if cell.role in ("given", "answer")]
    return compile("\n\n".join(cell.source for cell in cells), "notebook", "exec")


def of_the_notebook() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(reference(), names)
    return names


def of_adlearn(np: Any) -> dict[str, Any]:
    public = ("grad", "flatten", "primitive", "defvjp", "check_grads")
    return {"np": np, "sgd": adlearn.optim.sgd, **{n: getattr(adlearn, n) for n in public}}


def of_autograd() -> dict[str, Any]:
    face = "adlearn.compat.autograd"
    homes = {"grad": "", "primitive": ".extend", "defvjp": ".extend", "flatten": ".misc"}
    homes |= {"sgd": ".misc.optimizers", "check_grads": ".test_util"}
    found = {name: getattr(import_module(face + home), name) for name, home in homes.items()}
    return {"np": import_module(f"{face}.numpy"), **found}


ENGINES: dict[str, Callable[[], dict[str, Any]]] = {
    "the notebook": of_the_notebook,
    "adlearn": lambda: of_adlearn(adlearn.numpy),
    "adlearn on plain NumPy": lambda: of_adlearn(onp),
    "its face of autograd": of_autograd,
}


@pytest.fixture(params=ENGINES)
def run(request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    """Run a program with an engine's `np`, its `grad` and the rest."""

    def ran(program: str, **given: Any) -> dict[str, Any]:
        names = ENGINES[request.param]()
        names |= {"npr": onp.random.default_rng(5), "two_sided": two_sided, **given}
        exec(program, names)
        return names

    return ran


def two_sided(f: Callable[..., Any], x: Any, h: float) -> Any:
    found = onp.zeros(x.shape)
    for place in onp.ndindex(x.shape):
        nudge = onp.zeros(x.shape)
        nudge[place] = h
        found[place] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return found


def near(mine: Any, right: Any) -> bool:
    return mine == pytest.approx(right, rel=1e-7, abs=1e-9)


TANH = """
def tanh(x):
    y = np.exp(-x)
    return (1.0 - y) / (1.0 + y)

grad_tanh = grad(tanh)
found = grad_tanh(1.0)
difference = (tanh(1.0001) - tanh(0.9999)) / 0.0002
"""


def test_the_first_program_of_the_tutorial(run):
    names = run(TANH)
    assert near(names["found"], 0.5 / onp.cosh(0.5) ** 2)
    assert names["difference"] == pytest.approx(names["found"], rel=1e-6)


STAGED = """
def grad_sigmoid_manual(x):
    a = -x
    b = np.exp(a)
    c = 1 + b
    s = 1.0 / c
    dsdc = (-1.0 / (c**2))
    dsdb = dsdc * 1
    dsda = dsdb * np.exp(a)
    dsdx = dsda * (-1)
    return dsdx

def sigmoid(x):
    y = 1.0 / (1.0 + np.exp(-x))
    return y

grad_sigmoid_automatic = grad(sigmoid)
both = grad_sigmoid_automatic(2.0), grad_sigmoid_manual(2.0)
"""


def test_a_sigmoid_in_stages(run):
    assert near(run(STAGED)["both"], (0.1049935854035065,) * 2)


@pytest.mark.parametrize(
    "params",
    [
        [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0, 3.0)],
        {"weights": [1.0, 2.0, 3.0, 4.0], "biases": [1.0, 2.0]},
        {
            "layer1": {"weights": [1.0, 2.0, 3.0, 4.0], "biases": [1.0, 2.0]},
            "layer2": {"weights": [5.0, 6.0, 7.0, 8.0], "biases": [6.0, 7.0]},
        },
    ],
)
def test_containers_that_are_flattened(run, params):
    program = "flat_params, unflatten_func = flatten(params); back = unflatten_func(flat_params)"
    names = run(program, params=params)
    assert names["back"] == params
    numbers = adlearn.flatten(params)[0]
    # autograd takes dictionaries in the order of their keys.
    assert sorted(names["flat_params"].tolist()) == sorted(numbers.tolist())


def test_matrices_of_several_sizes_that_are_flattened(run):
    params = [onp.arange(9.0).reshape(3, 3), onp.ones((4, 4)), -onp.eye(3)]
    program = "flat, back = flatten(params); found = back(flat * 2.0)"
    found = run(program, params=params)["found"]
    assert [type(found), *(one.tolist() for one in found)] == [
        list,
        *((2.0 * one).tolist() for one in params),
    ]


LOGSUMEXP = """
@primitive
def logsumexp(x):
    max_x = np.max(x)
    return max_x + np.log(np.sum(np.exp(x - max_x)))

def make_grad_logsumexp(ans, x):
    def gradient_product(g):
        return np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))
    return gradient_product

defvjp(logsumexp, make_grad_logsumexp)

def example_func(y):
    z = y**2
    lse = logsumexp(z)
    return np.sum(lse)

grad_of_example = grad(example_func)
y = npr.normal(size=10)
found = grad_of_example(y)
check_grads(example_func, modes=['rev'], order=2)(npr.normal(size=10))
"""


def test_a_rule_of_ones_own_in_the_form_of_autograd(run, request):
    if "plain" in request.node.name:
        pytest.skip("np.full does not dispatch")
    names = run(LOGSUMEXP)
    y = names["y"]
    assert near(names["found"], 2.0 * y * onp.exp(y**2) / onp.sum(onp.exp(y**2)))


LINEAR = """
N = 100
x = np.linspace(0, 10, N)
t = 4 * x + 10 + npr.normal(0, 2, x.shape[0])
w = npr.normal(0, 1)
b = npr.normal(0, 1)
params = { 'w': w, 'b': b }
start = dict(params)

def cost(params):
    y = params['w'] * x + params['b']
    return (1 / N) * np.sum(0.5 * np.square(y - t))

grad_cost = grad(cost)
num_epochs = 1000
alpha = 0.01
for i in range(num_epochs):
    cost_params = grad_cost(params)
    params['w'] = params['w'] - alpha * cost_params['w']
    params['b'] = params['b'] - alpha * cost_params['b']
"""


def test_a_line_is_fitted(run):
    names = run(LINEAR)
    x, t = names["x"], names["t"]
    w, b = names["start"]["w"], names["start"]["b"]
    for _ in range(1000):
        off = w * x + b - t
        w, b = w - 0.01 * onp.mean(off * x), b - 0.01 * onp.mean(off)
    assert near([names["params"]["w"], names["params"]["b"]], [w, b])


POLYNOMIAL = """
N = 100
x = np.linspace(-3, 3, N)
t = x ** 4 - 10 * x ** 2 + 10 * x + npr.normal(0, 4, x.shape[0])
M = 4
feature_matrix = np.array([[item ** i for i in range(M+1)] for item in x])
W = npr.normal(size=feature_matrix.shape[-1])
start = W

def cost(W):
    y = np.dot(feature_matrix, W)
    return (1.0 / N) * np.sum(0.5 * np.square(y - t))

cost_grad = grad(cost)
for i in range(500):
    W = W - 0.001 * cost_grad(W)
"""


def test_a_polynomial_is_fitted(run):
    names = run(POLYNOMIAL)
    features, t, W = names["feature_matrix"], names["t"], names["start"]
    for _ in range(500):
        W = W - 0.001 * features.T @ (features @ W - t) / 100
    assert near(names["W"], W)


NETWORK = """
x = np.linspace(-5, 5, 200)
t = x ** 3 - 20 * x + 10 + npr.normal(0, 4, x.shape[0])
inputs = x.reshape(x.shape[-1],1)
params = { 'W1': npr.normal(size=(1,4)), 'b1': npr.normal(size=4),
           'W2': npr.normal(size=(4,4)), 'b2': npr.normal(size=4),
           'W3': npr.normal(size=(4,1)), 'b3': npr.normal(size=1) }

def relu(x):
    return np.maximum(0, x)

def predict(params, inputs):
    h1 = nonlinearity(np.dot(inputs, params['W1']) + params['b1'])
    h2 = nonlinearity(np.dot(h1, params['W2']) + params['b2'])
    output = np.dot(h2, params['W3']) + params['b3']
    return output

def loss(params, i):
    output = predict(params, inputs)
    return (1.0 / inputs.shape[0]) * np.sum(0.5 * np.square(output.reshape(output.shape[0]) - t))

nonlinearity = {"tanh": np.tanh, "relu": relu}[name]
gradient = grad(loss)(params, 0)
before = loss(params, 0)
optimized_params = sgd(grad(loss), params, step_size=0.01, num_iters=200)
after = loss(optimized_params, 0)
"""


@pytest.mark.parametrize("name", ["tanh", "relu"])
def test_a_network_is_trained(run, name):
    names = run(NETWORK, name=name)
    assert names["after"] < 0.7 * names["before"]

    def loss(params):
        h = names["inputs"]
        for layer in "123":
            h = onp.dot(h, params[f"W{layer}"]) + params[f"b{layer}"]
            if layer != "3":
                h = onp.tanh(h) if name == "tanh" else onp.maximum(0.0, h)
        return onp.sum(0.5 * (h.reshape(h.shape[0]) - names["t"]) ** 2) / 200

    for key, mine in names["gradient"].items():

        def of_one(array, key=key):
            return loss({**names["params"], key: array})

        right = two_sided(of_one, onp.array(names["params"][key]), 1e-6)
        assert mine == pytest.approx(right, rel=1e-6, abs=1e-6), key


LOGISTIC = """
def sigmoid(x):
    return 0.5*(np.tanh(x) + 1)

def logistic_predictions(weights, inputs):
    return sigmoid(np.dot(inputs, weights))

def training_loss(weights):
    preds = logistic_predictions(weights, inputs)
    label_probabilities = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probabilities))

inputs = np.array([[0.52, 1.12,  0.77], [0.88, -1.08, 0.15],
                   [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
targets = np.array([True, True, False, True])
training_gradient_fun = grad(training_loss)
weights = np.array([0.0, 0.0, 0.0])
before = training_loss(weights)
for i in range(100):
    weights -= training_gradient_fun(weights) * 0.01
after = training_loss(weights)
"""


def test_logistic_regression_of_the_lecture(run):
    names = run(LOGISTIC)
    assert near(names["before"], 4 * onp.log(2.0))
    weights = onp.zeros(3)
    for _ in range(100):
        off = names["targets"] - 1.0 / (1.0 + onp.exp(-2.0 * names["inputs"] @ weights))
        weights = weights + 0.01 * 2.0 * names["inputs"].T @ off
    assert near(names["weights"], weights)
    assert names["after"] < 0.2 * names["before"]


TWO_FORMS = """
def logistic(z):
    return 1. / (1. + np.exp(-z))

def logistic2(z):
    return np.reciprocal(np.add(1, np.exp(np.negative(z))))

both = grad(logistic)(1.5), grad(logistic2)(1.5)
"""


def test_operators_and_functions_make_the_same_graph(run):
    assert near(run(TWO_FORMS)["both"], (0.14914645207033286,) * 2)


FLUID = """
def project(vx, vy):
    p = np.zeros(vx.shape)
    h = 1.0/vx.shape[0]
    div = -0.5 * h * (np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
                     + np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1))
    for k in range(10):
        p = (div + np.roll(p, 1, axis=0) + np.roll(p, -1, axis=0)
             + np.roll(p, 1, axis=1) + np.roll(p, -1, axis=1))/4.0
    vx -= 0.5*(np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0))/h
    vy -= 0.5*(np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1))/h
    return vx, vy

def advect(f, vx, vy):
    rows, cols = f.shape
    cell_ys, cell_xs = np.meshgrid(np.arange(rows), np.arange(cols))
    center_xs = (cell_xs - vx).ravel()
    center_ys = (cell_ys - vy).ravel()
    left_ix = np.floor(center_xs).astype(int)
    top_ix = np.floor(center_ys).astype(int)
    rw = center_xs - left_ix
    bw = center_ys - top_ix
    left_ix = np.mod(left_ix, rows)
    right_ix = np.mod(left_ix + 1, rows)
    top_ix = np.mod(top_ix, cols)
    bot_ix = np.mod(top_ix + 1, cols)
    flat_f = (1 - rw) * ((1 - bw)*f[left_ix, top_ix] + bw*f[left_ix, bot_ix]) \\
            + rw * ((1 - bw)*f[right_ix, top_ix] + bw*f[right_ix, bot_ix])
    return np.reshape(flat_f, (rows, cols))

def simulate(vx, vy, smoke, num_time_steps):
    for t in range(num_time_steps):
        vx_updated = advect(vx, vx, vy)
        vy_updated = advect(vy, vx, vy)
        vx, vy = project(vx_updated, vy_updated)
        smoke = advect(smoke, vx, vy)
    return smoke

def loss(vx):
    return np.mean((simulate(vx, vy, smoke, 3) - target) ** 2)

vx, vy, smoke, target = 0.3 * npr.normal(size=(4, 6, 6))
found = grad(loss)(vx)
differences = two_sided(loss, vx, 1e-6)
"""


def test_a_fluid_is_differentiated(run):
    names = run(FLUID)
    assert names["found"] == pytest.approx(names["differences"], rel=1e-5, abs=1e-7)


HYPERPARAMETER = """
x, t = npr.normal(size=(20, 3)), npr.normal(size=20)

def loss(weights):
    return np.mean((np.tanh(np.dot(x, weights)) - t) ** 2)

def after_training(rate):
    weights = np.zeros(3)
    for _ in range(20):
        weights = weights - rate * grad(loss)(weights)
    return loss(weights)

found, again = grad(after_training)(0.1), grad(grad(after_training))(0.1)
difference = (after_training(0.100001) - after_training(0.099999)) / 0.000002
change = (grad(after_training)(0.10001) - grad(after_training)(0.09999)) / 0.00002
"""


def test_the_gradient_goes_through_training_to_a_hyperparameter(run):
    names = run(HYPERPARAMETER)
    assert names["found"] == pytest.approx(names["difference"], rel=1e-5)
    assert names["again"] == pytest.approx(names["change"], rel=1e-5)
