"""Wrong Adams: means that are not corrected, steps that are not counted, a root that is lost."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def mean_of(m, g, b):
    return b * m + (1.0 - b) * g


def install(
    ns,
    first=mean_of,
    second=lambda s, g, b, m: mean_of(s, g**2, b),
    corrected=lambda m, s, b1, b2, t: (m / (1.0 - b1**t), s / (1.0 - b2**t)),
    step=lambda m, s, g, eps: m / (np.sqrt(s) + eps),
    count=lambda t: t,
    own=lambda lr, b1, b2, eps: (lr, b1, b2, eps),
    keep=lambda kept, corrected: kept,
):
    """Adam anew, by its parts; what is not given is right."""

    def adam(self):
        self.t += 1
        lr, b1, b2, eps = own(self.lr, self.beta1, self.beta2, self.eps)
        for i, parameter in enumerate(self.params):
            g = parameter.grad
            m = self.means[i] = first(self.means[i], g, b1)
            s = self.squares[i] = second(self.squares[i], g, b2, m)
            right = corrected(m, s, b1, b2, count(self.t))
            self.means[i], self.squares[i] = keep((m, s), right)
            parameter.value = parameter.value - lr * step(*right, g, eps)

    ns.Adam.step = adam


@misconception("q8", ways=("both", "the first", "the second"))
def adam_without_correction(ns, way):
    """The means are used as they are. They begin at 0, so they are too small at first.

    After one step, what is m for a gradient of 1, and what would be the right mean?
    """

    def corrected(m, s, b1, b2, t):
        return (
            m / (1.0 - b1**t) if way == "the second" else m,
            s / (1.0 - b2**t) if way == "the first" else s,
        )

    install(ns, corrected=corrected)


@misconception("q8")
def adam_steps_not_counted(ns):
    """t stays 1. So the means are corrected as strongly in all steps as in the first.

    Which line of your code changes t?
    """
    install(ns, count=lambda t: 1)


@misconception("q8")
def adam_counts_from_zero(ns):
    """t is 0 in the first step. Then the correction divides by 0.

    What is 1 - beta**t for t = 0?
    """
    install(ns, count=lambda t: t - 1)


@misconception("q8")
def adam_counts_one_too_many(ns):
    """t is 2 in the first step. It should be 1.

    With which number does t begin, and when is it counted up?
    """
    install(ns, count=lambda t: t + 1)


@misconception("q8")
def adam_counts_parameters(ns):
    """t is counted up for each parameter. It counts steps.

    After one step with three parameters, what is t, and what should it be?
    """
    counted = {}

    def count(t):
        counted["t"] = counted.get("t", 0) + 1
        return counted["t"]

    def step(self):
        own = vars(self).setdefault("counted", {})
        counted.clear()
        counted.update(own)
        adam(self)
        own.update(counted)

    install(ns, count=count)
    adam = ns.Adam.step
    ns.Adam.step = step


@misconception("q8")
def adam_epsilon_inside_the_root(ns):
    """eps is added below the root, and should be added to the root.

    Where does the root sign end in the formula?
    """
    install(ns, step=lambda m, s, g, eps: m / np.sqrt(s + eps))


@misconception("q8")
def adam_without_epsilon(ns):
    """eps is left out. Where the gradient is always 0, this divides 0 by 0.

    What is the step of an entry whose gradients were all 0?
    """
    install(ns, step=lambda m, s, g, eps: m / np.sqrt(s))


@misconception("q8")
def adam_root_forgotten(ns):
    """It is divided by the mean of the squares, without the root.

    If all gradients are ten times as large, by how much should the step change?
    """
    install(ns, step=lambda m, s, g, eps: m / (s + eps))


@misconception("q8")
def adam_gradient_not_squared(ns):
    """The second mean is one of the gradients, and not of their squares. Where it is negative, it
    has no root.

    What is the size of a gradient that is -3?
    """
    install(ns, second=lambda s, g, b, m: mean_of(s, g, b))


@misconception("q8")
def adam_absolute_gradients(ns):
    """The second mean is one of the absolute values of the gradients, and not of their squares.

    What should stand below the root?
    """
    install(ns, second=lambda s, g, b, m: mean_of(s, np.abs(g), b))


@misconception("q8", ways=("m", "with m"))
def adam_squares_of_the_mean(ns, way):
    """The second mean is one of the squares of the first. It should be one of the squares of the
    gradients.

    If the gradient goes to and fro, what becomes of its mean, and what of its size?
    """
    if way == "m":
        install(ns, second=lambda s, g, b, m: mean_of(s, m**2, b))
    else:
        install(ns, second=lambda s, g, b, m: mean_of(s, m * g, b))


@misconception("q8", ways=("everywhere", "in the means", "in the corrections"))
def adam_betas_exchanged(ns, way):
    """beta1 and beta2 stand in each other's place.

    Which of the two means should remember longer?
    """
    if way == "everywhere":
        install(ns, own=lambda lr, b1, b2, eps: (lr, b2, b1, eps))
        return

    def corrected(m, s, b1, b2, t):
        return m / (1.0 - b2**t), s / (1.0 - b1**t)

    if way == "in the corrections":
        install(ns, corrected=corrected)
    else:
        install(ns, corrected=corrected, own=lambda lr, b1, b2, eps: (lr, b2, b1, eps))


@misconception("q8", ways=("both", "the first", "the second"))
def adam_weights_of_the_means_exchanged(ns, way):
    """beta and 1 - beta stand in each other's place.

    With a beta of 0.9, what counts more: the mean so far, or the new gradient?
    """
    first = mean_of if way == "the second" else lambda m, g, b: (1.0 - b) * m + b * g
    second = 0.0 if way == "the first" else 1.0

    def squares(s, g, b, m):
        return mean_of(s, g**2, 1.0 - b if second else b)

    install(ns, first, squares)


@misconception("q8", ways=("both", "the first", "the second"))
def adam_sums_for_means(ns, way):
    """The new gradient counts in full, without 1 - beta. So what is kept is no mean.

    If the gradient is always 1, what should m become?
    """
    install(
        ns,
        mean_of if way == "the second" else lambda m, g, b: b * m + g,
        (lambda s, g, b, m: mean_of(s, g**2, b))
        if way == "the first"
        else (lambda s, g, b, m: b * s + g**2),
    )


@misconception("q8", ways=("corrected", "as it is"))
def adam_follows_the_last_gradient(ns, way):
    """The step goes along the gradient, and not along its mean.

    What stands above the line in the last formula?
    """
    install(ns, step=lambda m, s, g, eps: g / (np.sqrt(s) + eps))
    if way == "as it is":
        install(
            ns,
            corrected=lambda m, s, b1, b2, t: (m, s),
            step=lambda m, s, g, eps: g / (np.sqrt(s) + eps),
        )


@misconception("q8")
def adam_corrected_by_multiplying(ns):
    """The means are multiplied by 1 - beta**t, and should be divided by it.

    Are the means too small or too large in the first steps?
    """
    install(
        ns,
        corrected=lambda m, s, b1, b2, t: (m * (1.0 - b1**t), s * (1.0 - b2**t)),
    )


@misconception("q8")
def adam_correction_is_no_power(ns):
    """In the correction, beta is multiplied by t. It should be taken to the power of t.

    What should be left of the correction after a thousand steps?
    """
    install(ns, corrected=lambda m, s, b1, b2, t: (m / (1.0 - b1 * t), s / (1.0 - b2 * t)))


@misconception("q8", ways=("both", "the first", "the second"))
def adam_keeps_what_was_corrected(ns, way):
    """The corrected means are kept for the next step, and corrected again. They should be made anew
    from the means each time.

    Which m stands on the right of the first formula?
    """
    install(
        ns,
        keep=lambda kept, corrected: (
            kept[0] if way == "the second" else corrected[0],
            kept[1] if way == "the first" else corrected[1],
        ),
    )


@misconception("q8")
def adam_uphill(ns):
    """The parameters move in the direction of the gradient, and the loss grows.

    Which sign is there in the last formula?
    """
    install(ns, own=lambda lr, b1, b2, eps: (-lr, b1, b2, eps))


@misconception("q8", ways=("lr", "beta1", "beta2", "eps", "betas", "betas and eps"))
def adam_with_its_own_settings(ns, way):
    """Numbers stand in the code where the caller's settings should be used.

    What changes in your code when the caller asks for another rate, beta or eps?
    """
    install(
        ns,
        own=lambda lr, b1, b2, eps: (
            0.1 if way == "lr" else lr,
            0.9 if "beta1" in way or "betas" in way else b1,
            0.999 if "beta2" in way or "betas" in way else b2,
            1e-8 if "eps" in way else eps,
        ),
    )


@misconception("q8", ways=("mean", "sum"))
def adam_one_size_for_all_entries(ns, way):
    """All entries of a parameter are divided by the same, a size of the whole gradient. Each entry
    has its own.

    Which shape has the mean of the squares?
    """
    install(ns, second=lambda s, g, b, m: mean_of(s, getattr(np, way)(g**2), b))


@misconception("q8")
def adam_means_shared(ns):
    """All parameters share the means. Each has its own.

    How many means do you need for a weight and a bias, and of which shapes?
    """

    def step(self):
        self.t += 1
        m, s = vars(self).setdefault("shared", (0.0, 0.0))
        for parameter in self.params:
            g = parameter.grad
            m, s = mean_of(m, g, self.beta1), mean_of(s, g**2, self.beta2)
            mean, square = m / (1.0 - self.beta1**self.t), s / (1.0 - self.beta2**self.t)
            parameter.value = parameter.value - self.lr * mean / (np.sqrt(square) + self.eps)
        self.shared = m, s

    ns.Adam.step = step


@misconception("q8")
def adam_forgets_its_means(ns):
    """The means begin with zeros again in each step. So it is the last gradient alone that counts.

    What should the mean of one step know of the one before?
    """
    install(
        ns,
        first=lambda m, g, b: mean_of(0.0, g, b),
        second=lambda s, g, b, m: mean_of(0.0, g**2, b),
    )
