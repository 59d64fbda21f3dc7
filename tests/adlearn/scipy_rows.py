"""Rows of the table in `test_scipy_rules`: functions of `scipy.special` by their variable, which is
the last argument, at a fixed order or parameter; and matrices and signals."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from rule_promises import between, imaginary, positive, real, regular, rising, row

pytest.importorskip("scipy")

import scipy.linalg  # noqa: E402
import scipy.signal  # noqa: E402
from scipy import special  # noqa: E402

import adlearn.scipy.special as asp  # noqa: E402
from adlearn.scipy import fft, linalg, signal, stats  # noqa: E402

probability, above_one = between(0.1, 0.9, 2), between(1.2, 3.0, 2)

#: Domain -> names and fixed arguments.
BY_LAST = {
    real(2): "exprel fresnel sici airy wrightomega ber bei berp beip",
    positive(2): "shichi spence itj0y0 iti0k0 itstruve0 itmodstruve0 ker kei kerp keip lambertw",
    probability: "ellipk ellipkm1 ellipe",
    imaginary(2): "fresnel airy lambertw",
}
CASES = [(name, (), domain) for domain, names in BY_LAST.items() for name in names.split()]
CASES += [
    ("hyp0f1", (1.3,), real(2)),
    ("hyp1f1", (1.3, 0.7), real(2)),
    ("hyp2f1", (1.3, 0.7, 2.2), between(-0.8, 0.8, 2)),
    ("hyperu", (1.3, 0.7), positive(2)),
    ("wright_bessel", (1.3, 0.7), positive(2)),
    ("expn", (np.array([0, 3]),), positive(2)),
    ("jve", (1.5,), above_one),
    ("yve", (1.5,), above_one),
    ("struve", (1.5,), above_one),
    ("modstruve", (1.5,), above_one),
    ("pbdv", (1.3,), real(2)),
    ("pbvv", (1.3,), real(2)),
    ("pbwa", (0.8,), real(2)),
    ("lpmv", (1, 2), probability),
    ("chdtr", (3.0,), positive(2)),
    ("chdtrc", (3.0,), positive(2)),
    ("chdtri", (3.0,), probability),
    ("gdtrix", (1.5, 2.0), probability),
    ("fdtr", (3.0, 4.5), positive(2)),
    ("fdtrc", (3.0, 4.5), positive(2)),
    ("fdtri", (3.0, 4.5), probability),
    ("stdtrit", (3.5,), between(0.2, 0.8, 2)),
]
CASES += [(f"hankel{k}{e}", (1.5,), above_one) for k in "12" for e in ("", "e")]
ORDERS = np.array([0, 3])
CASES += [(f"spherical_{kind}n", (ORDERS,), above_one) for kind in "jyik"]
CASES += [(name, (2, 7), probability) for name in ("bdtr", "bdtrc", "bdtri")]
CASES += [(name, (2, 7), probability) for name in ("nbdtr", "nbdtrc", "nbdtri")]
POLYNOMIALS = """
    legendre sh_legendre chebyt chebyu chebyc chebys sh_chebyt sh_chebyu laguerre hermite
    hermitenorm
