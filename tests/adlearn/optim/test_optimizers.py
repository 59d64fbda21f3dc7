"""Optimizers take the published steps, with parameters of every kind."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from kinds import KINDS, Own, shaped

import adlearn as ad
from adlearn.compat.engine import Variable
from adlearn.compat.micrograd.engine import Value
from adlearn.nn import MLP, Linear, Sequential, Tanh
from adlearn.optim import (
    SGD,
    Adam,
    Optimizer,
    RMSProp,
    TrainingError,
    clip_grad_norm,
    cosine_decay,
    exponential_decay,
    step_decay,
    warmup,
)

# What was published, step by step, on plain arrays


def sgd(x, slope, steps, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
    """torch.optim.SGD's documentation, with dampening 0."""
    b = None
    for _ in range(steps):
        g = slope(x) + weight_decay * x
        if momentum:
            b = g if b is None else momentum * b + g
            g = g + momentum * b if nesterov else b
        x = x - lr * g
    return x


def rmsprop(x, slope, steps, lr, decay=0.9, eps=1e-8):
    """torch.optim.RMSprop's documentation, not centered."""
    v = np.zeros_like(x)
    for _ in range(steps):
        g = slope(x)
        v = decay * v + (1 - decay) * g * g
        x = x - lr * g / (np.sqrt(v) + eps)
    return x


def adam(x, slope, steps, lr, betas=(0.9, 0.999), eps=1e-8):
    """Kingma and Ba, algorithm 1."""
    m, v = np.zeros_like(x), np.zeros_like(x)
    for t in range(1, steps + 1):
        g = slope(x)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        x = x - lr * (m / (1 - betas[0] ** t)) / (np.sqrt(v / (1 - betas[1] ** t)) + eps)
    return x


PUBLISHED = [
    (SGD, sgd, {}),
    (SGD, sgd, {"weight_decay": 0.3}),
    (SGD, sgd, {"momentum": 0.8}),
    (SGD, sgd, {"momentum": 0.8, "weight_decay": 0.1}),
    (SGD, sgd, {"momentum": 0.7, "nesterov": True, "weight_decay": 0.1}),
    (RMSProp, rmsprop, {}),
    (RMSProp, rmsprop, {"decay": 0.5, "eps": 1e-2}),
    (Adam, adam, {}),
    (Adam, adam, {"betas": (0.5, 0.7), "eps": 1e-2}),
]


def trained(parameter, loss, optimizer, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    return parameter


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("kind", "published", "options"), PUBLISHED)
@settings(max_examples=6)
@given(data=st.data())
def test_steps_are_those_that_were_published(name, kind, published, options, data):
    shape = data.draw(st.sampled_from(KINDS[name].shapes))
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    start, weights = random.normal(size=shape), random.uniform(0.1, 2.0, shape)
    parameter = KINDS[name].make(start)
    optimizer = kind([parameter], lr=0.05, **options)
    trained(parameter, lambda: KINDS[name].loss(parameter, weights), optimizer, 4)
    expected = published(start, lambda x: 4 * weights * x**3, 4, 0.05, **options)
    found = shaped(KINDS[name].read(parameter), shape)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    assert optimizer.steps == 4


@pytest.mark.parametrize("shape", [(), (3,)])
@pytest.mark.parametrize(("kind", "published", "options"), PUBLISHED)
def test_the_precision_of_a_parameter_stays(kind, published, options, shape):
    """Also where settings are NumPy's numbers, and after a state was loaded."""
    x = ad.tensor(np.ones(shape, np.float32))
    settings = {k: np.float64(v) if isinstance(v, float) else v for k, v in options.items()}
    optimizer = kind([x], lr=lambda step: np.float64(0.1), **settings)
    trained(x, lambda: np.sum(x * x), optimizer, 2)
    optimizer.load_state_dict(optimizer.state_dict())
    trained(x, lambda: np.sum(x * x), optimizer, 2)
    assert x.data.dtype == np.float32
    expected = published(np.ones(shape), lambda at: 2 * at, 4, 0.1, **options)
    np.testing.assert_allclose(x.data, expected, rtol=1e-4)


