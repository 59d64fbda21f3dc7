"""What a compiled function uses besides its arguments may change in any way: its numbers are those
of the function itself, in every call."""

from __future__ import annotations

import array
import copy
import dataclasses
import functools
import gc
import importlib
import os
import pickle
import random
import sys
import types
import warnings
import weakref
from collections import OrderedDict, defaultdict, deque

import numpy as np
import pytest

import adlearn as ad
from adlearn import nn

X = np.array([1.0, 2.0])


class Base:
    inherited = 2.0


class Model(Base):
    k = 3.0

    def __init__(self):
        self.w = np.array([1.0, 1.0])
        self.rate = 0.5
        self.unused = []

    def by_class(self, x):
        return self.k * x

    def by_inherited(self, x):
        return self.inherited * x

    def by_global(self, x):
        return GLOBALS["in_method"] * x * SCALE

    @property
    def twice(self):
        return 2.0 * self.rate

    def by_property(self, x):
        return self.twice * x

    @staticmethod
    def static(x):
        return SCALE * x

    def __call__(self, x):
        return self.hidden(x)

    def hidden(self, x):
        return self.rate * x * SCALE


class Slotted:
    __slots__ = ("k", "w")

    def __init__(self):
        self.k, self.w = 2.0, np.ones(2)


@dataclasses.dataclass(slots=True)
class Record:
    w: np.ndarray
    k: float


class Other(Model):
    k = 77.0


class Scaled:
    def __mul__(self, x):
        return 2.0 * x


class Reads:
    def of(self, x):
        return x * DATA


DATA = np.array([1.0, 3.0])
GLOBALS = {"in_method": 1.0}
SCALE = 1.0
ACTIVATION = np.tanh


def set_global(name, value):
    globals()[name] = value


def of_function(x):
    return of_function.k * x


def factory(k):
    def inner(x):
        return k[0] * x

    return inner


def chain_of(depth, state):
    f = lambda x: x * state[0]  # noqa: E731
    for _ in range(depth):
        f = (lambda g: lambda x: g(x) + 0.0 * x)(f)
    return f


