"""A module finds its parameters wherever they are kept; it is saved, copied, and called with
others."""

from __future__ import annotations

import copy
import io
import pickle
from collections import namedtuple

import numpy as np
import pytest

import adlearn as ad
from adlearn.compat.engine import Variable
from adlearn.nn import MLP, Linear, Module, Sequential, functional_call
from adlearn.optim import SGD


class Box(Module):
    """A module with any attributes; its output is a sum of all of their numbers, each squared."""

    def __init__(self, **attributes):
        vars(self).update(attributes)

    def forward(self, x=1.0):
        return x * sum(np.sum(found * found) for found in self.parameters())


Pair = namedtuple("Pair", "left right")


def names(module):
    return [name for name, _ in module.named_parameters()]


def test_parameters_are_found_in_attributes_lists_tuples_dictionaries_and_modules():
    t = iter([ad.tensor(float(i)) for i in range(8)])
    box = Box(
        w=next(t),
        rows=[next(t), [next(t)]],
        both=(next(t), {"key": next(t), 3: [next(t)]}),
        pair=Pair(next(t), 1.0),
        inner=Box(w=next(t)),
        plain=np.ones(3),
        name="w",
        missing=None,
        function=np.tanh,
    )
    assert names(box) == [
        *("w", "rows.0", "rows.1.0", "both.0", "both.1.key", "both.1.3.0", "pair.0", "inner.w")
    ]
    assert [float(p.data) for p in box.parameters()] == list(range(8))
    assert [name for name, _ in box.named_modules()] == ["", "inner"]


def test_a_parameter_set_later_is_found_and_a_replaced_one_is_gone():
    box = Box(w=ad.tensor(1.0))
    box.v = ad.tensor(2.0)
    box.w = ad.tensor(3.0)
    assert [(name, float(p.data)) for name, p in box.named_parameters()] == [("w", 3.0), ("v", 2.0)]


def test_what_was_computed_and_what_is_constant_is_no_parameter():
    w, v = ad.tensor(1.0), ad.AutogradValue(1.0)
    nodes = ad.wrap_array([1.0, 2.0])
    box = Box(
        w=w,
        v=v,
        nodes=nodes,
        variable=Variable(1.0),
        kept=[w * 2, v * 2, nodes * nodes, Variable(1.0) * 2, w.detach(), np.array([v, 1.0])],
    )
    assert names(box) == ["w", "v", "nodes", "variable"]


def test_what_stands_in_two_places_is_listed_once_by_its_first_name():
    w, inner = ad.tensor(1.0), Linear(2, 1, seed=0)
    box = Box(a=w, b=[w, inner], c=inner, d=Box(w=w, inner=inner))
    assert names(box) == ["a", "b.1.weight", "b.1.bias"]
    assert [name for name, _ in box.named_modules()] == ["", "b.1", "d"]
    box().backward()
    assert w.grad == 2.0


def test_modules_that_know_each_other_are_walked_once():
    one, other, rows = Box(w=ad.tensor(1.0)), Box(w=ad.tensor(2.0)), []
    rows.append(rows)
    one.other, one.me, one.rows, other.other = other, one, rows, one
    assert names(one) == ["w", "other.w"]
    assert [name for name, _ in one.named_modules()] == ["", "other"]
    assert repr(one) == "Box(w: ())\n  other: Box(w: ())"
    assert functional_call(one, {"other.w": 3.0}) == 10.0
    assert names(copy.deepcopy(one)) == ["w", "other.w"]


def test_a_chain_of_ten_thousand_modules_is_walked_without_recursion():
    chain = Box(w=ad.tensor(1.0))
    for _ in range(10_000):
        chain = Box(inner=chain)
    (parameter,) = chain.parameters()
    assert len(chain.named_modules()) == 10_001
    (name,) = chain.state_dict()
    chain.load_state_dict({name: 2.0})
    assert parameter.data == 2.0 and SGD(chain, lr=0.1).params == [parameter]
    assert functional_call(chain, {name: 3.0}) == 9.0
    chain().backward()
    assert parameter.grad == 4.0
    chain.zero_grad()
    assert parameter.grad is None


