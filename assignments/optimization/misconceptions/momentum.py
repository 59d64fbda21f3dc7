"""Wrong momentum: a velocity that is forgotten, shared, or made of something else."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, step, gradients=False, mu=None):
    """Momentum anew: `step(p, v, g, mu, lr)` gives the next value and velocity."""

    def momentum(self):
        for i, parameter in enumerate(self.params):
            factor = self.mu if mu is None else mu
            value, self.velocities[i] = step(
                parameter.value, self.velocities[i], parameter.grad, factor, self.lr
            )
            parameter.value = value
            if gradients:
                parameter.grad = self.velocities[i]

    ns.Momentum.step = momentum


def right(p, v, g, mu, lr):
    v = mu * v + g
    return p - lr * v, v


@misconception("q8")
def momentum_gradient_counts_less(ns):
    """The gradient counts with the factor 1 - mu. It is sometimes done so, but here it counts in
    full.

    How long is the first step, if the velocity was 0?
    """
    install(ns, lambda p, v, g, mu, lr: right(p, v, (1.0 - mu) * g, mu, lr))


@misconception("q8")
def momentum_mu_at_the_gradient(ns):
    """mu is a factor of the gradient, and should be one of the velocity so far.

    If the gradient becomes 0, what becomes of the velocity?
    """

    def step(p, v, g, mu, lr):
        v = v + mu * g
        return p - lr * v, v

    install(ns, step)


@misconception("q8")
def momentum_mu_at_both(ns):
    """mu is a factor of the sum of both, and should be one of the velocity so far alone.

    How long is the first step, if the velocity was 0?
    """

    def step(p, v, g, mu, lr):
        v = mu * (v + g)
        return p - lr * v, v

    install(ns, step)


@misconception("q8")
def momentum_without_mu(ns):
    """The velocity keeps all that it had. So it never becomes slower.

    What does mu = 0.9 do to the velocity, if the gradient becomes 0?
    """

    def step(p, v, g, mu, lr):
        v = v + g
        return p - lr * v, v

    install(ns, step)


@misconception("q8", ways=("there alone", "in both places"))
def momentum_rate_in_the_velocity(ns, way):
    """The learning rate is a factor of the gradient in the velocity, where it stays from step to
    step.

    If somebody changes the rate, what should become of the velocity so far?
    """

    def step(p, v, g, mu, lr):
        v = mu * v + lr * g
        return p - (v if way == "there alone" else lr * v), v

    install(ns, step)


@misconception("q8")
def momentum_without_the_rate(ns):
    """The velocity is subtracted as it is, without the learning rate.

    What should happen to the step if the rate is halved?
    """

    def step(p, v, g, mu, lr):
        v = mu * v + g
        return p - v, v

    install(ns, step)


@misconception("q8", ways=("+ lr v", "v from - g"))
def momentum_uphill(ns, way):
    """The parameters move in the direction of the gradient, and the loss grows.

    Which signs are there in the two formulas?
    """
    if way == "+ lr v":
        install(ns, lambda p, v, g, mu, lr: (p + lr * (mu * v + g), mu * v + g))
    else:
        install(ns, lambda p, v, g, mu, lr: (p - lr * (mu * v - g), mu * v - g))


@misconception("q8")
def momentum_velocity_subtracted(ns):
    """The old velocity is subtracted from the gradient. It should be added.

    If the gradient always points the same way, should the steps become longer or shorter?
    """

    def step(p, v, g, mu, lr):
        v = g - mu * v
        return p - lr * v, v

    install(ns, step)


@misconception("q8")
def momentum_forgets_the_velocity(ns):
    """The velocity begins with zeros again in each step. So it is the gradient alone that counts.

    What should the velocity of one step know of the one before?
    """
    install(ns, lambda p, v, g, mu, lr: (p - lr * g, v))


@misconception("q8")
def momentum_of_the_last_gradient_alone(ns):
    """What counts beside the gradient is the last one before it. A velocity remembers all of them,
    the older the less.

    What should be left of the first gradient in the third step?
    """
    install(ns, lambda p, v, g, mu, lr: (p - lr * (mu * v + g), g))


@misconception("q8")
def momentum_moves_first(ns):
    """The parameters move with the velocity of the step before, which is renewed only afterwards.

    Which velocity does the second formula use, the old one or the new one?
    """
    install(ns, lambda p, v, g, mu, lr: (p - lr * v, mu * v + g))


@misconception("q8")
def momentum_looks_ahead(ns):
    """The step is mu times the new velocity, and the gradient. That is Nesterov's, another method.

    What is subtracted in the second formula?
    """

    def step(p, v, g, mu, lr):
        v = mu * v + g
        return p - lr * (mu * v + g), v

    install(ns, step)


@misconception("q8")
def momentum_with_its_own_mu(ns):
    """0.9 stands in the code where the caller's mu should be used.

    What changes in your code when somebody asks for mu = 0.5?
    """
    install(ns, right, mu=0.9)


@misconception("q8")
def momentum_overwrites_the_gradient(ns):
    """The velocity is put where the gradient was. Others may still want to know the gradient.

    What may `step` change, and what is `zero_grad` for?
    """
    install(ns, right, gradients=True)


@misconception("q8", ways=("0.0", "zeros of the first"))
def momentum_one_velocity_for_all(ns, way):
    """All parameters share one velocity. Each has its own.

    How many velocities do you need for a weight and a bias, and of which shapes?
    """
    own = ns.GD.__init__

    def init(self, params, lr, mu=0.9):
        own(self, params, lr)
        self.mu = mu
        self.v = 0.0 if way == "0.0" else np.zeros(self.params[0].value.shape)

    def step(self):
        for parameter in self.params:
            self.v = self.mu * self.v + parameter.grad
            parameter.value = parameter.value - self.lr * self.v

    ns.Momentum.__init__, ns.Momentum.step = init, step
