"""Wrong pictures of errors, and wrong rates."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, error=None, label="run {}", scales=("linear", "log"), runs=lambda xs: xs):
    """plot_errors anew: `error(xs, x_star)` is what is drawn of a run."""

    def plot_errors(ax, x_history, x_star):
        for run, xs in enumerate(runs(x_history)):
            named = {} if label is None else {"label": label.format(run)}
            ax.plot(error(xs, x_star) if error else np.abs(xs - x_star), **named)
        finish(ax, scales)

    ns.plot_errors = plot_errors


def finish(ax, scales=("linear", "log")):
    """What the reference does after drawing."""
    ax.set_xscale(scales[0])
    ax.set_yscale(scales[1])
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()


@misconception("q4")
def errors_with_a_sign(ns):
    """The differences are drawn with their signs. A logarithmic axis has no place for negative
    numbers.

    How far away is x = -3 from 0?
    """
    install(ns, lambda xs, x_star: xs - x_star)


@misconception("q4")
def errors_squared(ns):
    """The squares of the errors are drawn. They shrink twice as steeply.

    What do the bars in |x - x*| say?
    """
    install(ns, lambda xs, x_star: (xs - x_star) ** 2)


@misconception("q4")
def errors_on_an_even_axis(ns):
    """The axis of the errors is even. After a few steps, all lines lie on the ground.

    How do you see the difference between 0.01 and 0.0001 in your picture?
    """
    install(ns, scales=("linear", "linear"))


@misconception("q4")
def errors_both_axes_logarithmic(ns):
    """Both axes are logarithmic. The steps are counted evenly.

    How does an error that halves in each step look on an even axis of steps?
    """
    install(ns, scales=("log", "log"))


@misconception("q4")
def errors_logarithmic_axis_of_steps(ns):
    """The axis of the steps is logarithmic, and the one of the errors should be.

    Which of the two numbers runs through several powers of ten?
    """
    install(ns, scales=("log", "linear"))


@misconception("q4", ways=("log, even", "log10, even", "log, log", "log10, log"))
def errors_logarithms_drawn(ns, way):
    """The logarithms of the errors are drawn. It is the axis that should be logarithmic: then the
    numbers at its side are errors.

    What does `ax.set_yscale("log")` do?
    """
    name, axis = way.split(", ")
    install(
        ns,
        lambda xs, x_star: getattr(np, name)(np.abs(xs - x_star)),
        scales=("linear", "log" if axis == "log" else "linear"),
    )


@misconception("q4")
def errors_without_labels(ns):
    """The lines have no labels, so that the legend is empty.

    Which line is which run?
    """
    install(ns, label=None)


@misconception("q4")
def errors_all_called_the_same(ns):
    """All lines have the same label.

    Which line is which run?
    """
    install(ns, label="run")


@misconception("q4")
def errors_drawn_elsewhere(ns):
    """The lines are drawn into another picture: the functions of `plt` draw where they like. There
    are axes given.

    What is the argument `ax` for?
    """

    def plot_errors(ax, x_history, x_star):
        ns.plt.figure()
        for run, xs in enumerate(x_history):
            ns.plt.plot(np.abs(xs - x_star), label=f"run {run}")
        ns.plt.yscale("log")

    ns.plot_errors = plot_errors


@misconception("q4", ways=("the first", "the last"))
def errors_of_one_run(ns, way):
    """Only one run is drawn.

    How many rows has `x_history`?
    """
    install(ns, runs=lambda xs: xs[:1] if way == "the first" else xs[-1:])


@misconception("q4", ways=("with labels", "without labels"))
def errors_lines_across(ns, way):
    """A line is drawn for each step, over the runs. It should be one for each run, over the steps.

    What does `ax.plot` take for one line, if it is given an array with two axes?
    """
    install(ns, runs=lambda xs: xs.T, label="run {}" if way == "with labels" else None)


@misconception("q4", ways=("|x|", "x"))
def errors_without_the_minimum(ns, way):
    """What is drawn is x, and not how far away it is from the minimum. That is not always at 0.

    What is `x_star`, and what is the error of x = x_star?
    """
    install(ns, lambda xs, x_star: np.abs(xs) if way == "|x|" else xs)


@misconception("q4")
def errors_from_where_it_ended(ns):
    """The error is taken from the last x of the run. That one is off the minimum itself.

    If a run has not come far, what is its error at the end?
    """
    install(ns, lambda xs, x_star: np.abs(xs - xs[-1]))


@misconception("q4")
def errors_relative(ns):
    """The errors are divided by the first one, so that all lines begin at 1.

    What is the error before the first step of a run that starts at -3?
    """
    install(ns, lambda xs, x_star: np.abs(xs - x_star) / np.abs(xs[0] - x_star))


@misconception("q4")
def factor_with_a_sign(ns):
    """The factor is negative where x jumps over the minimum. An error is how far away x is, without
    a sign.

    How far is it from -2 to 0?
    """
    ns.error_factor = lambda c, lr: 1.0 - lr * c


@misconception("q4", ways=("with bars", "without"))
def factor_without_the_curvature(ns, way):
    """The factor does not depend on c. A steeper parabola has larger gradients, and so larger
    steps.

    How large is the gradient at x* + 1, if the second derivative is c?
    """
    ns.error_factor = lambda c, lr: abs(1.0 - lr) if way == "with bars" else 1.0 - lr


@misconception("q4")
def factor_of_the_notebooks_parabola(ns):
    """The factor is that of the parabola above, whose second derivative is 2, whatever c is.

    How large is the gradient at x* + 1, if the second derivative is c?
    """
    ns.error_factor = lambda c, lr: abs(1.0 - 2.0 * lr)


@misconception("q4", ways=("twice", "half"))
def factor_another_gradient(ns, way):
    """The gradient in the factor is twice as large as it is, or half. With the second derivative c,
    it is c (x - x*).

    If f is c x² / 2, what are its first and second derivatives?
    """
    factor = 2.0 if way == "twice" else 0.5
    ns.error_factor = lambda c, lr: abs(1.0 - factor * lr * c)


@misconception("q4")
def factor_of_the_value(ns):
    """The factor is squared. So the value shrinks; the error shrinks with the factor itself.

    If x - x* is halved, what becomes of |x - x*|, and what of its square?
    """
    ns.error_factor = lambda c, lr: (1.0 - lr * c) ** 2


@misconception("q4")
def factor_of_the_step(ns):
    """The factor says how large the step is beside the error. What is asked for is what remains.

    If a step goes 0.2 of the way, how much of the way is left?
    """
    ns.error_factor = lambda c, lr: abs(lr * c)


@misconception("q4")
def largest_rate_is_the_best(ns):
    """The rate is the one that jumps into the minimum at once. Larger ones still come down, to and
    fro.

    For which two rates is the factor 1: when does it begin to shrink, and when does it end?
    """
    ns.largest_rate = lambda c: 1.0 / c


@misconception("q4", ways=("c / 2", "2 c", "c"))
def largest_rate_grows_with_c(ns, way):
    """The rate grows with c. On a steeper parabola, steps have to be made shorter.

    Which rate do you need for a parabola that is ten times as steep: a larger or a smaller one?
    """
    ns.largest_rate = {"c / 2": lambda c: c / 2, "2 c": lambda c: 2 * c, "c": lambda c: c}[way]


@misconception("q4", ways=("1", "2"))
def largest_rate_without_c(ns, way):
    """The rate is the same for all parabolas.

    Which rate do you need for a parabola that is ten times as steep?
    """
    ns.largest_rate = lambda c: float(way)