def test_gradients_are_forgotten():
    box = Box(w=ad.tensor(1.0), v=ad.AutogradValue(2.0), nodes=[Variable(3.0)])
    box.w.grad, box.v.grad, box.nodes[0].grad = np.array(1.0), 1.0, 1.0
    box.zero_grad()
    assert box.w.grad is None and box.v.grad == 0.0 and box.nodes[0].grad == 0.0


def test_a_module_shows_what_is_in_it():
    assert repr(MLP(2, [3, 1], seed=0)) == (
        "MLP()\n  layers.0: Linear(weight: (3, 2), bias: (3,))\n  layers.1: Tanh()\n"
        "  layers.2: Linear(weight: (1, 3), bias: (1,))"
    )


def test_a_module_without_forward_says_what_to_define():
    class Half(Module):
        pass

    with pytest.raises(NotImplementedError, match=r"Half has no forward\(\)"):
        Half()(1.0)


# State


def every_kind():
    return Box(
        f32=ad.tensor(np.float32([1.5, 2.5])),
        node=ad.AutogradValue(2.0),
        nodes=ad.wrap_array([[1.0], [2.0]]),
        variable=Variable([3.0]),
        empty=ad.tensor(np.zeros((0, 2))),
        inner=[Linear(2, 3, seed=0)],
    )


@pytest.mark.parametrize("make", [every_kind, lambda: MLP(2, [3, 1], seed=0)])
def test_a_state_goes_through_a_file(make):
    kept, other = make(), make()
    for parameter in other.parameters():
        if isinstance(parameter, ad.Tensor):
            parameter.data = parameter.data * 0.0
    file = io.BytesIO()
    np.savez(file, **kept.state_dict())
    file.seek(0)
    other.load_state_dict(np.load(file))
    assert other.state_dict().keys() == kept.state_dict().keys()
    for name, value in kept.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[name], value)
        assert other.state_dict()[name].dtype == value.dtype


def test_a_loaded_state_is_what_is_computed_with_in_the_kind_that_was_there():
    box = every_kind()
    box.load_state_dict({name: 2 * value for name, value in box.state_dict().items()})
    assert type(box.node.value) is float and box.node.value == 4.0
    assert box.f32.data.dtype == np.float32 and box.variable.value == [6.0]
    assert [n.value for n in box.nodes.flat] == [2.0, 4.0]
    (box.node * box.node).backward()
    assert box.node.grad == 8.0


def test_states_are_copies_both_ways():
    layer = Linear(2, 1, seed=0)
    state = layer.state_dict()
    kept = state["weight"].copy()
    layer.load_state_dict(state)
    layer.weight.data[...] = 9.0
    np.testing.assert_array_equal(state["weight"], kept)
    state["weight"][...] = 7.0
    assert layer.weight.data.tolist() == [[9.0, 9.0]]


def test_the_parameters_of_another_module_are_a_state_too():
    one, other = Linear(2, 1, seed=0), Linear(2, 1, seed=1)
    other.load_state_dict(dict(one.named_parameters()))
    np.testing.assert_array_equal(one.weight.data, other.weight.data)
    assert one.weight is not other.weight and one.weight.data is not other.weight.data


