"""Memory that is kept from call to call: `compile(f, reuse=True)`."""

import gc
import threading
import tracemalloc

import numpy as np
import pytest

import adlearn as ad
from adlearn.derivatives.containers import leaves_of
from adlearn.programs import memory
from adlearn.programs.running import runner
from adlearn.programs.simplify import simplified
from adlearn.programs.tracing import trace


@pytest.fixture(autouse=True)
def every_array_is_placed(monkeypatch):
    monkeypatch.setattr(memory, "WORTH_KEEPING", 1)


def network(W, V, x):
    h = np.tanh(x @ W)
    e = np.exp(h @ V - np.max(h @ V))
    p = e / np.sum(e)
    return np.sum(p * np.log(p + 0.1)) + np.sum(h.T @ h * (W.T @ W))


def views(x):
    y = np.exp(x)
    z = y.T[1:, ::-1]
    y = y * 2.0
    w = z + y[1:, :]
    return np.sum(w * z) + np.sum(np.reshape(y, (-1,))[3:] ** 2) + y[0, 1]


def broadcast(x):
    column = np.sum(x, axis=1, keepdims=True)
    y = x * column - column
    column = column * 3.0
    return np.sum(y / (1.0 + y * y) * column)


def narrow(x):
    return np.sum(np.sin(x * np.float32(3)) * x)


def leaves(thing):
    return leaves_of(thing)[0]


@pytest.mark.parametrize("f", [views, broadcast])
@pytest.mark.parametrize("derivative", [lambda f: f, ad.grad, ad.hessian, ad.value_and_grad])
def test_numbers_are_those_of_the_function(f, derivative):
    rng = np.random.default_rng(3)
    asked = derivative(f)
    placed = ad.compile(asked, reuse=True)
    for _ in range(4):
        x = rng.normal(size=(4, 4))
        for found, right in zip(leaves(placed(x)), leaves(asked(x)), strict=True):
            np.testing.assert_allclose(found, right, rtol=1e-12)
    assert "keeps" in placed.explain() and "3 of them by a program" in placed.explain()


def test_several_arguments_and_products_of_matrices():
    rng = np.random.default_rng(4)
    asked = ad.grad(network, (0, 1))
    placed = ad.compile(asked, reuse=True)
    for _ in range(3):
        args = rng.normal(size=(3, 3)), rng.normal(size=(3, 2)), rng.normal(size=(5, 3))
        for found, right in zip(placed(*args), asked(*args), strict=True):
            np.testing.assert_allclose(found, right, rtol=1e-11)


def test_dtypes_have_places_of_their_own():
    asked = ad.grad(narrow)
    placed = ad.compile(asked, reuse=True)
    for _ in range(3):
        x = np.linspace(0.0, 1.0, 7, dtype=np.float32)
        found = placed(x)
        assert found.dtype == asked(x).dtype == np.float32
        np.testing.assert_allclose(found, asked(x), rtol=1e-6)


def test_what_a_call_gave_stays():
    placed = ad.compile(lambda x: (np.exp(x) * 2.0, np.exp(x).T, x + 1.0), reuse=True)
    x = np.arange(6.0).reshape(2, 3)
    given = [placed(x) for _ in range(4)][1:]  # the first answer is the function's own
    kept = [[part.copy() for part in answer] for answer in given]
    placed(x - 5.0)
    for answer, copies in zip(given, kept, strict=True):
        for part, copy in zip(answer, copies, strict=True):
            np.testing.assert_array_equal(part, copy)
    parts = [part for answer in given for part in answer]
    for i, a in enumerate(parts):
        assert a.flags.owndata
        assert not any(np.shares_memory(a, b) for b in parts[:i])


def test_two_values_share_a_place_after_the_first_is_done():
    def chain(x):
        for _ in range(50):
            x = np.sin(x) + 0.1
        return np.sum(x)

    lean = simplified(trace(chain, (np.ones(100),), {}))
    run = runner(lean, reuse=True)
    assert run.workspace.bytes == 800
    np.testing.assert_allclose(run(np.full(100, 0.3)), chain(np.full(100, 0.3)))


def test_a_place_is_used_again_by_what_is_made_of_something_else():
    def apart(x):
        return sum(np.sum(np.sin(x * n)) for n in (2.0, 3.0, 4.0, 5.0))

    run = runner(simplified(trace(apart, (np.ones(100),), {})), reuse=True)
    assert run.workspace.bytes == 800
    np.testing.assert_allclose(run(np.full(100, 0.3)), apart(np.full(100, 0.3)))


def test_threads_at_once_do_not_write_into_each_other():
    placed, right = ad.compile(ad.grad(network), reuse=True), ad.grad(network)
    rng = np.random.default_rng(5)
    cases = [
        (rng.normal(size=(30, 30)), rng.normal(size=(30, 20)), rng.normal(size=(50, 30)))
        for _ in range(4)
    ]
    expected = [right(*case) for case in cases]
    placed(*cases[0]), placed(*cases[0])
    wrong = []

    def work(case, answer):
        for _ in range(60):
            if not np.allclose(placed(*case), answer, rtol=1e-9):
                wrong.append(case)

    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(cases, expected, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_exception_gives_the_memory_back():
    def f(x):
        y = np.exp(x) * 2.0
        if np.sum(y) > 100.0:
            raise ValueError("too large")
        return np.sum(y * y)

    placed = ad.compile(f, reuse=True)
    small, large = np.zeros(4), np.full(4, 5.0)
    placed(small), placed(small)
    for _ in range(5):
        with pytest.raises(ValueError, match="too large"):
            placed(large)
        assert placed(small) == f(small)
    (version,) = placed.versions
    assert len(version.run.workspace._idle) == 1


def test_calls_ask_for_no_more_memory():
    placed = ad.compile(ad.grad(broadcast), reuse=True)
    usual = ad.compile(ad.grad(broadcast))
    x = np.random.default_rng(6).normal(size=(400, 400))
    peaks = []
    for compiled in (placed, usual):
        for _ in range(3):
            compiled(x)
        gc.collect()
        tracemalloc.start()
        compiled(x)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] < 0.7 * peaks[1]


def test_without_the_request_nothing_is_kept():
    compiled = ad.compile(ad.grad(views))
    x = np.ones((4, 4))
    compiled(x), compiled(x)
    assert "keeps" not in compiled.explain()
    assert all(version.run.workspace is None for version in compiled.versions)