@pytest.mark.parametrize(
    "number", [2, 2.0, np.float64(2), np.float32(2), np.array(2.0), np.array([2.0, 3.0])]
)
@pytest.mark.parametrize("place", ["value", "data"])
def test_a_value_stays_of_the_kind_that_its_owner_gave_it(number, place):
    class Holder:
        grad = None

    holder = Holder()
    setattr(holder, place, number)
    holder.grad = np.asarray(number) * 1.0
    SGD([holder], lr=0.5).step()
    kind = float if isinstance(number, (int, float)) else type(number)
    assert type(getattr(holder, place)) is kind
    np.testing.assert_allclose(getattr(holder, place), np.asarray(number) / 2)


def test_a_more_precise_gradient_leaves_the_precision_of_a_value():
    own = Own(np.ones(2, np.float32))
    own.grad = np.ones(2)
    SGD([own], lr=0.5, momentum=0.9).step()
    assert own.value.dtype == np.float32 and own.value.tolist() == [0.5, 0.5]
    whole = Own(np.ones(2, int))
    whole.grad = np.ones(2)
    SGD([whole], lr=0.5).step()
    assert whole.value.tolist() == [0.5, 0.5]


def test_a_value_that_another_name_keeps_is_not_changed_under_it():
    x = ad.tensor([1.0, 2.0])
    kept = x.data
    trained(x, lambda: np.sum(x * x), SGD([x], lr=0.1), 1)
    assert kept.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("name", KINDS)
def test_forgetting_a_gradient_forgets_nan_too(name):
    parameter = KINDS[name].make(np.ones(KINDS[name].shapes[-1]))
    optimizer = SGD([parameter], lr=0.1)
    for one in parameter.flat if isinstance(parameter, np.ndarray) else [parameter]:
        one.grad = np.full(np.shape(one), np.nan) if name in ("tensor", "engine", "own") else np.nan
    optimizer.zero_grad()
    KINDS[name].loss(parameter, 1.0).backward()
    optimizer.step()
    np.testing.assert_allclose(np.asarray(KINDS[name].read(parameter), dtype=float), 0.6)


@pytest.mark.parametrize("gradient", [[np.nan, 1.0], np.array([np.nan, 1]), np.array([3, 4])])
def test_the_gradient_of_a_variable_of_your_own_becomes_zeros_that_take_fractions(gradient):
    own = Own(np.ones(2))
    own.grad = gradient
    SGD([own], lr=0.1).zero_grad()
    own.grad += 0.5
    assert own.grad.tolist() == [0.5, 0.5]


def test_a_parameter_without_a_gradient_stays_and_is_not_remembered():
    x, unused = ad.tensor(1.0), ad.tensor(1.0)
    optimizer = Adam([x, unused], lr=0.1)
    trained(x, lambda: x * x, optimizer, 2)
    assert unused.data == 1.0 and x.data < 1.0
    assert optimizer.state_dict()["memories"][1] == {}


def test_a_parameter_that_is_given_twice_is_moved_once():
    x = ad.tensor(1.0)
    optimizer = SGD([x, x], lr=0.25)
    trained(x, lambda: x * x, optimizer, 1)
    assert x.data == 0.5 and len(optimizer.params) == 1
    assert clip_grad_norm([x, x], 100.0) == 2.0


@pytest.mark.parametrize("name", KINDS)
def test_parameters_come_in_lists_generators_dictionaries_and_alone(name):
    for form in (lambda p: [p], lambda p: (q for q in [p]), lambda p: {"w": p}, lambda p: p):
        parameter = KINDS[name].make(np.ones(KINDS[name].shapes[-1]))
        assert [id(p) for p in SGD(form(parameter), lr=0.1).params] == [id(parameter)]


def test_a_module_is_asked_for_its_parameters():
    model = MLP(2, [3, 1], seed=0)
    assert list(map(id, SGD(model, lr=0.1).params)) == list(map(id, model.parameters()))


def test_the_rate_can_depend_on_the_step_and_be_changed():
    x = ad.tensor(0.0)
    optimizer = SGD([x], lr=lambda step: 10.0**step)
    trained(x, lambda: -1.0 * x, optimizer, 3)
    assert x.data == 111.0
    optimizer.lr = 0.5
    trained(x, lambda: -1.0 * x, optimizer, 1)
    assert x.data == 111.5


# Schedules

