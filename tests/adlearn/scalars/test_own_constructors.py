"""What a node was computed from is a plain attribute, also for a class with its own constructor."""

from __future__ import annotations

import math

import pytest

import adlearn as ad
from adlearn import AutogradValue, ForwardValue


class Printed(AutogradValue):
    """The constructor as the homework prints it."""

    def __init__(self, *args):
        self.parents = list(args)
        self.parent_values = [arg.value if isinstance(arg, AutogradValue) else arg for arg in args]
        self.forward_grads = {}
        self.value = self.forward_pass()
        self.grad = 0.0


class _times(Printed):
    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return b, a


class _times_plus(Printed):
    def func(self, a, b, c):
        return a * b + c

    def grads(self, a, b, c):
        return b, a, 1.0


class _by_hand(AutogradValue):
    """Its function and slope come from whoever makes it."""

    def __init__(self, func, slope, parent):
        self.func, self.grads = func, lambda a: (slope(a),)
        self.parents = [parent]
        self.value = func(parent.value)


def test_a_class_with_the_printed_constructor_is_a_variable_and_an_operation():
    x, y = Printed(3.0), Printed(4.0)
    assert (x.value, x.parents, x.parent_values, x.grad) == (3.0, [3.0], [3.0], 0.0)
    z = _times(x, y) * 2 + _times_plus(x, 2.0, y)
    for times in (1.0, 2.0):  # the gradients of leaves add up
        z.backward()
        assert (z.value, x.grad, y.grad) == (34.0, 10.0 * times, 7.0 * times)
    by_engine = ad.grad(lambda t: _times(t, t) + _times_plus(t, 1.0, t))
    assert by_engine(AutogradValue(3.0)) == 8.0


def test_forward_mode_passes_through_it():
    x = ForwardValue(2.0)
    assert _times(x, x).forward_grads == {x: 4.0}
    assert (_times(x, x) * 3).forward_grads == {x: 12.0}
    assert _times(2.0, 3.0).forward_grads == {}


def test_a_constructor_may_set_the_function_and_its_slope():
    x = AutogradValue(0.7)
    (_by_hand(math.sin, math.cos, x) * 2).backward()
    assert x.grad == pytest.approx(2 * math.cos(0.7))


def test_a_constructor_need_not_name_parents():
    class Named(AutogradValue):
        def __init__(self, value, name):
            self.value, self.name = value, name

    x = Named(3.0, "x")
    (x * x).backward()
    assert (x.grad, x.parents, x.name) == (6.0, [], "x")


@pytest.mark.parametrize("asked_before", [False, True])
def test_assigned_parents_and_values_are_what_derivatives_are_asked_for(asked_before):
    a, b = AutogradValue(2.0), AutogradValue(5.0)
    c, d = a * b, a * b
    if asked_before:
        (c + d).backward()
        a.zero_grad(), b.zero_grad()
    c.parents = [a, a]
    c.value = c.forward_pass()
    d.parent_values = [10.0, 20.0]
    assert (c.parents, c.parent_values, c.value) == ([a, a], [2.0, 2.0], 4.0)
    assert (d.parents, d.parent_values, d.forward_pass()) == ([a, b], [10.0, 20.0], 200.0)
    (c + d).backward()
    assert (a.grad, b.grad) == (4.0 + 20.0, 10.0)


def test_parents_that_are_no_numbers_get_no_gradient():
    class Weighed(AutogradValue):
        def __init__(self, *args):
            self.parents, self.value = list(args), 1.0

        def grads(self, *args):
            return [3.0] * sum(isinstance(parent, AutogradValue) for parent in self.parents)

    x, note = AutogradValue(2.0), object()
    y = Weighed(note, x)
    y.backward()
    assert (x.grad, y.parents) == (3.0, [note, x])


def test_a_pass_of_one_s_own_is_called_once_on_each_node_and_on_parents_last():
    class Marked(AutogradValue):
        visits: list = []

        def __init__(self, *args):
            self.parents, self.value = list(args), 1.0

        def backward_pass(self):
            assert self not in self.visits and not any(p in self.visits for p in self.parents)
            self.visits.append(self)

        __eq__ = object.__eq__
        __hash__ = object.__hash__

    a = Marked()
    b = Marked(a)
    c = Marked(a, b)
    Marked(c, b, a).backward()
    assert Marked.visits[-3:] == [c, b, a] and len(Marked.visits) == 4

    class Doubled(AutogradValue):
        def func(self, a):
            return a

        def backward_pass(self):
            self.parents[0].grad += 2 * self.grad

    x = AutogradValue(5.0)
    (Doubled(x * 3) * 4).backward()
    assert x.grad == 24.0
