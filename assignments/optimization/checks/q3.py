"""Q3, modules and gradient descent: which parameters are found, and how they are moved."""

import pytest

from autograder.asking.variables.descents import (
    assert_called,
    assert_collects,
    assert_set_back,
    assert_steps,
)


@pytest.mark.points(1.5, cell="q3-parameters")
def test_parameters(submission):
    """collect_parameters finds variables among attributes, in modules and in lists."""
    for kind in ("attributes", "other things", "a module", "a list", "lists in lists"):
        assert_collects(submission, kind)
    assert_called(submission)


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q3-parameters")
def test_parameters_anywhere(submission):
    """collect_parameters finds variables however deep they are."""
    for kind in ("none", "several modules", "three deep", "a list of modules", "lists in lists"):
        assert_collects(submission, kind)
    assert_collects(submission, "in order")


@pytest.mark.points(1, cell="q3-once")
def test_once(submission):
    """Each parameter is listed once."""
    assert_collects(submission, "a shared variable")


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-once")
def test_once_in_any_way(submission):
    """Each is listed once where modules are shared, and others are not left out for it."""
    for kind in ("a shared module", "equal values", "set later", "a shared variable"):
        assert_collects(submission, kind)


@pytest.mark.points(1, cell="q3-zero")
def test_zero_grad(submission):
    """zero_grad sets the gradient of a parameter to 0."""
    assert_set_back(submission, "GD", 1)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-zero")
def test_zero_grad_of_all(submission):
    """zero_grad sets all gradients to 0, of any shape, and leaves the values."""
    assert_set_back(submission, "GD", 4)


@pytest.mark.points(1.5, cell="q3-step")
def test_step(submission):
    """step moves a parameter against its gradient."""
    assert_steps(submission, "GD", {"lr": 0.5})
    assert_steps(submission, "GD", {"lr": 0.1}, count=2, steps=2)


@pytest.mark.hidden
@pytest.mark.points(2.5, cell="q3-step")
def test_step_of_all(submission):
    """step moves parameters of any shape, again and again."""
    assert_steps(submission, "GD", {"lr": 0.25}, count=4, steps=4)
    assert_steps(submission, "GD", {"lr": 0.0}, count=1)