def cases():
    """Pairs of a function and what changes something that it uses."""
    m = Model()
    yield "attribute of the class", m.by_class, lambda: setattr(Model, "k", Model.k + 1.0)
    m = Model()
    yield "of the instance over the class", m.by_class, lambda m=m: setattr(m, "k", 9.0)
    yield (
        "an inherited attribute",
        Model().by_inherited,
        lambda: setattr(Base, "inherited", Base.inherited + 1.0),
    )
    m = Model()
    yield (
        "a global in a method",
        lambda x, m=m: m.by_global(x),
        lambda: GLOBALS.update(in_method=GLOBALS["in_method"] + 1.0),
    )
    yield "a name in a method", Model(), lambda: set_global("SCALE", SCALE + 1.0)
    yield (
        "a name in a static method",
        lambda x, m=Model(): m.static(x),  # noqa: B008
        lambda: set_global("SCALE", SCALE + 1.0),
    )
    m = Model()
    yield "a property", m.by_property, lambda m=m: setattr(m, "rate", m.rate + 1.0)
    m = Model()
    yield "an array of an object", lambda x, m=m: m.w * x, lambda m=m: m.w.__setitem__(0, 7.0)
    s = Slotted()
    yield "a slot", lambda x, s=s: s.k * x, lambda s=s: setattr(s, "k", s.k + 1.0)
    s = Slotted()
    yield "an array in a slot", lambda x, s=s: s.w * x, lambda s=s: s.w.__setitem__(0, 7.0)
    of_function.k = 2.0
    yield (
        "an attribute of a function",
        of_function,
        lambda: setattr(of_function, "k", of_function.k + 1.0),
    )
    k = [2.0]
    yield (
        "a function in a list",
        lambda x, fs=[factory(k)]: fs[0](x),  # noqa: B006, B008
        lambda k=k: k.__setitem__(0, k[0] + 1.0),
    )
    state = [2.0]
    yield (
        "many functions deep",
        chain_of(20, state),
        lambda state=state: state.__setitem__(0, state[0] + 1.0),
    )
    yield "what a name means", lambda x: ACTIVATION(x), lambda: set_global("ACTIVATION", np.sin)
    one = [1.0]
    two = types.SimpleNamespace(a=one, b=one)
    yield (
        "the second name of one list",
        lambda x, two=two: x * two.a[0] * two.b[0],
        lambda two=two: setattr(two, "b", [6.0]),
    )
    chosen = {1, 2}
    yield (
        "the elements of a set",
        lambda x, chosen=chosen: x * sum(chosen),
        lambda chosen=chosen: (chosen.remove(1), chosen.add(9)),
    )
    last = deque([1.0, 2.0], maxlen=2)
    yield (
        "the elements of a deque",
        lambda x, last=last: x * sum(last),
        lambda last=last: last.append(last[-1] + 9.0),
    )
    raw = array.array("d", [1.0, 2.0])
    yield "an array of Python's", lambda x, raw=raw: x * raw[0], lambda raw=raw: raw.insert(0, 5.0)
    view = types.MappingProxyType(held := {"k": 1.0})
    yield (
        "a view of a dictionary",
        lambda x, view=view: x * view["k"],
        lambda held=held: held.update(k=held["k"] + 1.0),
    )
    order = {"a": 1.0, "b": 2.0}
    yield (
        "the order of a dictionary",
        lambda x, order=order: x * next(iter(order.values())),
        lambda order=order: order.update(a=order.pop("a")),
    )
    signed = {"zero": 0.0}
    yield (
        "the sign of a zero",
        lambda x, signed=signed: np.copysign(x, signed["zero"]),
        lambda signed=signed: signed.update(zero=-0.0),
    )
    pair = {"n": (2,)}
    yield (
        "the class of a number",
        lambda x, pair=pair: np.asarray(x + 0.5, np.asarray(pair["n"]).dtype),
        lambda pair=pair: pair.update(n=(2.0,)),
    )
    lists = np.empty(2, dtype=object)
    lists[0] = [1.0]
    yield (
        "what is in an array of objects",
        lambda x, lists=lists: x * lists[0][0],
        lambda lists=lists: lists[0].__setitem__(0, lists[0][0] + 1.0),
    )
    layer = nn.Linear(2, 2)
    yield (
        "a layer of ours",
        lambda x, layer=layer: x * np.sum(layer.weight.data),
        lambda layer=layer: layer.weight.data.__setitem__((0, 0), 9.0),
    )
    tensor = ad.tensor([2.0, 3.0])
    yield (
        "a tensor of ours",
        lambda x, tensor=tensor: x * tensor.data,
        lambda tensor=tensor: setattr(tensor, "data", tensor.data + 1.0),
    )
    yield (
        "a variable of the environment",
        lambda x: x * float(os.environ.get("ADLEARN_TEST_SCALE", "1")),
        lambda: os.environ.update(ADLEARN_TEST_SCALE="4"),
    )
    by_name = types.SimpleNamespace(lr=1.0)
    yield (
        "an attribute whose name is computed",
        lambda x, by_name=by_name: x * getattr(by_name, "l" + "r"),
        lambda by_name=by_name: setattr(by_name, "lr", by_name.lr + 1.0),
    )
    by_dict = types.SimpleNamespace(lr=1.0)
    yield (
        "an attribute in the dictionary of an object",
        lambda x, by_dict=by_dict: x * vars(by_dict)["lr"],
        lambda by_dict=by_dict: setattr(by_dict, "lr", by_dict.lr + 1.0),
    )
    space = {"K": 1.0}
    yield (
        "what a text that is evaluated names",
        lambda x, space=space: eval("x * K", {**space, "x": x}),
        lambda space=space: space.update(K=space["K"] + 1.0),
    )
    yield (
        "a name among the globals",
        lambda x: x * globals()["SCALE"],
        lambda: set_global("SCALE", SCALE + 1.0),
    )
    inner = ad.compile(lambda x: x * SCALE)
    inner(1.0), inner(2.0), inner(3.0)
    yield (
        "what a compiled function uses",
        lambda x, inner=inner: x * inner(2.0),
        lambda: set_global("SCALE", SCALE + 1.0),
    )
    deeper = ad.compile(lambda x: x * SCALE)
    yield (
        "what a compiled function uses that is new",
        lambda x, deeper=deeper: x * deeper(2.0),
        lambda: set_global("SCALE", SCALE + 1.0),
    )
    with_default = types.SimpleNamespace()
    yield (
        "an attribute that was not there",
        lambda x, with_default=with_default: x * getattr(with_default, "m", 1.0),
        lambda with_default=with_default: setattr(with_default, "m", 4.0),
    )
    yield (
        "an attribute of a class over that of its base",
        Model().by_inherited,
        lambda: setattr(Model, "inherited", 50.0),
    )
    yield (
        "an attribute of a class by a text",
        lambda x: x * getattr(Model, "k"),  # noqa: B009
        lambda: setattr(Model, "k", Model.k + 1.0),
    )
    empty = Slotted()
    del empty.k
    yield (
        "a slot that was empty",
        lambda x, empty=empty: x * (empty.k if hasattr(empty, "k") else 7.0),
        lambda empty=empty: setattr(empty, "k", 3.0),
    )
    scaled = Scaled()
    yield (
        "an operator",
        lambda x, scaled=scaled: scaled * x,
        lambda: setattr(Scaled, "__mul__", lambda self, x: 9.0 * x),
    )
    table = {"lr": 1.0}
    yield (
        "a method of a dictionary",
        lambda x, get=table.get: x * get("lr"),
        lambda table=table: table.update(lr=table["lr"] + 1.0),
    )
    other = Model()
    yield (
        "the class of an object",
        lambda x, other=other: other.by_class(x),
        lambda other=other: setattr(other, "__class__", Other),
    )
    yield (
        "an array that is an input, read elsewhere",
        lambda x: Reads().of(x) + np.sum(DATA),
        lambda: set_global("DATA", DATA * 3.0),
    )
    part = functools.partial(lambda x, k: x * k[0], k=(inside := [2.0]))
    yield "what is set beforehand", part, lambda inside=inside: inside.__setitem__(0, 5.0)
    named = OrderedDict(w=1.0)
    yield (
        "an ordered dictionary",
        lambda x, named=named: x * named["w"],
        lambda named=named: named.update(w=named["w"] + 1.0),
    )
    spare = defaultdict(float, w=1.0)
    yield (
        "a dictionary with defaults",
        lambda x, spare=spare: x * spare["w"],
        lambda spare=spare: spare.update(w=spare["w"] + 1.0),
    )
    patched = Model()
    yield (
        "a method that is another one",
        lambda x, patched=patched: patched.by_class(x),
        lambda patched=patched: setattr(patched, "by_class", lambda x: 100.0 * x),
    )