@pytest.mark.parametrize(
    ("state", "error", "says"),
    [
        ({"weight": [[1, 2]]}, ad.WrongShape, "lacks bias, and has nothing besides"),
        ({"weight": [[1, 2]], "bias": [0], "w": 1}, ad.WrongShape, "lacks nothing, and has w"),
        ({"weight": [[1, 2]], "bias": 0.0}, ad.WrongShape, r"bias has shape \(1,\).*shape \(\)"),
        ({"weight": [[1, 2]], "bias": ["0"]}, ad.NotANumber, "bias holds numbers of kind float64"),
        ({"weight": [[1, 2]], "bias": [1j]}, ad.NotANumber, "new value is of kind complex128"),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(state, error, says):
    layer = Linear(2, 1, seed=0)
    before = layer.state_dict()
    with pytest.raises(error, match=says):
        layer.load_state_dict(state)
    np.testing.assert_array_equal(layer.weight.data, before["weight"])


def test_two_parameters_of_one_name_are_refused_where_one_would_be_lost():
    box = Box(d={1: ad.tensor(1.0), "1": ad.tensor(2.0)})
    for call in (box.state_dict, lambda: functional_call(box, {"d.1": 1.0})):
        with pytest.raises(
            ad.WrongShape, match="two parameters of Box are called d.1.*without dots"
        ):
            call()


# Copies


@pytest.mark.parametrize("way", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_has_parameters_of_its_own_that_are_shared_as_before(way):
    box = every_kind()
    box.again = [box.f32, box.node, box.nodes[0, 0], box.inner[0]]
    other = way(box)
    assert names(other) == names(box)
    assert not {id(p) for p in other.parameters()} & {id(p) for p in box.parameters()}
    assert other.again[0] is other.f32 and other.again[3] is other.inner[0]
    assert other.again[1] is other.node and other.again[2] is other.nodes[0, 0]
    for name, value in box.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[name], value)
        assert other.state_dict()[name].dtype == value.dtype


@pytest.mark.parametrize("way", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
@pytest.mark.parametrize("of", [ad.tensor, ad.wrap_array, Variable])
def test_training_a_copy_leaves_the_module_as_it_is(way, of):
    layer = Linear(2, 1, seed=0, of=of)
    before = layer.state_dict()
    other = way(layer)
    np.sum(other(np.ones((3, 2)))).backward()
    SGD(other, lr=0.5).step()
    np.testing.assert_allclose(other.state_dict()["weight"], before["weight"] - 1.5)
    np.testing.assert_array_equal(layer.state_dict()["weight"], before["weight"])
    first = layer.weight.flat[0] if isinstance(layer.weight, np.ndarray) else layer.weight
    assert not np.any(first.grad)


def in_python(module):
    """The pickler that is written in Python, which keeps more alive."""
    file = io.BytesIO()
    pickle._Pickler(file).dump(module)
    return pickle.loads(file.getvalue())


WAYS = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda m: pickle.loads(pickle.dumps(m)),
    "pickle, the oldest protocol": lambda m: pickle.loads(pickle.dumps(m, 0)),
    "pickle in Python": in_python,
    "deepcopy of a list": lambda m: copy.deepcopy([{"m": m}])[0]["m"],
    "pickle of a list": lambda m: pickle.loads(pickle.dumps([{"m": m}]))[0]["m"],
}


def chained(length):
    """Modules in each other, some of them in lists and dictionaries; the last has a parameter."""
    ways = [lambda m: m, lambda m: [m], lambda m: ({"in": m}, m)]
    chain = Box(w=ad.tensor(1.0))
    for depth in range(length):
        chain = Box(x=ways[depth % 3](chain), depth=depth)
    return chain


def links(chain):
    """All modules of a chain, from the first to the last."""
    found = [chain]
    while hasattr(found[-1], "x"):
        x = found[-1].x
        found.append(x[0] if isinstance(x, list) else x[1] if isinstance(x, tuple) else x)
    return found


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_chain_of_ten_thousand_modules_is_copied_without_recursion(way):
    """Each of them is another one, of the same kind and with the same attributes."""
    box = Box(chain=chained(10_000))
    box.again = [box.chain]
    other = way(box)
    assert other.again == [other.chain] and type(other) is Box
    found, own = links(other.chain), links(box.chain)
    assert [m.depth for m in found[:-1]] == [m.depth for m in own[:-1]] == [*range(9999, -1, -1)]
    assert not {id(m) for m in found} & {id(m) for m in own}
    assert [vars(m).keys() for m in found] == [vars(m).keys() for m in own]
    assert found[-1].w.data == 1.0 and found[-1].w is not own[-1].w


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_copies_of_modules_that_know_each_other_do(way):
    one, other = Box(w=ad.tensor(1.0)), Box(w=ad.tensor(2.0))
    one.other, one.me, one.rows, other.other = other, one, [one, other], one
    again = way(one)
    assert again.me is again and again.other.other is again and again is not one
    assert again.rows == [again, again.other] and names(again) == ["w", "other.w"]
    again, apart = way((one, Box(one=one, w=one.w)))
    assert apart.one is again and apart.w is again.w


class Slotted(Box):
    __slots__ = ("kept",)


class Forgetful(Box):
    """What is pickled of it is what it says, and it says how it comes back."""

    def __getstate__(self):
        return {"inner": self.inner}

    def __setstate__(self, state):
        vars(self).update(state, back=True)


class WithOwnWay(Box):
    def __reduce__(self):
        return Box, (), {"way": self.way}


class WithArguments(Box):
    def __new__(cls, number):
        made = super().__new__(cls)
        made.given = number
        return made

    def __init__(self, number):
        pass

    def __getnewargs__(self):
        return (self.given,)


def test_a_module_that_says_how_it_is_pickled_is_pickled_so():
    """Alone, in another module and around one; and so it is copied. What it leaves out may be what
    cannot be pickled."""
    nowhere = Box(function=lambda: None)
    slotted, forgetful = Slotted(x=1), Forgetful(inner=Box(y=2), teacher=nowhere)
    slotted.kept = 3
    own, given = WithOwnWay(way=4, teacher=nowhere), WithArguments(5)
    given.z = own
    for way in (WAYS["pickle"], WAYS["pickle in Python"], copy.copy):
        one, two, three, four = map(way, (slotted, forgetful, own, given))
        assert (one.x, one.kept) == (1, 3) and type(one) is Slotted
        assert vars(two).keys() == {"inner", "back"} and two.inner.y == 2
        assert type(three) is Box and vars(three) == {"way": 4}
        assert four.given == 5 and four.z.way == 4
        assert len({id(one), id(slotted), id(two), id(forgetful), id(four), id(given)}) == 6
    box = WAYS["pickle"](Box(all=[slotted, forgetful, own, given], first=slotted))
    assert box.first is box.all[0] and box.all[0].kept == 3 and box.all[1].back
    assert vars(box.all[2]) == {"way": 4} and box.all[3].z is box.all[2]


def test_a_pickle_that_failed_or_is_not_done_leaves_the_next_ones_right():
    """What was set since is in them; what could not be pickled is named each time."""
    inner = Box(w=1.0)
    outer = Box(inner=inner, function=lambda: None)
    for _ in range(2):
        with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
            pickle.dumps(outer)
        assert len(pickle.dumps(inner)) < 250
        assert vars(pickle.loads(pickle.dumps(inner))) == {"w": 1.0}
    outer.function, file = None, io.BytesIO()
    pickler = pickle.Pickler(file)
    pickler.dump(outer)
    inner.more = Box(v=2.0)
    inner.w, inner.more.inner = 3.0, inner
    again = pickle.loads(pickle.dumps(inner))
    assert again.w == 3.0 and again.more.v == 2.0 and again.more.inner is again


def test_a_shallow_copy_has_the_same_parameters():
    box = Box(w=ad.tensor(1.0), rows=[1])
    other = copy.copy(box)
    other.more = 1
    assert other is not box and other.w is box.w and other.rows is box.rows
    assert vars(box).keys() == {"w", "rows"}


def test_a_copy_made_while_it_is_differentiated_keeps_the_derivative():
    layer = Linear(1, 1, seed=0)

    class Copied(Module):
        def __init__(self):
            self.inner = layer

        def forward(self, x):
            return np.sum(copy.deepcopy(self.inner)(x))

    found = ad.grad(lambda w: functional_call(Copied(), {"inner.weight": w}, np.full((1, 1), 3.0)))
    assert found(np.ones((1, 1))).tolist() == [[3.0]]


# Functional calls

X = np.random.default_rng(0).normal(size=(4, 2))


def error_of(model):
    return lambda parameters: np.mean(functional_call(model, parameters, X) ** 2)


@pytest.mark.parametrize("of", [ad.tensor, Variable])
def test_a_module_is_a_function_of_its_parameters(of):
    model = MLP(2, [3, 1], seed=0, of=of)
    at = model.state_dict()
    loss = error_of(model)
    gradient = ad.grad(loss)(at)
    np.mean(model(X) ** 2).backward()
    for name, parameter in model.named_parameters():
        np.testing.assert_allclose(gradient[name], parameter.grad, rtol=1e-12)
    ad.check_grads(loss)(at)
    random = np.random.default_rng(1)
    along = {name: random.normal(size=value.shape) for name, value in at.items()}
    _, slope = ad.jvp(loss, (at,), (along,))
    assert slope == pytest.approx(sum(np.sum(gradient[k] * along[k]) for k in at), rel=1e-10)


def test_gradients_of_gradients_agree_with_differences():
    model = MLP(2, [2, 1], seed=0)
    at = model.state_dict()
    loss = error_of(model)

    def steepness(parameters):
        return sum(np.sum(g**2) for g in ad.grad(loss)(parameters).values())

    found = ad.grad(steepness)(at)
    for name, value in at.items():
        for place in np.ndindex(value.shape):
            step = np.zeros(value.shape)
            step[place] = 1e-6
            up, down = (steepness({**at, name: value + s * step}) for s in (1, -1))
            assert found[name][place] == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("how", ["plain", "grad", "error", "tuple"])
def test_a_functional_call_leaves_the_module_as_it_was(how):
    w = ad.tensor([1.0, 2.0])
    inner = Linear(2, 1, seed=0)
    box = Box(w=w, rows=[w, {"w": w}], inner=inner, fixed=(ad.tensor(1.0),))
    before = [(name, id(p)) for name, p in box.named_parameters()]

    class Uses(Module):
        def __init__(self):
            self.box = box

        def forward(self, x):
            assert box.rows[0] is box.w and box.rows[1]["w"] is box.w is not w
            if how == "error":
                raise KeyError("inside")
            return np.sum(box.w * x)

    def call(value):
        return functional_call(Uses(), {"box.w": value}, np.array([3.0, 4.0]))

    if how == "plain":
        assert call(np.ones(2)) == 7.0
    elif how == "grad":
        assert ad.grad(call)(np.ones(2)).tolist() == [3.0, 4.0]
    elif how == "error":
        with pytest.raises(KeyError, match="inside"):
            call(np.ones(2))
    else:
        with pytest.raises(ad.NotAssignable, match="fixed.0 stands in a tuple.*in a list"):
            functional_call(box, {"w": np.ones(2), "fixed.0": 1.0})
    assert [(name, id(p)) for name, p in box.named_parameters()] == before
    assert box.rows[0] is w and box.rows[1]["w"] is w and w.data.tolist() == [1.0, 2.0]
    assert w.grad is None


def test_a_shared_layer_gets_the_sum_of_both_derivatives():
    layer = Linear(1, 1, bias=False)
    twice = Sequential(layer, layer)
    found = ad.grad(lambda w: np.sum(functional_call(twice, {"layers.0.weight": w}, [[5.0]])))
    assert found(np.array([[3.0]])).tolist() == [[30.0]]


def test_a_penalty_of_all_parameters_gets_those_that_it_is_called_with():
    """The derivative would be lost in silence: `Box` asks `self.parameters()`."""
    shared = ad.tensor([1.0, 2.0])
    box = Box(rows=[shared], inner=Box(w=shared, v=ad.tensor(3.0)))
    at = {"rows.0": np.array([5.0, 6.0]), "inner.v": 7.0}
    assert functional_call(box, at) == 25.0 + 36.0 + 49.0
    found = ad.grad(lambda p: functional_call(box, p, 0.5))(at)
    assert found["rows.0"].tolist() == [5.0, 6.0] and found["inner.v"] == 7.0
    assert box().data == 1.0 + 4.0 + 9.0 and len(box.parameters()) == 2


def test_a_functional_call_inside_another_takes_its_turn():
    class Steps(Module):
        def __init__(self):
            self.w = ad.tensor(2.0)

        def forward(self, x):
            if not x:
                return self.w
            return 10.0 * self.w + functional_call(self, {"w": self.w + 1.0}, x - 1)

    steps = Steps()
    assert functional_call(steps, {"w": 3.0}, 2) == 30.0 + 40.0 + 5.0
    assert ad.grad(lambda w: functional_call(steps, {"w": w}, 2))(3.0) == 21.0
    assert steps.w.data == 2.0 and names(steps) == ["w"]


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"weigth": 1.0}, r"Linear has no parameter weigth. It has bias, weight"),
        ({"bias": np.ones((1, 1))}, r"bias has shape \(1,\), and its new value has shape \(1, 1\)"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(parameters, says):
    with pytest.raises(ad.WrongShape, match=says):
        functional_call(Linear(2, 1, seed=0), parameters, X)
