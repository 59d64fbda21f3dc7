"""Gradient descent."""

from .descent import TrainingError as TrainingError, gradient_descent as gradient_descent

__all__ = ["TrainingError", "gradient_descent"]
