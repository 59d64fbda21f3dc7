"""What the page on nesting, the docstring of `adlearn.nesting`, says is what happens."""

from __future__ import annotations

import re

from adlearn import Tensor, grad, nesting
from adlearn.tensors.reverse import Walk


def test_what_the_page_says_of_a_gradient_that_is_not_nested():
    seen = {}

    def f(x):
        seen.update(x=x, product=x * x)
        seen["output"] = seen["product"] + x
        return seen["output"]

    assert grad(f)(2.0) == 5.0 and type(grad(f)(2.0)) is float
    x, product, output = seen["x"], seen["product"], seen["output"]
    assert (x.data, product.data, output.data) == (2.0, 4.0, 6.0)
    assert product.op == "multiply" and product.parents == (x, x)
    assert output.op == "add" and output.parents[0] is product and output.parents[1] is x
    walk = Walk(output, (x,), x._level)
    assert [node.op for node in walk.order] == ["add", "multiply"]
    assert x._level == product._level == output._level


def test_the_worked_example_of_the_page_on_nesting():
    """What `adlearn.nesting` says of one graph shared by two levels, step by step."""
    seen = {}

    def inner_f(x, y):
        seen.update(x=x, y=y, product=x * y, inner=x * y * y)
        return seen["inner"]

    def outer_f(x):
        seen["answer"] = grad(lambda y: inner_f(x, y))(x)
        return x * seen["answer"]

    assert grad(outer_f)(3.0) == 54.0
    x, y, product, answer = seen["x"], seen["y"], seen["product"], seen["answer"]
    assert y._level > x._level and product._level == y._level
    assert y.op == "identity" and y.parents == (x,) and y.data == x.data == 3.0
    assert product.parents[0] is x and product.parents[1] is y and product.data == 9.0
    assert isinstance(answer, Tensor) and answer.data == 18.0


def test_the_page_on_nesting_names_at_most_twelve_concepts():
    named = re.findall(r"^(\d+)\. \*(\w+)\*", nesting.__doc__, flags=re.M)
    assert [int(number) for number, _ in named] == list(range(1, len(named) + 1))
    assert len(named) <= 12
