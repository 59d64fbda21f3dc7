"""What usual mistakes in the steps of a fluid come to, with what to say of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.asking.simulations import fields
from autograder.language import template

Array = np.ndarray
Fields = tuple[Array, ...]

#: What is often written instead, with what to say of it. Each gives what the function would.
USUAL: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "advect": {
        template("It went the other way: a cell looks back, to i - vx and j - vy."): (
            lambda f, vx, vy: fields.advect(f, -vx, -vy)
        ),
        template("It is what comes out if vx and vy are exchanged: vx is along the first axis."): (
            lambda f, vx, vy: fields.advect(f, vy, vx)
        ),
        template(
            'It is transposed: np.meshgrid exchanges the axes, unless it is told indexing="ij".'
        ): (lambda f, vx, vy: fields.advect(f, vx.T, vy.T).T),
        template(
            "It is what comes out if one always looks into a whole cell: mix the four around."
        ): (lambda f, vx, vy: fields.advect(f, np.ceil(vx), np.ceil(vy))),
        template(
            "It is what comes out if i goes along the second axis, as j does: the first is meant."
        ): (lambda f, vx, vy: fields.advect(f, vx + _apart(f), vy)),
        template(
            "It is what comes out if j goes along the first axis, as i does: the second is meant."
        ): (lambda f, vx, vy: fields.advect(f, vx, vy - _apart(f))),
        template("It is what comes out if f is looked up at [y, x]: x is the first axis."): (
            lambda f, vx, vy: fields.advect(f.T, vx, vy)
        ),
        template("It is what comes out if the arguments are taken in another order: f, vx, vy."): (
            lambda f, vx, vy: fields.advect(vy, f, vx)
        ),
        template(
            "It is what comes out if `int` cuts off: below 0 that goes up, and np.floor goes down."
        ): (lambda f, vx, vy: _cut_off(f, vx, vy)),
        template("It is what comes out if np.round is taken for np.floor."): (
            lambda f, vx, vy: _mixed(f, vx, vy, np.round, lambda at, n: np.mod(at, n))
        ),
        template("It is what comes out if r and b are taken after np.mod: take them before."): (
            lambda f, vx, vy: _wrapped_first(f, vx, vy)
        ),
        template(
            "It is what comes out if places beyond an edge are cut off there: the world has "
            "no edge."
        ): (lambda f, vx, vy: _clipped(f, vx, vy)),
        template("It looks as if nothing was moved."): lambda f, vx, vy: f,
    },
    "divergence": {
        template("It is what comes out without `axis`: np.roll then rolls the flattened array."): (
            lambda vx, vy: (np.roll(vx, -1) - np.roll(vx, 1) + np.roll(vy, -1) - np.roll(vy, 1)) / 2
        ),
        template("Its sign is turned round."): lambda vx, vy: -fields.divergence(vx, vy),
        template("It is twice as much: divide all of it by 2, in brackets."): (
            lambda vx, vy: 2.0 * fields.divergence(vx, vy)
        ),
        template(
            "It is what comes out if only a part is divided by 2: put brackets around the sum."
        ): (
            lambda vx, vy: (
                2.0 * fields.divergence(vx, 0.0 * vy)
                + (np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1) / 2)
            )
        ),
        template("It is what np.gradient gives, for which the world has edges: take np.roll."): (
            lambda vx, vy: np.gradient(vx, axis=0) + np.gradient(vy, axis=1)
        ),
        template(
            "It is what comes out if vx and vy are exchanged: vx changes along the first axis."
        ): (lambda vx, vy: fields.divergence(vy, vx)),
        template("The part of vy has the wrong sign."): lambda vx, vy: fields.divergence(vx, -vy),
        template("The part of vx has the wrong sign."): lambda vx, vy: fields.divergence(-vx, vy),
    },
    "pressure": {
        template("Its sign is turned round: d is subtracted."): lambda d, *_: (
            -fields.pressure(d, *_)
        ),
        template("It is what comes out if all of d is subtracted: that is divided by 4, too."): (
            lambda d, rounds=10: 4.0 * fields.pressure(d, rounds)
        ),
        template("It is what comes out after ten rounds, however many are asked for."): (
            lambda d, rounds=10: fields.pressure(d)
        ),
        template("It is what comes out if p begins as d: begin with 0 everywhere."): (
            lambda d, rounds=10: _begun_as_d(d, rounds)
        ),
        template("It is what comes out after one round less."): (
            lambda d, rounds=10: fields.pressure(d, rounds - 1)
        ),
        template("It is what comes out after one round more."): (
            lambda d, rounds=10: fields.pressure(d, rounds + 1)
        ),
        template("It is what comes out if cells use what others became in the same round."): (
            lambda d, rounds=10: _one_by_one(d, rounds)
        ),
    },
    "project": {
        template(
            "The push goes the wrong way (or the sign of `divergence` or `pressure` is wrong)."
        ): (
            lambda vx, vy: tuple(
                2.0 * v - w for v, w in zip((vx, vy), fields.project(vx, vy), strict=True)
            )
        ),
        template(
            "The push is twice as strong: divide by 2, here or in what it is computed from."
        ): (
            lambda vx, vy: tuple(
                2.0 * w - v for v, w in zip((vx, vy), fields.project(vx, vy), strict=True)
            )
        ),
        template("vx and vy are exchanged: (vx, vy) is asked for."): (
            lambda vx, vy: fields.project(vx, vy)[::-1]
        ),
        template(
            "It is what comes out if the pressure is found again for vy: one is enough for both."
        ): (
            lambda vx, vy: (
                fields.project(vx, vy)[0],
                fields.project(fields.project(vx, vy)[0], vy)[1],
            )
        ),
        template(
            "It is what comes out if both are pushed along the first axis: for vy it is the second."
        ): (lambda vx, vy: (fields.project(vx, vy)[0], vy - (vx - fields.project(vx, vy)[0]))),
        template("It is as it was: is what was pushed returned?"): lambda vx, vy: (vx, vy),
    },
}


def _between(wind: Fields, pushed: Fields, part: float) -> Fields:
    """Push a wind by a part of what it takes to get from it to the one that was pushed."""
    return tuple(old + part * (new - old) for old, new in zip(wind, pushed, strict=True))


def _apart(f: Array) -> Array:
    """Say how far the first number of each cell is beyond its second."""
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    return np.asarray(i - j)


def _cut_off(f: Array, vx: Array, vy: Array) -> Array:
    return _mixed(f, vx, vy, np.trunc, lambda at, n: np.mod(at, n))


def _clipped(f: Array, vx: Array, vy: Array) -> Array:
    return _mixed(f, vx, vy, np.floor, lambda at, n: np.clip(at, 0, n - 1))


def _mixed(f: Array, vx: Array, vy: Array, whole: Callable[..., Any], at: Any) -> Array:
    """Carry a field with another way to whole numbers, or another way over the edges."""
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = whole(x).astype(int), whole(y).astype(int)
    r, b = x - x0, y - y0
    x1, y1, x0, y0 = at(x0 + 1, n), at(y0 + 1, m), at(x0, n), at(y0, m)
    near = (1 - b) * f[x0, y0] + b * f[x0, y1]
    return np.asarray((1 - r) * near + r * ((1 - b) * f[x1, y0] + b * f[x1, y1]))


def _wrapped_first(f: Array, vx: Array, vy: Array) -> Array:
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.mod(np.floor(x), n).astype(int), np.mod(np.floor(y), m).astype(int)
    r, b, x1, y1 = x - x0, y - y0, np.mod(x0 + 1, n), np.mod(y0 + 1, m)
    near = (1 - b) * f[x0, y0] + b * f[x0, y1]
    return np.asarray((1 - r) * near + r * ((1 - b) * f[x1, y0] + b * f[x1, y1]))


def _begun_as_d(d: Array, rounds: int) -> Array:
    p = d
    for _ in range(rounds):
        around = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = np.asarray((around - d) / 4)
    return p


def _one_by_one(d: Array, rounds: int) -> Array:
    p = np.zeros(d.shape)
    n, m = d.shape
    for _ in range(rounds):
        for i, j in np.ndindex(n, m):
            around = p[(i + 1) % n, j] + p[i - 1, j] + p[i, (j + 1) % m] + p[i, j - 1]
            p[i, j] = (around - d[i, j]) / 4
    return p


def moved(vx: Array, vy: Array) -> tuple[Array, Array]:
    return fields.project(fields.advect(vx, vx, vy), fields.advect(vy, vx, vy))


def in_turn(vx: Array, vy: Array, smoke: Array) -> tuple[Array, Array, Array]:
    moved = fields.advect(vx, vx, vy)
    u, v = fields.project(moved, fields.advect(vy, moved, vy))
    return u, v, fields.advect(smoke, u, v)


def unpressed(vx: Array, vy: Array, smoke: Array) -> tuple[Array, Array, Array]:
    u, v = fields.advect(vx, vx, vy), fields.advect(vy, vx, vy)
    return u, v, fields.advect(smoke, u, v)


def pressed_first(vx: Array, vy: Array, smoke: Array) -> tuple[Array, Array, Array]:
    vx, vy = fields.project(vx, vy)
    u, v = fields.advect(vx, vx, vy), fields.advect(vy, vx, vy)
    return u, v, fields.advect(smoke, u, v)
