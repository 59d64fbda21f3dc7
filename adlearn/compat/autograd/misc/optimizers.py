"""Gradient descent on parameters in any container."""

from adlearn.optim.functions import adam as adam, rmsprop as rmsprop, sgd as sgd

__all__ = ["adam", "rmsprop", "sgd"]
