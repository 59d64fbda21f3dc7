"""Gradient descent on variables."""

from adlearn.optim import GD as GD, Adam as Adam, RMSProp as RMSProp

__all__ = ["GD", "Adam", "RMSProp"]
