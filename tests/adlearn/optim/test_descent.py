"""Gradient descent of a model that tells its loss and its gradients, and what it shows of that."""

from __future__ import annotations

import math
import sys
import threading

import numpy as np
import pytest

from adlearn.optim import TrainingError, gradient_descent


class Bowl:
    """A loss of w @ w."""

    def __init__(self, gradient=lambda w: [2 * w], loss=lambda w: float(w @ w)):
        self.weights = [np.array([2.0, -4.0])]
        self.gradient, self.loss = gradient, loss

    def nll_and_grad(self, X, y):
        return self.loss(self.weights[0]), self.gradient(self.weights[0])


def test_gradient_descent_takes_the_steps_it_should():
    model = Bowl()
    losses = gradient_descent(model, None, None, lr=0.25, steps=3, progress=False)
    assert losses == [20.0, 5.0, 1.25]
    assert model.weights[0].tolist() == [0.25, -0.5]


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (Bowl(loss=lambda w: math.nan), "loss is nan at step 1.*learning rate"),
        (Bowl(lambda w: [np.ones((2, 1))]), r"gradient 0 has shape \(2, 1\).*weights\[0\].*\(2,\)"),
        (Bowl(lambda w: [w, w]), r"2 gradient\(s\) for 1"),
        (Bowl(lambda w: None), "returned None"),
        (Bowl(lambda w: [w * math.inf]), "gradient 0 contains nan or inf"),
    ],
)
def test_training_stops_with_a_sentence(model, says):
    before = model.weights[0].copy()
    with pytest.raises(TrainingError, match=says):
        gradient_descent(model, None, None, progress=False)
    np.testing.assert_array_equal(model.weights[0], before)


class Bar:
    """Stands in for tqdm's bar: counts what it is shown."""

    def __init__(self, steps, desc):
        self.steps, self.shown = steps, []
        Bar.last = self

    def __iter__(self):
        return iter(self.steps)

    def set_postfix(self, **numbers):
        self.shown.append(numbers["loss"])


def test_progress_is_a_bar_where_tqdm_is_installed(monkeypatch):
    auto = type(sys)("tqdm.auto")
    auto.tqdm = Bar
    monkeypatch.setitem(sys.modules, "tqdm", type(sys)("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", auto)
    gradient_descent(Bowl(), None, None, lr=0.25, steps=3)
    assert Bar.last.shown == ["20.0000", "5.0000", "1.2500"]


def test_a_bar_needs_no_threads_and_says_nothing_of_them(monkeypatch, recwarn):
    """A browser's Python has none, and tqdm would warn of that."""

    def start(self):
        raise RuntimeError("can't start new thread")

    bar = pytest.importorskip("tqdm.auto").tqdm
    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(bar, "monitor", None)
    monkeypatch.setattr(bar, "monitor_interval", 10)
    gradient_descent(Bowl(), None, None, lr=0.25, steps=3)
    assert bar.monitor_interval == 0  # tqdm has tried
    assert [str(one.message) for one in recwarn if "monitor" in str(one.message)] == []


def test_progress_is_a_few_lines_without_tqdm(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    gradient_descent(Bowl(), None, None, lr=0.25, steps=20)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "step 2 of 20: loss 5.0000" and len(lines) == 10