SCHEDULES = {
    "exponential": (exponential_decay(0.5, 0.9), lambda t: 0.5 * 0.9**t),
    "steps": (step_decay(0.5, 0.1, every=3), lambda t: 0.5 * 0.1 ** (t // 3)),
    "cosine": (
        cosine_decay(0.5, steps=8, last=0.1),
        lambda t: 0.1 + 0.2 * (1 + np.cos(np.pi * min(t, 8) / 8)),
    ),
    "warmup": (warmup(0.5, steps=4), lambda t: 0.5 * min(1, (t + 1) / 4)),
    "both": (
        warmup(step_decay(0.5, 0.1, every=2), steps=3),
        lambda t: 0.5 * (t + 1) / 3 if t < 3 else 0.5 * 0.1 ** ((t - 3) // 2),
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_follow_their_formula_also_when_unpickled(name):
    schedule, formula = SCHEDULES[name]
    expected = [formula(step) for step in range(12)]
    assert [schedule(step) for step in range(12)] == pytest.approx(expected)
    again = pickle.loads(pickle.dumps(SGD([ad.tensor(1.0)], lr=schedule)))
    assert [again.lr(step) for step in range(12)] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: step_decay(0.1, 0.5, every=0), "every counts steps"),
        (lambda: cosine_decay(0.1, steps=0), "steps counts steps"),
        (lambda: warmup(0.1, steps=-1), "1 or more, and is -1"),
    ],
)
def test_schedules_count_at_least_one_step(make, says):
    with pytest.raises(TrainingError, match=says):
        make()


# States and copies


def ways_on(optimizer, model):
    """An optimizer that goes on with another model from what the first one remembers."""

    def loaded(kind, options):
        other = MLP(2, [2, 1], seed=0)
        other.load_state_dict(model.state_dict())
        fresh = kind(other, lr=0.05, **options)
        fresh.load_state_dict(copy.deepcopy(optimizer.state_dict()))
        return other, fresh

    return {
        "state": loaded,
        "deepcopy": lambda *_: copy.deepcopy((model, optimizer)),
        "deepcopy, the optimizer first": lambda *_: copy.deepcopy((optimizer, model))[::-1],
        "pickle": lambda *_: pickle.loads(pickle.dumps((model, optimizer))),
    }


@pytest.mark.parametrize("way", ways_on(None, None))
@pytest.mark.parametrize(("kind", "options"), [(k, o) for k, _, o in PUBLISHED])
def test_training_goes_on_from_a_state_or_a_copy_as_if_there_had_been_no_break(kind, options, way):
    X = np.random.default_rng(0).normal(size=(5, 2))

    def loss(of):
        return lambda: np.mean((of(X) - 1.0) ** 2)

    model = MLP(2, [2, 1], seed=0)
    optimizer = kind(model, lr=0.05, **options)
    trained(model, loss(model), optimizer, 3)
    before = model.state_dict()
    other, on = ways_on(optimizer, model)[way](kind, options)
    trained(other, loss(other), on, 3)
    for name, kept in before.items():
        np.testing.assert_array_equal(model.state_dict()[name], kept)
    trained(model, loss(model), optimizer, 3)
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[name], value)
        assert not np.array_equal(value, before[name])


def test_a_state_goes_into_an_optimizer_of_its_own_kind():
    """Whatever the kinds; a refusal changes nothing. An older state does not say its kind."""
    kinds = {kind for kind, _, _ in PUBLISHED}
    assert len(kinds) >= 3
    for kind in kinds:
        x = ad.tensor([1.0, 2.0])
        optimizer = kind([x], lr=0.1)
        trained(x, lambda x=x: np.sum(x * x), optimizer, 2)
        state = optimizer.state_dict()
        for other in kinds - {kind}:
            new = other([ad.tensor([1.0, 2.0])], lr=0.1)
            said = f"kept by an optimizer of kind {kind.__name__}.*Load it into {kind.__name__}"
            with pytest.raises(TrainingError, match=said):
                new.load_state_dict(state)
            assert new.steps == 0 and new.state_dict()["memories"] == [{}]
        del state["kind"]
        new = kind([ad.tensor([1.0, 2.0])], lr=0.1)
        new.load_state_dict(state)
        assert new.steps == 2


@pytest.mark.parametrize("name", KINDS)
def test_a_copy_of_an_optimizer_has_parameters_of_its_own(name):
    kind = KINDS[name]
    parameter = kind.make(np.ones(kind.shapes[-1]))
    optimizer = SGD([parameter], lr=0.1)
    other = copy.deepcopy(optimizer)
    optimizer.zero_grad()
    (mine,) = other.params
    trained(mine, lambda: kind.loss(mine, 1.0), other, 1)
    np.testing.assert_allclose(np.asarray(kind.read(mine), dtype=float), 0.6)
    np.testing.assert_allclose(np.asarray(kind.read(parameter), dtype=float), 1.0)
    assert optimizer.steps == 0


def test_a_state_of_other_parameters_is_refused():
    x, y = ad.tensor([1.0, 2.0]), ad.tensor([1.0, 2.0, 3.0])
    kept = SGD([x], lr=0.1, momentum=0.9)
    trained(x, lambda: np.sum(x), kept, 1)
    for other in ([y], [x, y]):
        with pytest.raises(TrainingError, match="optimizer of other parameters"):
            SGD(other, lr=0.1, momentum=0.9).load_state_dict(kept.state_dict())


def test_a_state_is_a_copy():
    x = ad.tensor([1.0])
    optimizer = SGD([x], lr=0.1, momentum=0.9)
    trained(x, lambda: np.sum(x), optimizer, 1)
    optimizer.state_dict()["memories"][0]["velocity"][:] = 100.0
    trained(x, lambda: np.sum(x), optimizer, 1)
    assert x.data[0] == pytest.approx(1.0 - 0.1 - 0.19)


# First mistakes


class Plain:
    """A student's module, whose weight is no parameter."""

    def __init__(self):
        self.w = np.ones(2)

    def parameters(self):
        return []


computed = ad.tensor(1.0) * 2.0
MISTAKES = {
    "an empty list": (lambda: [], "nothing to train.*adlearn.tensor"),
    "an empty generator": (lambda: (p for p in []), "nothing to train"),
    "a module of arrays": (Plain, "Plain found no parameters.*not by numpy alone"),
    "a module without parameters": (lambda: Sequential(Tanh()), "Sequential found no parameters"),
    "a class": (lambda: Linear, r"Linear is a class.*model = Linear\("),
    "a list of modules": (lambda: [Linear(1, 1)], r"Pass the module itself.*parameters\(\)"),
    "a list of classes": (lambda: [ad.Tensor], "of type type"),
    "named parameters": (lambda: Linear(1, 1).named_parameters(), r"parameters\(\) instead"),
    "names": (lambda: {"w": ad.tensor(1.0)}.keys(), r"looks like a name.*values\(\)"),
    "lists in a list": (lambda: [[ad.tensor(1.0)]], "one flat list"),
    "an array": (lambda: np.ones(3), "Plain numbers keep no gradient"),
    "a list of arrays": (lambda: [np.ones(3)], "Plain numbers keep no gradient"),
    "the data": (lambda: [ad.tensor([1.0]).data], "make it by adlearn.tensor"),
    "a method": (lambda: Linear(1, 1).parameters, r"the list that parameters\(\) gives"),
    "None": (lambda: None, "of type NoneType"),
    "a number": (lambda: 3.0, "of type float"),
    "a constant": (lambda: [ad.tensor(1.0).detach()], "is a constant"),
    "what was computed": (lambda: [computed], r"w = w - rate \* w.grad has made another"),
    "a computed variable": (lambda: [Variable(1.0) * 2], r"x = x - rate \* x.grad has made"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_no_list_of_parameters_is_refused_with_the_remedy(mistake):
    make, says = MISTAKES[mistake]
    with pytest.raises(ad.AdlearnError, match=says):
        SGD(make(), lr=0.1)


NO_NUMBERS = [np.nan, "0.1", None, 1j]


@pytest.mark.parametrize("lr", [-0.1, np.inf, np.array([0.1]), ad.tensor(0.1), *NO_NUMBERS])
def test_a_learning_rate_is_a_number_from_zero_on(lr):
    for rate in (lr, lambda step: lr):
        with pytest.raises(TrainingError, match="learning rate should be a positive number"):
            SGD([ad.tensor(1.0)], lr=rate)


@pytest.mark.parametrize("number", [-0.1, 1.0, *NO_NUMBERS])
@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        (SGD, "momentum", "momentum"),
        (RMSProp, "decay", "decay"),
        (lambda x, lr, b: Adam(x, lr, (b, 0.9)), "b", r"betas\[0\]"),
        (lambda x, lr, b: Adam(x, lr, (0.9, b)), "b", r"betas\[1\]"),
    ],
)
def test_what_is_kept_from_step_to_step_is_from_zero_to_below_one(kind, name, says, number):
    with pytest.raises(TrainingError, match=f"{says} should be .*from 0 to below 1"):
        kind([ad.tensor(1.0)], 0.1, **{name: number})


@pytest.mark.parametrize("number", [-1.0, np.inf, *NO_NUMBERS])
@pytest.mark.parametrize(("kind", "name"), [(SGD, "weight_decay"), (RMSProp, "eps"), (Adam, "eps")])
def test_other_settings_are_numbers_from_zero_on(kind, name, number):
    with pytest.raises(TrainingError, match=f"{name} should be a number from 0 on"):
        kind([ad.tensor(1.0)], 0.1, **{name: number})


@pytest.mark.parametrize("betas", [0.9, (0.9,), (0.9, 0.99, 0.999), "ab", None])
def test_adam_has_two_betas(betas):
    with pytest.raises(TrainingError, match="betas should be two numbers"):
        Adam([ad.tensor(1.0)], betas=betas)


def test_nesterov_needs_momentum():
    with pytest.raises(TrainingError, match="give it one"):
        SGD([ad.tensor(1.0)], lr=0.1, nesterov=True)


@pytest.mark.parametrize(
    "make", [ad.tensor, ad.AutogradValue, lambda x: ad.wrap_array([x]), Value, Variable]
)
@pytest.mark.parametrize("forget", [False, True])
def test_a_step_before_backward_is_refused(make, forget):
    """Before the first one, and after gradients were forgotten."""
    parameter = make(1.0)
    optimizer = Adam([parameter], lr=0.1)
    if forget:
        loss = parameter * parameter
        (loss[0] if isinstance(loss, np.ndarray) else loss).backward()
        optimizer.zero_grad()
    with pytest.raises(TrainingError, match=r"Call loss.backward\(\) before step\(\)"):
        optimizer.step()
    assert optimizer.steps == 0


def test_a_parameter_that_was_replaced_is_noticed():
    """`w = w - lr * w.grad` makes another tensor, of which the optimizer knows nothing."""
    w = ad.tensor(3.0)
    optimizer = SGD([w], lr=0.1)
    w = ad.tensor(w.data - 0.1)
    (w * w).backward()
    with pytest.raises(TrainingError, match="not computed from these parameters"):
        optimizer.step()


@pytest.mark.parametrize(
    ("gradient", "says"),
    [
        ([np.nan, 1.0], "parameter 1 contains nan at step 0"),
        ([np.inf, 1.0], "parameter 1 contains inf"),
        ([1.0], r"parameter 1 has shape \(1,\).*has shape \(2,\)"),
    ],
)
def test_a_gradient_that_cannot_be_used_changes_no_parameter(gradient, says):
    x, y = ad.tensor(1.0), ad.tensor([1.0, 2.0])
    optimizer = SGD([x, y], lr=0.1, momentum=0.9)
    x.grad, y.grad = np.array(1.0), np.array(gradient)
    with pytest.raises(TrainingError, match=says):
        optimizer.step()
    assert x.data == 1.0 and y.data.tolist() == [1.0, 2.0] and optimizer.steps == 0
    assert optimizer.state_dict()["memories"] == [{}, {}]


def test_an_optimizer_of_your_own_is_told_what_its_direction_should_be():
    class Sum(Optimizer):
        def direction(self, gradient, memory):
            return np.sum(gradient)

    x = ad.tensor([1.0, 2.0])
    for kind, error, says in (
        (Sum, TrainingError, r"gave shape \(\) for a gradient of shape \(2,\)"),
        (Optimizer, NotImplementedError, r"Optimizer needs a method direction"),
    ):
        x.grad = np.ones(2)
        with pytest.raises(error, match=says):
            kind([x], lr=0.1).step()
    assert x.data.tolist() == [1.0, 2.0]


def test_optim_itself_imports_no_engine():
    """Submissions may use it, and the engine there is the student's own."""
    program = """
import sys, pkgutil, importlib, adlearn.optim
for one in pkgutil.iter_modules(adlearn.optim.__path__, "adlearn.optim."):
    if one.name != "adlearn.optim.functions":
        importlib.import_module(one.name)
engines = "adlearn.tensors", "adlearn.scalars", "adlearn.derivatives", "adlearn.rules"
print(len([name for name in sys.modules if name.startswith(engines)]), end=" ")
adlearn.optim.adam
print("adlearn.derivatives" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["0", "True"], done.stderr
