"""What the page on nesting, the docstring of `adlearn.nesting`, says is what happens."""

from __future__ import annotations

import re

from adlearn import Tensor, grad, nesting


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
