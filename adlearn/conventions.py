"""What holds where a derivative does not exist, or where numbers and arrays answer differently.

This is the only list. The page `docs/reference/conventions.md` shows it, and
`tests/adlearn/rules/test_edges.py` asks every line of the rule table at every edge.
"""

#: Sentences in Markdown, by what they are about.
CONVENTIONS: dict[str, tuple[str, ...]] = {
    "Kinks": (
        "`abs`, `fabs`, `relu`, `copysign` and `hypot` have slope 0 at their kink, and so have "
        "`norm` and `std` where their value is 0. There they have no second derivative: it is "
        "`nan`, and so is that of `abs(x) ** 2` at 0, which nobody can compute from a slope 0. "
        "`relu` is taken as 0 at its kink, in every order.",
        "`maximum` and `minimum` share the derivative between equal arguments, half each; `max` "
        "and `min` of an array share it among all that are largest, and a median or a quantile "
        "among equal elements. (Of nodes in an object array NumPy asks which is larger, so the "
        "first of equal ones has it all.) In a second derivative these shares are constants. A "
        "quantile by `q` has the slope to the right, and at `q = 1` the one to the left.",
        "Steps (`//`, `floor`, `ceil`, `round`, `sign`, comparisons, the sign taken over by "
        "`copysign`, the whole quotient in `%`, `fmod` and `remainder`) have slope 0, at the jumps "
        "too, and where they have no value. Of arrays they give plain arrays: nothing goes through "
        "a step. (Of a tensor that you made yourself all but comparisons give a tensor, so that "
        "`backward()` can start there, and it sends 0.)",
        "`clip` is `minimum(maximum(x, low), high)`, and shares as these do. Where `x` and both "
        "bounds are equal, neither `x` nor `low` can move it: the whole derivative is that by "
        "`high`.",
    ),
    "Powers of zero": (
        "`x ** 0` has derivative 0 everywhere, also at `x == 0`. The derivative of `x ** y` by `y` "
        "at `x == 0 < y` is 0. Where there is no second derivative by both (`y` is at most 1), it "
        "is `nan`.",
        "`logaddexp` shares the derivative between equal infinities, half each. `xlogy(0, y)` does "
        "not change with `y`.",
    ),
    "Infinite slopes": (
        "Where the value exists but its slope is infinite or undefined, the slope is `inf` or "
        "`nan`; nothing is raised. So `sqrt(x)` at 0 is 0 with slope `inf`: asking for a value "
        "never fails because of a derivative nobody asked for.",
        "What has no part in a value has no part in its derivative, however steep it is there: "
        "what `where`, `maximum`, `max`, `clip`, `relu` or an index did not choose, what `pad` or "
        "`concatenate` put beside, what a constant array multiplies by 0, what does not move in "
        "the direction that is asked. (A node times 0.0 has the slope 0.0, a number like others.) "
        "A zero that was computed is another matter: in `sqrt(x) ** 2` at "
        "0 it meets an infinite slope, and the derivative is `nan`, in both modes, since 1 cannot "
        "be found.",
    ),
    "Matrices": (
        "What is not read has no derivative: `eigh`, `eigvalsh` and `cholesky` read one triangle, "
        "and the gradient `g` by the other one is 0. As a gradient by a symmetric matrix it is "
        "`(g + g.T) / 2`.",
        "The vectors of equal eigenvalues or singular values are not determined, nor is which of "
        "the values is which. A function of the eigenvalues that treats equal ones alike has its "
        "gradient, and `nan` for a second derivative that this does not settle; what uses one of "
        "them, or their vectors, has the derivative `nan`. Forward mode "
        "does not know what becomes of each value: there it is `nan` wherever the change does not "
        "move equal values alike. So it is with a singular value that is 0 and is used other than "
        "by its square, with `qr` of dependent columns, and with `pinv` and `lstsq` (by the "
        "matrix) where the rank is not full: they jump there.",
        "The signs of vectors, and the order in which `eig` lists what it finds, are kept as they "
        "are, also where LAPACK would jump to others. `qr` has no derivative where a column has "
        "nothing below its diagonal to be turned: the sign jumps. The phases of complex vectors "
        "are those that LAPACK chooses: the first component of `eigh` is real (the last one, with "
        "`UPLO='U'`), and the largest of `eig`; where it is 0 and the phase is used, `nan`. "
        "(Forward mode does not know whether it is used: there `nan`, wherever the phase would "
        "move.)",
        "`det` of a matrix that is nearly singular has two derivatives, and refuses a third.",
    ),
    "Complex numbers": (
        "The gradient of a real function by a complex number is `df/dx - 1j * df/dy`, in every "
        "mode: a small step `dz` changes `f` by the real part of `gradient * dz`, and a step "
        "downwards is `z - rate * conj(gradient)`. The derivative of a complex output by a real "
        "input is complex. That of a complex output by a complex input is there if the function is "
        "complex differentiable, and refused otherwise.",
        "On a branch cut a derivative goes with the value: it is that of the side on which the "
        "value lies. `maximum` and its relatives compare complex numbers by their real part, and "
        "have no derivative where two different numbers have the same.",
    ),
    "Outside the domain": (
        "Numbers refuse: a function of `AutogradValue`s outside of its domain, a division by 0, "
        "and a power or a function (`exp`, `cosh`, `gamma`) whose value is too large raise "
        "`DomainError`, `DivisionByZero` or `TooLarge`, with the remedy. Other sums, products "
        "and quotients are those of floats: `1e308 * 10` is `inf`, and `inf - inf` is `nan`. Of "
        "plain floats, `adlearn.log(-1.0)` is `math.log(-1.0)`, and raises what that raises.",
        "Arrays, and numbers inside `grad` and `derivative`, follow NumPy, since one bad element "
        "must not stop the others: the value is what floating point makes of it, `inf`, `-inf` or "
        "`nan`. Where the value is `nan` and it was computed from no `nan` in the variables, the "
        "derivative is `nan`, in both modes. (A number whose value is `nan` has the slope that its "
        "formula gives.)",
        "What is over nothing has the derivative `nan` for whoever uses it, and sends nothing "
        "to who leaves it out: a mean whose mask lets nothing through, a variance without a "
        "degree of freedom, the largest of a row that is all `nan`. Where an array has no "
        "elements, as `x[:0]`, none has a part in what is made of it: there the derivative is "
        "0.",
        "Derivatives are made of local ones, and those are floats: one smaller than 1e-308 is 0, "
        "and one larger than 1e308 is `inf`. So a second derivative beside numbers beyond about "
        "1e154 (or as small) may lack a part, though the whole would be a float: scale such "
        "numbers first.",
        "By the order of `polygamma`, which is a whole number, there is no derivative: numbers "
        "have slope `nan` there, and arrays refuse with `MissingRule`.",
    ),
    "Plain numbers": (
        "What leaves as a plain number is a constant: `int(x)`, `float(x)`, `.astype(float)` of "
        "an array of nodes, `x.item()` and `x.tolist()` of a tensor, `x.value`, `x.numpy()`, "
        "what a function keeps from inside of `fixed_point` or of a primitive of its own, "
        "and what comes back from a pickle. `grad` and `derivative` refuse `float`, "
        "`.astype(float)`, `item`, `tolist` and pickling, since they may be meant otherwise; "
        "`backward()` cannot know of them. `program` refuses them too, since a constant would be "
        "in its lines for all times; `compile` calls such a function as it is, and `explain()` "
        "says so.",
    ),
}