@pytest.fixture(autouse=True)
def as_before():
    kept = Model.k, Base.inherited, GLOBALS["in_method"], SCALE, ACTIVATION, DATA
    multiply = Scaled.__mul__
    yield
    Model.k, Base.inherited, GLOBALS["in_method"], scale, activation, data = kept
    Scaled.__mul__ = multiply
    if "inherited" in vars(Model):
        del Model.inherited
    set_global("DATA", data)
    set_global("SCALE", scale)
    set_global("ACTIVATION", activation)
    os.environ.pop("ADLEARN_TEST_SCALE", None)


def same(found, right):
    assert type(found) is type(right)
    np.testing.assert_array_equal(found, right)


@pytest.mark.parametrize("number", range(len(list(cases()))))
def test_what_is_outside_may_change(number):
    what, f, change = list(cases())[number]
    compiled = ad.compile(f)
    for _ in range(3):
        same(compiled(X), f(X))
    before = f(X)
    change()
    assert not np.array_equal(before, f(X)) or np.asarray(before).dtype != f(X).dtype, what
    for _ in range(3):
        same(compiled(X), f(X))


def test_a_module_that_is_imported_inside(tmp_path, monkeypatch):
    (tmp_path / "settings_of_a_course.py").write_text("rate = 2.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    @ad.compile
    def f(x):
        import settings_of_a_course

        return x * settings_of_a_course.rate

    for _ in range(3):
        same(f(X), X * 2.0)
    sys.modules["settings_of_a_course"].rate = 5.0
    for _ in range(3):
        same(f(X), X * 5.0)
    del sys.modules["settings_of_a_course"]


def test_what_is_not_asked_for_is_no_reason_for_another_program():
    m = Model()
    compiled = ad.compile(ad.grad(lambda x: np.sum(m.rate * x**2)))
    for i in range(6):
        m.unused.append(i)
        m.w = m.w + 1.0
        same(compiled(X), 2.0 * m.rate * X)
    (version,) = compiled.versions
    assert version.calls == 5
    assert "not looked at" not in compiled.explain()


def test_objects_among_the_arguments_may_change_inside():
    record, model = Record(np.ones(2), 1.0), Model()
    f = lambda r, m, x: r.k * np.sum(r.w * x) * m.rate  # noqa: E731
    compiled = ad.compile(f)
    for step in range(4):
        for _ in range(3):
            same(compiled(record, model, X), f(record, model, X))
        record.k, model.rate = record.k + 1.0, model.rate + step
        record.w[step % 2] += 1.0


# What a function keeps


def test_what_a_function_keeps_is_what_it_would_keep():
    class Layer:
        def __init__(self):
            self.seen, self.history = None, []

        def forward(self, x):
            self.seen = x
            self.history.append(x * 2.0)
            return x * 3.0

    layer = Layer()
    compiled = ad.compile(layer.forward)
    for scale in (1.0, 2.0, 3.0):
        same(compiled(X * scale), X * scale * 3.0)
        same(np.asarray(layer.seen), X * scale)
    same(np.mean(layer.history, axis=0), X * 4.0)
    assert len(layer.history) == 3
    assert "forward keeps a state: " in compiled.explain()


def test_a_function_that_keeps_its_answers_is_left_alone():
    memo = {}

    def f(x, n):
        if n not in memo:
            memo[n] = x * n
        return memo[n]

    compiled = ad.compile(f)
    same(compiled(X, 2), X * 2)
    same(compiled(X * 5.0, 2), X * 2)
    same(f(X * 7.0, 2), X * 2)
    assert all(type(value) is np.ndarray for value in memo.values())


def test_random_numbers_go_on_where_they_would():
    def f(x):
        return x + np.random.normal() + random.random()  # noqa: NPY002

    compiled, drawn = ad.compile(f), []
    for call in (f, compiled):
        np.random.seed(0)  # noqa: NPY002
        random.seed(0)
        drawn.append([call(1.0) for _ in range(5)])
    assert drawn[0] == drawn[1]
    rng, other = np.random.default_rng(3), np.random.default_rng(3)
    compiled = ad.compile(lambda x, rng: x + rng.normal())
    assert [compiled(1.0, rng) for _ in range(5)] == [1.0 + other.normal() for _ in range(5)]
    assert "random numbers were drawn" in compiled.explain()


def test_texts_of_values_are_those_of_each_call():
    for f in (
        lambda x: f"{x:.2f}",
        lambda x: -3.0 if str(x).startswith("-") else -2.0,
        lambda x: repr(x),
        lambda x: {"1.0": 10.0}.get(str(x), 20.0) * x,
    ):
        compiled = ad.compile(f)
        for x in (1.0, 1.0, 2.0, -3.0):
            assert compiled(x) == f(x)
        assert "makes a text of a value" in compiled.explain()


def test_files_are_read_in_each_call(tmp_path):
    path = tmp_path / "rate.txt"
    compiled = ad.compile(lambda x: x * float(path.read_text()))
    for rate in ("1.0", "1.0", "1.0", "5.0"):
        path.write_text(rate)
        same(compiled(X), X * float(rate))
    assert "open()" in compiled.explain()


def test_warnings_may_decide():
    def strict(x):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                return np.log(x)
            except RuntimeWarning:
                return x * 0.0 + 99.0

    def recorded(x):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            y = np.log(x)
        return y * 0.0 + len(said)

    def quiet(x):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.log(x)

    for f in (strict, recorded):
        compiled = ad.compile(f)
        for x in (np.ones(2), np.ones(2), np.ones(2), np.array([0.0, 1.0])):
            np.testing.assert_array_equal(compiled(x), f(x))
    compiled = ad.compile(quiet)
    for _ in range(3):
        compiled(X)
    assert compiled.versions


# What a value is taken for


def kinds(x):
    return (
        isinstance(x, float),
        isinstance(x, np.ndarray),
        np.isscalar(x),
        isinstance(x, (int, np.floating)),
    )


@functools.singledispatch
def general(x):
    return x * 1.0


@general.register
def _(x: float):
    return x * 2.0


@general.register
def _(x: np.ndarray):
    return x * 3.0


class Asks:
    def of(self, x):
        match x:
            case float():
                return x * 2.0
            case np.ndarray():
                return x * 3.0
        return x

    def exact(self, x):
        return x * 5.0 if type(x) is float else x * 6.0


ASKS = Asks()


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x * sum(3**i for i, truth in enumerate(kinds(x)) if truth),
        lambda x, table={"kinds": kinds}: x * table["kinds"](x)[0],  # noqa: B006
        general,
        Asks().of,
        Asks().exact,
        lambda x: ASKS.exact(x),
    ],
)
@pytest.mark.parametrize("numbers", [False, True])
def test_classes_are_asked_for_in_many_ways(f, numbers):
    compiled = ad.compile(f, numbers=numbers)
    for x in (1.5, np.float64(1.5), X, 1.5, X, 1.5, X):
        if numbers and type(x) is not float:
            continue
        np.testing.assert_array_equal(compiled(x), f(x))


