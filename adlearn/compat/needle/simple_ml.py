"""What students of needle write in `simple_ml.py`: digits read from files, a loss, and an epoch of
training, on needle's operations."""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from typing import Any

import numpy as np

import adlearn.compat.needle as ndl
from adlearn.errors import AdlearnError, WrongShape

#: The first number in a file: it says that bytes follow, and along how many axes.
IMAGES, LABELS = 2051, 2049


class WrongFile(AdlearnError, ValueError):
    """A file is not in the format of MNIST."""


def parse_mnist(
    image_filename: str | os.PathLike[str], label_filename: str | os.PathLike[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures of digits and their labels, in the format of MNIST.

    Parameters
    ----------
    image_filename, label_filename : path
        Compressed with gzip, as `adlearn.data.write_digits` writes them, which also says what
        stands in them.

    Returns
    -------
    X : ndarray of float32, shape (n, 784)
        One row for each picture, from 0 for paper to 1 for ink.
    y : ndarray of uint8, shape (n,)

    Raises
    ------
    WrongFile
        If a file is not in that format, or there is not one label for each picture.
    FileNotFoundError

    Examples
    --------
    >>> import tempfile
    >>> from adlearn.data import write_digits
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_digits(folder, train=20, test=10, progress=False)
    ...     X, y = parse_mnist(paths[0], paths[1])
    >>> X.shape, X.dtype, y.shape, y.dtype
    ((20, 784), dtype('float32'), (20,), dtype('uint8'))
    """
    images = entries_of(image_filename, IMAGES, 3)
    labels = entries_of(label_filename, LABELS, 1)
    if len(images) != len(labels):
        raise WrongFile(
            f"{image_filename} holds {len(images)} pictures and {label_filename} {len(labels)} "
            "labels. Pass two files that belong together."
        )
    return images.reshape(len(images), -1).astype(np.float32) / 255, labels


def entries_of(filename: str | os.PathLike[str], magic: int, axes: int) -> np.ndarray:
    """Read the bytes of a file, in the shape that it says."""
    what = "pictures" if magic == IMAGES else "labels"
    remedy = "Pass such a file of MNIST's, or one that adlearn.data.write_digits wrote."
    try:
        with gzip.open(filename) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise FileNotFoundError(f"There is no file {filename}. {remedy}") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise WrongFile(
            f"{filename} is no whole file compressed with gzip ({error}). {remedy}"
        ) from error
    if len(content) < 4 or struct.unpack_from(">i", content)[0] != magic:
        raise WrongFile(
            f"{filename} is no file of {what}: those begin with the number {magic}, and this with "
            f"{struct.unpack_from('>i', content)[0] if len(content) >= 4 else 'less'}. {remedy}"
        )
    head = 4 * (1 + axes)
    shape = struct.unpack_from(f">{axes}i", content, 4) if len(content) >= head else ()
    if not shape or len(content) != head + int(np.prod(shape)):
        raise WrongFile(
            f"{filename} should hold {what} of shape {shape} after its first {head} bytes, and "
            f"holds {len(content)} bytes in all. {remedy}"
        )
    return np.frombuffer(content, np.uint8, offset=head).reshape(shape).copy()


def softmax_loss(Z: ndl.Tensor, y_one_hot: ndl.Tensor) -> ndl.Tensor:
    """Compute the softmax loss, the mean over the batch of log(sum(exp(z))) - z[label].

    Parameters
    ----------
    Z : Tensor of shape (n, k)
        The scores: one row for each example, one column for each class.
    y_one_hot : Tensor of shape (n, k)
        1 in the column of the right class, 0 elsewhere.

    Returns
    -------
    Tensor of shape ()

    Raises
    ------
    WrongShape
        If the shapes differ.

    Examples
    --------
    >>> softmax_loss(ndl.Tensor([[0.0, 0.0]]), ndl.Tensor([[1.0, 0.0]])).numpy().item()
    0.6931471805599453
    """
    if Z.shape != y_one_hot.shape or len(Z.shape) != 2:
        raise WrongShape(
            f"softmax_loss needs scores and labels of one shape (n, k): they have {Z.shape} and "
            f"{y_one_hot.shape}. A row of labels is 1 in the column of its class, 0 elsewhere."
        )
    # The largest score of a row is taken out as a constant, so that exp does not overflow.
    largest = Z.numpy().max(axis=1, keepdims=True)
    powers = ndl.exp(Z - largest).sum(axes=1)
    total = ndl.log(powers).sum() + largest.sum() - (Z * y_one_hot).sum()
    return total / Z.shape[0]


def nn_epoch(
    X: np.ndarray,
    y: np.ndarray,
    W1: ndl.Tensor,
    W2: ndl.Tensor,
    lr: float = 0.1,
    batch: int = 100,
) -> tuple[ndl.Tensor, ndl.Tensor]:
    """Go through the examples once, in order, with a step downhill for each batch.

    The network has two layers and no biases: its scores are `relu(X @ W1) @ W2`.

    Parameters
    ----------
    X : ndarray of float, shape (n, d)
    y : ndarray of int, shape (n,)
        Classes from 0; not every class need be there.
    W1 : Tensor of shape (d, h)
    W2 : Tensor of shape (h, k)
    lr : float, optional
        The learning rate.
    batch : int, optional
        How many examples a step is computed from; the last may have fewer.

    Returns
    -------
    W1, W2 : Tensor
        The new weights, without history. Those passed in are left as they are.

    Raises
    ------
    WrongShape
        If there is not one label for each example, or no column of W2 for a class.
    AdlearnError
        If `batch` is below 1.

    Examples
    --------
    >>> X, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1])
    >>> W1, W2 = ndl.Tensor(np.eye(2)), ndl.Tensor(np.zeros((2, 2)))
    >>> nn_epoch(X, y, W1, W2, lr=1.0)[1]
    needle.Tensor([[ 0.25 -0.25]
     [-0.25  0.25]])
    """
    X, y = np.asarray(X), np.asarray(y)
    classes = W2.shape[1]
    if y.shape != (len(X),):
        raise WrongShape(
            f"X has {len(X)} rows, so y must have shape ({len(X)},), not {y.shape}. Pass one class "
            "for each example."
        )
    if len(y) and not 0 <= y.min() <= y.max() < classes:
        raise WrongShape(
            f"the classes in y go from {y.min()} to {y.max()}, and W2 has {classes} columns. It "
            "needs one for each class, from 0 on."
        )
    if batch < 1:
        raise AdlearnError(f"a batch has at least 1 example, not {batch}.")
    # The loss must not leave a gradient in what belongs to the caller.
    W1, W2 = ndl.Tensor(W1), ndl.Tensor(W2)
    one_hot = np.eye(classes, dtype=W2.dtype)
    for start in range(0, len(X), batch):
        examples, labels = X[start : start + batch], y[start : start + batch]
        scores = ndl.relu(ndl.Tensor.make_const(examples) @ W1) @ W2
        softmax_loss(scores, ndl.Tensor.make_const(one_hot[labels])).backward()
        W1, W2 = stepped(W1, lr), stepped(W2, lr)
    return W1, W2


def stepped(weights: ndl.Tensor, lr: float) -> ndl.Tensor:
    """Take a step against the gradient; what comes out has no history."""
    gradient: Any = weights.grad
    return ndl.Tensor(weights.numpy() - lr * gradient.numpy())
