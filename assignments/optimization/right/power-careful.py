#: title = "zeros of the base and of the exponent have cases of their own"

# %% [q1-power-answer]
def power(a, b):
    """a ** b"""
    base, exponent = np.broadcast_arrays(value_of(a), value_of(b))
    result = base**exponent

    def to_base(g):
        # x ** 0 is 1 everywhere: its slope is 0, also at 0
        lowered = base ** np.where(exponent == 0.0, 1.0, exponent - 1.0)
        return g * np.where(exponent == 0.0, 0.0, exponent * lowered)

    def to_exponent(g):
        # 0 ** y is 0: the logarithm is not asked
        logarithm = np.log(np.where(base == 0.0, 1.0, base))
        return g * result * logarithm

    messages = []
    if isinstance(a, Variable):
        messages.append((a, to_base))
    if isinstance(b, Variable):
        messages.append((b, to_exponent))
    return computed(result, *messages)