def relu(x):
    return x if isinstance(x, np.ndarray) else x * 1.0


def test_a_function_is_itself():
    table = {relu: 5.0}
    f = lambda x, act: act(x) * (2.0 if act is relu else 3.0) * table.get(relu, 7.0)  # noqa: E731
    compiled = ad.compile(f)
    for _ in range(3):
        same(compiled(X, relu), f(X, relu))


# Arguments


def rest(a, *r, x1=1.0):
    return a + (10.0 * r[0] if r else 0.0) + 100.0 * x1


def by_position(a, /, **k):
    return a + 10.0 * k.get("a", 0.0)


def keyword_only(x, *, k=1.0):
    return x * k


def defaults(w, lr=0.1, wd=0.0):
    return w - lr - wd


@pytest.mark.parametrize(
    ("f", "calls"),
    [
        (rest, [((1.0, 2.0), {"x1": 4.0}), ((1.0, 2.0), {}), ((1.0,), {"x1": 2.0})]),
        (by_position, [((1.0,), {"a": 4.0}), ((4.0,), {"a": 1.0}), ((1.0,), {})]),
        (keyword_only, [((2.0,), {"k": 3.0}), ((2.0, 3.0), {}), ((2.0,), {})]),
        (defaults, [((1.0,), {"wd": 0.5}), ((1.0, 0.2), {}), ((1.0, 0.2, 0.3), {})]),
        (ad.grad(defaults), [((1.0,), {}), ((), {"w": 1.0})]),
        (by_position, [((), {"a": 1.0}), ((1.0,), {})]),
    ],
)
def test_arguments_are_bound_as_the_function_binds_them(f, calls):
    compiled = ad.compile(f)
    for _ in range(3):
        for args, kwargs in calls:
            try:
                right = f(*args, **kwargs)
            except TypeError:
                with pytest.raises(TypeError):
                    compiled(*args, **kwargs)
                continue
            assert compiled(*args, **kwargs) == right


