"""A loop of steps: its losses, its silence, what it keeps, and what it says of first mistakes."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import numpy as np
import pytest
from kinds import KINDS

import adlearn as ad
from adlearn.nn import MLP, mse_loss
from adlearn.optim import SGD, Adam, TrainingError, minimize, sgd, silent


@pytest.mark.parametrize("name", KINDS)
def test_losses_are_those_before_each_step(name):
    parameter = KINDS[name].make(np.ones(KINDS[name].shapes[-1]))
    count = np.size(KINDS[name].read(parameter))
    weights = np.ones(KINDS[name].shapes[-1])
    found = minimize(
        lambda step: KINDS[name].loss(parameter, weights),
        SGD([parameter], lr=0.1),
        steps=3,
        progress=False,
    )
    x, expected = 1.0, []
    for _ in range(3):
        expected.append(count * x**4)
        x -= 0.1 * 4 * x**3
    np.testing.assert_allclose(found, expected)


def test_the_loss_gets_the_number_of_the_step_and_the_callback_its_loss():
    x, seen = ad.tensor(1.0), []
    losses = minimize(
        lambda step: x * 0.0 + step,
        SGD([x], lr=0.1),
        steps=4,
        callback=lambda step, loss: seen.append((step, loss)),
        progress=False,
    )
    assert losses.tolist() == [0, 1, 2, 3] and seen == list(enumerate(losses))
    assert minimize(lambda step: x, SGD([x], lr=0.1), steps=0, progress=False).shape == (0,)


def test_no_graph_outlives_its_step():
    """The node of each loss is gone at the callback, without help of the garbage collector."""
    model = MLP(2, [4, 1], seed=0)
    X, nodes, alive = np.ones((3, 2)), [], []

    def loss(step):
        found = np.mean(model(X) ** 2)
        nodes.append(weakref.ref(found))
        return found

    gc.collect()
    gc.disable()
    try:
        minimize(
            loss,
            Adam(model),
            steps=5,
            callback=lambda *_: alive.append(sum(node() is not None for node in nodes)),
            progress=False,
        )
    finally:
        gc.enable()
    assert alive == [0] * 5


@pytest.mark.parametrize("name", ["tensor", "node", "micrograd", "engine"])
def test_memory_does_not_grow_from_step_to_step(name):
    """A step whose history stayed would keep 100 nodes of 100 bytes or more."""
    parameter = KINDS[name].make(0.5)
    optimizer, sizes = Adam([parameter], lr=1e-3), []

    def loss(step):
        x = parameter
        for _ in range(100):
            x = x * parameter + 0.1
        return x

    def note(step, _):
        if step in (100, 200):
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        minimize(loss, optimizer, steps=201, callback=note, progress=False)
    finally:
        tracemalloc.stop()
    assert sizes[1] - sizes[0] < 100 * 1000


def test_it_is_silent_when_asked(capsys):
    x = ad.tensor(1.0)
    minimize(lambda step: x * x, SGD([x], lr=0.1), steps=20, progress=False)
    sgd(lambda p, i: p, 1.0, num_iters=20)
    assert capsys.readouterr() == ("", "")


def test_within_silent_no_loop_shows_anything(capsys):
    x = ad.tensor(1.0)
    with silent():
        sgd(lambda p, i: p, 1.0, num_iters=3, progress=True)
        minimize(lambda step: x * x, SGD([x], lr=0.1), steps=3)
    assert capsys.readouterr() == ("", "")
    minimize(lambda step: x * x, SGD([x], lr=0.1), steps=3)
    assert capsys.readouterr() != ("", "")


def test_without_tqdm_there_is_a_line_now_and_then(capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    x = ad.tensor(1.0)
    minimize(lambda step: x * x, SGD([x], lr=0.25), steps=30)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10 and lines[0] == f"step 3 of 30: loss {0.25**2:.4f}"
    sgd(lambda p, i: p, 1.0, num_iters=30, progress=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10 and lines[-1] == "step 30 of 30"


x = ad.tensor([1.0, 2.0])
MISTAKES = {
    "nothing is returned": (lambda step: None, "returned None.*end with return"),
    "of the data": (lambda step: np.sum(x.data**2), "plain float64.*not from their .data"),
    "a number": (lambda step: 1.0, "plain float, which has no backward"),
    "a tuple": (lambda step: (np.sum(x), 1.0), "plain tuple"),
    "several numbers": (lambda step: x * x, r"has shape \(2,\).*mean or its sum"),
    "nan": (
        lambda step: np.sum(x) * np.nan,
        "loss is nan at step 0.*smaller learning rate than 0.1",
    ),
    "inf": (lambda step: np.sum(x) * np.inf, "loss is inf at step 0"),
    "a constant": (lambda step: np.sum(x.detach()), r"backward\(\) of a constant"),
    "of others": (lambda step: ad.tensor(1.0) * 2, "not computed from these parameters"),
    "without the step": (lambda: np.sum(x), "does not take it.*lambda step"),
    "not a function": (np.sum(x), "function that computes the loss anew.*lambda step"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_loss_that_cannot_be_minimized_is_refused_with_the_remedy(mistake):
    loss, says = MISTAKES[mistake]
    with pytest.raises(ad.AdlearnError, match=says):
        minimize(loss, SGD([x], lr=0.1), steps=2, progress=False)
    assert x.data.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("optimizer", "says"),
    [
        ([x], r"the second is list.*SGD\(parameters"),
        (SGD, "the second is the class SGD"),
        (lambda step: np.sum(x), "the second is function"),
    ],
)
def test_what_takes_the_steps_is_an_optimizer(optimizer, says):
    with pytest.raises(TrainingError, match=says):
        minimize(lambda step: np.sum(x), optimizer, progress=False)


def test_the_parameters_are_those_of_the_last_step_that_went_well():
    y = ad.tensor(1.0)
    with pytest.raises(TrainingError, match="loss is nan at step 2"):
        minimize(
            lambda step: y * (np.nan if step == 2 else 1.0),
            SGD([y], lr=0.25),
            steps=5,
            progress=False,
        )
    assert y.data == 0.5


def test_a_loss_with_options_is_called_with_the_step_alone():
    y = ad.tensor(1.0)
    minimize(lambda step, rows=3: y * rows, SGD([y], lr=0.1), steps=1, progress=False)
    assert y.data == pytest.approx(0.7)


def test_a_network_learns_a_curve():
    X = np.linspace(-1, 1, 20).reshape(-1, 1)
    model = MLP(1, [8, 1], seed=1)
    losses = minimize(
        lambda step: mse_loss(model(X), np.sin(3 * X)),
        Adam(model, lr=0.05),
        steps=150,
        progress=False,
    )
    assert losses[-1] < 0.02 * losses[0]
