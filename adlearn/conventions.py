"""What holds where a derivative does not exist, or where numbers and arrays answer differently.

This is the only list. The page `docs/conventions.md` shows it, and
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
        "among equal elements. In a second derivative these shares are constants. A quantile by "
        "`q` has the slope to the right, and at `q = 1` the one to the left.",
        "Steps (`//`, `floor`, `ceil`, `round`, `sign`, comparisons, the sign taken over by "
        "`copysign`, the whole quotient in `%`, `fmod` and `remainder`) have slope 0, at the jumps "
        "too, and where they have no value. Of arrays they give plain arrays: nothing goes through "
        "a step. (Of a tensor that you made yourself they give a tensor, so that `backward()` can "
        "start there, and it sends 0.)",
        "`clip` is `minimum(maximum(x, low), high)`, and shares as these do.",
    ),
    "Powers of zero": (
        "`x ** 0` has derivative 0 everywhere, also at `x == 0`. The derivative of `x ** y` by `y` "
        "at `x == 0 < y` is 0.",
    ),
    "Infinite slopes": (
        "Where the value exists but its slope is infinite or undefined, the slope is `inf` or "
        "`nan`; nothing is raised. So `sqrt(x)` at 0 is 0 with slope `inf`: asking for a value "
        "never fails because of a derivative nobody asked for.",
        "What has no part in a value has no part in its derivative, however steep it is there: "
        "what `where`, `maximum`, `max`, `clip`, `relu` or an index did not choose, what `pad` or "
        "`concatenate` put beside, what a constant 0 multiplies, what does not move in the "
        "direction that is asked. A zero that was computed is another matter: in `sqrt(x) ** 2` at "
        "0 it meets an infinite slope, and the derivative is `nan`, in both modes, since 1 cannot "
        "be found.",
    ),
    "Matrices": (
        "`det` of a matrix that is nearly singular has two derivatives, and refuses a third.",
    ),
    "Outside the domain": (
        "Numbers refuse: an operation on `AutogradValue`s that has no finite value raises "
        "`DomainError`, `DivisionByZero` or `TooLarge`, with the remedy. Of plain floats, "
        "`adlearn.log(-1.0)` is `math.log(-1.0)`, and raises what that raises.",
        "Arrays, and numbers inside `grad` and `derivative`, follow NumPy, since one bad element "
        "must not stop the others: the value is what floating point makes of it, `inf`, `-inf` or "
        "`nan`. Where the value is `nan` and there was no `nan` in the variables, the derivative "
        "is `nan`, in both modes. (A number whose value is `nan` has the slope that its formula "
        "gives.)",
        "What is over nothing has the derivative `nan` for whoever uses it, and sends nothing to "
        "who leaves it out: the mean of no elements, a variance without a degree of freedom, the "
        "largest of a row that is all `nan`.",
        "By the order of `polygamma`, which is a whole number, there is no derivative: numbers "
        "have slope `nan` there, and arrays refuse with `MissingRule`.",
    ),
}