def test_the_order_of_keys_is_part_of_the_form():
    def net(p, x):
        for W in p.values():
            x = np.tanh(W @ x)
        return np.sum(x)

    rng = np.random.default_rng(0)
    A, B = rng.normal(size=(2, 2, 2))
    compiled = ad.compile(ad.grad(net))
    for p in ({"a": A, "b": B}, {"b": B, "a": A}) * 3:
        found, right = compiled(p, X), ad.grad(net)(p, X)
        assert list(found) == list(right)
        for key in right:
            np.testing.assert_allclose(found[key], right[key], rtol=1e-12)
    with_defaults = defaultdict(float, b=1.0, a=10.0)
    total = ad.compile(lambda p: sum(p.values()))
    for p in ({"x": 1.0, "y": 2.0}, {"x": 1.0, "y": 2.0}, with_defaults, with_defaults):
        assert total(p) == sum(p.values())
    assert list(with_defaults) == ["b", "a"]


class Loud(float):
    def __mul__(self, other):
        return 42.0


class Named(list):
    pass


def test_classes_of_users_among_the_arguments():
    compiled = ad.compile(lambda x: x * 2.0)
    for _ in range(3):
        assert compiled(Loud(1.0)) == 42.0
    named = Named([1.0, 2.0])
    named.scale = 3.0
    compiled = ad.compile(lambda xs: xs[0] * getattr(xs, "scale", 1.0))
    for scale in (3.0, 3.0, 3.0, 5.0):
        named.scale = scale
        assert compiled(named) == scale