"""
CASES += [(f"eval_{name}", (ORDERS,), probability) for name in POLYNOMIALS.split()]
CASES += [
    ("eval_jacobi", (ORDERS, 0.5, 1.5), probability),
    ("eval_sh_jacobi", (ORDERS, 2.5, 1.5), probability),
    ("eval_gegenbauer", (ORDERS, 1.5), probability),
    ("eval_genlaguerre", (ORDERS, 1.5), probability),
]


def by_last(name, fixed):
    """Call without the warning that SciPy gives where float32 makes a count of trials a float."""

    def f(x):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return getattr(asp, name)(*fixed, x)

    return f


TABLE = [row(getattr(special, name), by_last(name, fixed), x) for name, fixed, x in CASES]
TABLE += [
    row(getattr(special, name), getattr(asp, name), *domains)
    for name, *domains in (
        ("owens_t", real(2), positive(2)),
        ("agm", positive(2), positive(1)),
        ("boxcox", positive(2), real()),
        ("boxcox1p", positive(2), real(2)),
        ("inv_boxcox", positive(2), positive(2)),
        ("inv_boxcox1p", positive(2), positive(2)),
        ("powm1", positive(2), real(2)),
        ("poch", positive(2), positive(2)),
        ("binom", between(3.1, 4, 2), positive(2)),
        ("radian", real(2), real(2), real(2)),
    )
]
TABLE += [
    row(special.ellipj, lambda u: special.ellipj(u, 0.3), real(2)),
    row(special.ellipkinc, lambda phi: special.ellipkinc(phi, 0.3), real(2)),
    row(special.ellipeinc, lambda phi: special.ellipeinc(phi, 0.3), real(2)),
    row(special.gdtr, lambda a, x: special.gdtr(a, 2.0, x), positive(2), positive(2)),
    row(special.gdtrc, lambda a, x: special.gdtrc(a, 2.0, x), positive(2), positive(2)),
    row(special._ufuncs._lambertw, lambda z: special.lambertw(z, 1), imaginary(2)),
]

# Fourier transforms
for _name in ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]:
    _kind = real if _name in ("rfft", "ihfft") else imaginary
    TABLE += [row(getattr(fft, _name), {"n": 3, "axis": 0, "norm": "ortho"}, _kind(2, 4))]
    for _end in "2n":
        _function, _how = getattr(fft, _name + _end), {"s": (3, 5), "axes": (0, -1)}
        TABLE += [row(_function, {}, _kind(2, 4)), row(_function, _how, _kind(2, 1, 4))]
TABLE += [row(f, {"axes": -1}, real(2, 3)) for f in (fft.fftshift, fft.ifftshift)]
for _name in ("dct", "idct", "dst", "idst"):
    TABLE += [row(getattr(fft, _name), {"type": kind, "n": 3}, real(2, 4)) for kind in (1, 2, 3, 4)]
    TABLE += [
        row(getattr(fft, _name), {"norm": "ortho", "axis": 0}, imaginary(3, 2)),
        row(getattr(fft, _name), {"type": 1, "orthogonalize": True}, real(4)),
        row(getattr(fft, _name), {"orthogonalize": True}, imaginary(4)),
        row(getattr(fft, _name), {"norm": "ortho", "orthogonalize": False}, imaginary(4)),
        row(getattr(fft, _name + "n"), {}, real(2, 3)),
        row(getattr(fft, _name + "n"), {"s": (3, 2), "axes": (0, -1)}, real(2, 1, 4)),
    ]

# Matrices
FACTORS = {"square": regular(3, 3), "tall": real(4, 2), "wide": real(2, 3)}
TABLE += [row(scipy.linalg.lu, lambda a: linalg.lu(a)[1:], FACTORS[shape]) for shape in FACTORS]
TABLE += [
    row(scipy.linalg.lu, lambda a: linalg.lu(a, permute_l=True), imaginary(3, 3)),
    row(scipy.linalg.lu, lambda a: linalg.lu(a, p_indices=True)[1:], regular(2, 2, 2)),
    row(scipy.linalg.lu_factor, lambda a: linalg.lu_factor(a)[0], regular(3, 3)),
    *(
        row(
            scipy.linalg.lu_solve,
            lambda a, b, trans=trans: linalg.lu_solve(linalg.lu_factor(a), b, trans),
            imaginary(3, 3),
            imaginary(3),
        )
        for trans in (0, 1, 2)
    ),
    *(
        row(
            scipy.linalg.cho_factor,
            lambda a, b, lower=lower: linalg.cho_solve(linalg.cho_factor(a @ a.T, lower), b),
            regular(2, 2),
            real(2),
        )
        for lower in (False, True)
    ),
    row(scipy.linalg.polar, linalg.polar, regular(3, 3)),
    row(scipy.linalg.polar, lambda a: linalg.polar(a, "left"), real(3, 2)),
    row(scipy.linalg.polar, lambda a: linalg.polar(a), imaginary(2, 3)),
    row(scipy.linalg.polar, lambda x: linalg.polar(np.eye(2, dtype=x.dtype) + 0 * x), real(2, 2)),
    row(scipy.linalg.toeplitz, linalg.toeplitz, imaginary(3)),
    row(scipy.linalg.toeplitz, linalg.toeplitz, real(3), real(2)),
    row(scipy.linalg.hankel, linalg.hankel, real(3)),
    row(scipy.linalg.hankel, linalg.hankel, real(3), real(2)),
    row(scipy.linalg.circulant, linalg.circulant, real(3)),
    row(scipy.linalg.companion, linalg.companion, positive(4)),
    row(scipy.linalg.convolution_matrix, lambda a: linalg.convolution_matrix(a, 3), real(2)),
    row(scipy.linalg.khatri_rao, linalg.khatri_rao, real(2, 3), real(1, 3)),
    row(scipy.linalg.solve_toeplitz, linalg.solve_toeplitz, rising(3), real(3)),
    row(
        scipy.linalg.matmul_toeplitz,
        lambda c, r, x: linalg.matmul_toeplitz((c, r), x),
        real(3),
        real(2),
        real(2, 2),
    ),
    row(
        scipy.linalg.solve_continuous_lyapunov,
        linalg.solve_continuous_lyapunov,
        regular(2, 2),
        real(2, 2),
    ),
    row(
        scipy.linalg.solve_discrete_lyapunov,
        linalg.solve_discrete_lyapunov,
        regular(2, 2),
        real(2, 2),
    ),
    row(scipy.linalg.eigvalsh, lambda a: linalg.eigvalsh(a + a.T), regular(3, 3)),
    row(scipy.linalg.eigh, lambda a: linalg.eigh(a + a.T, eigvals_only=True), regular(3, 3)),
    row(scipy.linalg.eigh, lambda a: linalg.eigh(a + a.T), regular(3, 3)),
    row(scipy.linalg.eigvals, linalg.eigvals, regular(3, 3)),
    row(scipy.linalg.qr, lambda a: linalg.qr(a, mode="economic"), real(3, 2)),
    row(scipy.linalg.qr, lambda a: linalg.qr(a, mode="r")[0], regular(2, 2)),
    row(scipy.linalg.svd, lambda a: linalg.svd(a, full_matrices=False), regular(3, 3)),
    row(scipy.linalg.svdvals, linalg.svdvals, real(3, 2)),
]

# Signals
IMAGES = real(3, 4), real(2, 3)
TABLE += [
    row(
        getattr(scipy.signal, name),
        lambda x, y, name=name, how=how: getattr(signal, name)(x, y, *how.split()),
        *IMAGES,
    )
    for name, *hows in (
        ("correlate", "full", "same", "valid"),
        ("oaconvolve", "full"),
        ("convolve2d", "full", "same", "valid", "same wrap", "full symm"),
        ("correlate2d", "same", "same wrap"),
    )
    for how in hows
]
TABLE += [
    row(
        scipy.signal.convolve2d,
        lambda x, y, fill: signal.convolve2d(x, y, fillvalue=fill),
        *IMAGES,
        real(),
    ),
    row(scipy.signal.correlate, lambda x, y: signal.correlate(x, y), imaginary(3), imaginary(2)),
    row(scipy.signal.hilbert, lambda x: signal.hilbert(x), real(5)),
    row(scipy.signal.hilbert, lambda x: signal.hilbert(x, 4, axis=0), real(3, 2)),
    row(scipy.signal.detrend, lambda x: signal.detrend(x, bp=[3]), real(2, 6)),
    row(scipy.signal.detrend, lambda x: signal.detrend(x, 0, "constant"), real(3, 2)),
]

# Densities and probabilities, by the variable, the parameters, the location and the scale
DENSITIES = {
    "gumbel_r": (),
    "gumbel_l": (),
    "pareto": (2.3,),
    "weibull_min": (1.7,),
    "rayleigh": (),
    "halfnorm": (),
    "invgamma": (2.2,),
    "f": (3.3, 4.5),
    "vonmises": (1.4,),
}
TABLE += [
    row(
        getattr(stats, name).logpdf,
        lambda x, scale, *shapes, name=name: getattr(stats, name).logpdf(x, *shapes, 0.1, scale),
        between(1.5, 3.0, 2),
        positive(),
        *(between(value, value + 0.1) for value in shapes),
    )
    for name, shapes in DENSITIES.items()
]
TABLE += [
    row(
        getattr(stats, name).cdf,
        lambda x, name=name, how=how: getattr(getattr(stats, name), how)(x, *DENSITIES[name]),
        between(1.5, 3.0, 2),
    )
    for name in DENSITIES
    if name != "vonmises"
    for how in ("pdf", "cdf", "logcdf", "sf", "logsf")
]
COUNTS = np.array([[1, 2, 3], [0, 9, 1]])
TABLE += [
    row(
        getattr(stats, name).pmf,
        lambda p, name=name, before=before, how=how: np.exp(
            getattr(getattr(stats, name), how)(COUNTS, *before, p)
        ),
        between(0.2, 0.6),
    )
    for name, *before in (("bernoulli",), ("binom", 5), ("geom",), ("nbinom", 3.5))
    for how in ("pmf", "logpmf", "cdf", "sf")
]

#: What takes long, and is made of functions whose second derivatives are tried above.
MADE_OF_OTHERS = [
    row(scipy.signal.lfilter, signal.lfilter, real(2), positive(3), real(2, 4)),
    row(scipy.linalg.expm_frechet, linalg.expm_frechet, real(2, 2), real(2, 2)),
    row(scipy.linalg.cosm, linalg.cosm, real(2, 2)),
    row(scipy.linalg.tanm, linalg.tanm, real(2, 2)),
    row(scipy.linalg.tanhm, linalg.tanhm, real(2, 2)),
    row(scipy.linalg.leslie, linalg.leslie, real(3), real(2)),
    row(scipy.linalg.pinv, linalg.pinv, real(3, 2)),
    row(scipy.linalg.sinm, linalg.sinm, imaginary(2, 2)),
    row(scipy.linalg.coshm, linalg.coshm, imaginary(2, 2)),
    row(scipy.linalg.sinhm, linalg.sinhm, real(2, 2)),
]