def test_a_refusal_is_for_one_case():
    def f(x, debug=False):
        if debug:
            return float(np.sum(x))
        return np.sum(x * x)

    compiled = ad.compile(f)
    assert compiled(X, True) == 3.0
    for _ in range(3):
        same(compiled(X), f(X))
        assert compiled(X, debug=True) == 3.0
    assert sum(version.calls for version in compiled.versions) == 2
    assert "where it is called with True" in compiled.explain()


def test_a_function_is_called_once_for_one_call():
    calls = []

    def f(x):
        calls.append(1)
        if x[0] > 100.0:
            raise ValueError("too large")
        return x * len(calls)

    compiled = ad.compile(f)
    for n in range(1, 6):
        same(compiled(X), X * n)
    with pytest.raises(ValueError, match="too large") as caught:
        compiled(X * 200.0)
    assert caught.value.__context__ is None
    assert len(calls) == 6


# Objects that come and go


def test_a_compiled_method_does_not_keep_its_object():
    class Scale:
        def __init__(self, by):
            self.by = by

        @ad.compile
        def of(self, x):
            return self.by * x

    for by in range(1, 20):
        scale = Scale(float(by))
        for _ in range(3):
            assert scale.of(3.0) == 3.0 * by
        assert sum(version.calls for version in scale.of.versions) == 2
        other = copy.copy(scale)
        other.by = 100.0
        assert other.of(3.0) == 300.0 and scale.of(3.0) == 3.0 * by
        gone = weakref.ref(scale)
        del scale, other
        gc.collect()
        assert gone() is None


def test_code_that_is_reloaded_in_place(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython.extensions.autoreload", types.ModuleType("reload"))

    def helper(x):
        return x * 2.0

    compiled = ad.compile(lambda x: helper(x))
    for _ in range(3):
        same(compiled(X), X * 2.0)
    helper.__code__ = (lambda x: x * 3.0).__code__
    for _ in range(3):
        same(compiled(X), X * 3.0)


@ad.compile
def in_a_module(x):
    return x * 2.0


def test_a_compiled_function_of_a_module_is_pickled_by_its_name():
    assert pickle.loads(pickle.dumps(in_a_module)) is in_a_module


def test_a_compiled_function_is_pickled_without_its_programs():
    compiled = ad.compile(defaults, most=3)
    compiled(1.0), compiled(2.0)
    again = pickle.loads(pickle.dumps(compiled))
    assert again(1.0) == defaults(1.0) and again.most == 3
    assert copy.deepcopy(compiled)(5.0) == defaults(5.0)


# What the engine looks into


@pytest.mark.parametrize(
    ("f", "points"),
    [
        (
            lambda x, v: ad.jvp(np.sqrt, (x,), (v,)),
            [(np.ones(2), np.ones(2)), (np.array([0.0, 1.0]), np.array([0.0, 1.0]))],
        ),
        (ad.grad(lambda x: np.sum((x > 9) ** x)), [(X,), (np.array([-1.0, 2.0]),)]),
        (ad.grad(lambda x: np.sum(np.array([2, 3]) ** x)), [(X,), (X * 2.0,)]),
        (lambda x: x.copy().ravel("K"), [(np.ones((2, 2)),), (np.arange(4.0).reshape(2, 2).T,)]),
        (lambda x: x * 2 if hasattr(x, "shape") else x * 3, [(2.0,), (X,), (3.0,)]),
        (lambda x: x == [1.0, 2.0], [(2.0,), (3.0,)]),
        (lambda x: round(np.float64(x)), [(2.0,), (3.7,)]),
        (lambda x: x * x.itemsize * x.nbytes * len(x.device), [(X,), (np.ones(3),)]),
        (lambda x: x * (2.0 if x.flags.c_contiguous else 3.0), [(np.eye(2),), (np.eye(2).T,)]),
        (lambda x: x.var() + x.std(), [(X,), (X * 3.0,)]),
        (lambda x: np.matrix([[1.0, 2.0], [3.0, 4.0]]) * x, [(np.eye(2),), (np.ones((2, 2)),)]),
    ],
)
def test_other_points_where_the_engine_goes_another_way(f, points):
    compiled = ad.compile(f)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for point in (points[0], *points, *points):
            found, right = compiled(*point), f(*point)
            np.testing.assert_array_equal(found, right)
            assert type(found) is type(right)


def test_a_function_that_is_handed_on_sees_what_is_around_it_then():
    def f(x):
        k = 1.0
        y = np.apply_along_axis(lambda v: v * k, 0, x)
        k = 2.0
        return y * k

    compiled = ad.compile(f)
    for _ in range(3):
        same(compiled(X), X * 2.0)
    assert "would call <lambda>" in compiled.explain()


@pytest.mark.parametrize(
    ("f", "right", "wrong"),
    [
        (lambda x: (np.linalg.cholesky(x), x)[1], np.eye(2), -np.eye(2)),
        (lambda x: (np.linalg.inv(x), x)[1], np.eye(2), np.zeros((2, 2))),
        (lambda i: (np.array([1.0, 2.0])[i], i * 2)[1], np.array([0, 1]), np.array([0, 5])),
        (lambda n: (np.array([2, 3]) ** n, n * 2)[1], np.array([1, 2]), np.array([1, -2])),
    ],
)
def test_what_checks_its_argument_still_does(f, right, wrong):
    compiled = ad.compile(f)
    for _ in range(3):
        same(compiled(right), f(right))
    with pytest.raises((np.linalg.LinAlgError, IndexError, ValueError)):
        f(wrong)
    with pytest.raises((np.linalg.LinAlgError, IndexError, ValueError)):
        compiled(wrong)


def test_a_single_truth_chooses_all_or_nothing():
    f = lambda x: x * np.sum(x[x[0] > 0])  # noqa: E731
    compiled = ad.compile(f)
    for x in (X, X, X, -X):
        same(compiled(x), f(x))


def test_a_number_is_looked_up_by_what_it_is():
    f = lambda x: {2.0: 1.0}.get(x, 0.0) * x  # noqa: E731
    compiled = ad.compile(f, numbers=True)
    for x in (2.0, 2.0, 2.0, 3.0):
        assert compiled(x) == f(x)


def test_what_python_calls_meanwhile_is_not_the_functions():
    counted = {"calls": 0}

    def collected(phase, info):
        counted["calls"] += 1

    class Goes:
        def __del__(self):
            counted["calls"] += 1

    def f(x):
        for _ in range(3):
            Goes()
            gc.collect()
            x = np.sin(x)
        return x

    gc.callbacks.append(collected)
    try:
        compiled = ad.compile(f)
        for _ in range(4):
            same(compiled(X), f(X))
    finally:
        gc.callbacks.remove(collected)
    assert [version.calls for version in compiled.versions] == [3]


def test_what_a_function_changes_is_changed_as_often_as_it_is_called():
    space = {"np": np, "X": np.ones(2), "n": 0}
    exec(
        "def f(x):\n    global n\n    n += 1\n    f.calls = getattr(f, 'calls', 0) + 1\n"
        "    return X * x * n\n",
        space,
    )
    compiled = ad.compile(space["f"])
    for n in range(1, 6):
        same(compiled(1.5), np.full(2, 1.5 * n))
        assert space["n"] == space["f"].calls == n

    class Adam:
        def __init__(self):
            self.t, self.m = 0, np.zeros(2)

        def step(self, w):
            self.t += 1
            self.m *= 0.9
            self.m += 0.1 * w
            return w - self.m / (1.0 - 0.9**self.t)

    one, other = Adam(), Adam()
    compiled = ad.compile(one.step)
    w, v = np.ones(2), np.ones(2)
    for _ in range(5):
        w, v = compiled(w), other.step(v)
        same(w, v)
    assert one.t == 5 and np.array_equal(one.m, other.m)


def uses_an_array(x):
    return x * DATA


def test_a_function_that_uses_an_array_is_itself():
    table = {uses_an_array: 10.0}
    f = lambda x: uses_an_array(x) * table.get(uses_an_array, 1.0)  # noqa: E731
    compiled = ad.compile(f)
    for _ in range(4):
        same(compiled(X), f(X))


def test_a_set_is_no_reason_for_another_program():
    chosen = frozenset({1.0, 2.0}), {3.0}
    compiled = ad.compile(lambda x: x * sum(chosen[0]) * sum(chosen[1]))
    for _ in range(4):
        same(compiled(X), X * 9.0)
    assert [version.calls for version in compiled.versions] == [3]


@pytest.mark.parametrize(
    ("f", "points"),
    [
        (
            lambda x: [buffer := np.zeros(2), np.cumsum(x, out=buffer), buffer * 2.0][2],
            [X, X, X * 3.0],
        ),
        (lambda x: np.zeros_like(x, shape=(int(np.argmax(x)) + 1,)), [X, X, -X, X]),
        (lambda x: np.ones_like(x, shape=(np.argmax(x) + 1,)), [X, X, -X, X]),
        (
            lambda k: np.broadcast_to(2.0 * k[1], (k[0] + 1, 3)),
            [np.array([n, 1]) for n in (1, 1, 2)],
        ),
    ],
)
def test_forms_and_buffers(f, points):
    compiled = ad.compile(f)
    for x in points:
        same(compiled(x), f(x))


def test_what_is_in_a_long_list_is_not_compared():
    table = [float(i) for i in range(100_000)]
    compiled = ad.compile(lambda x: x * table[3])
    for _ in range(3):
        same(compiled(X), X * 3.0)
    assert "table holds 100,000 things" in compiled.explain()


def test_a_module_that_computes_while_it_is_imported(tmp_path, monkeypatch):
    (tmp_path / "computes_when_imported.py").write_text(
        "import adlearn as ad\n"
        "rate = 1.0\n"
        "f = ad.compile(lambda x: x * rate)\n"
        "answers = [f(2.0), f(2.0), f(2.0)]\n"
        "rate = 5.0\n"
        "answers.append(f(2.0))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    assert importlib.import_module("computes_when_imported").answers == [2.0, 2.0, 2.0, 10.0]


def test_a_function_that_is_always_called_with_something_else_is_let_go():
    def f(x, n):
        parts = []
        parts.append(x * n)
        return parts[0]

    compiled = ad.compile(f)
    for n in range(150):
        same(compiled(X, n), X * n)
    assert not compiled.looks and compiled.looked == 101
    assert "Make an array or a float of the argument" in compiled.explain()
