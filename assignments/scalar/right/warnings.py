#: title = "warnings on stderr, deprecated calls, and an error that is caught"

# %% [q1-log-answer]
import sys
import warnings

warnings.warn("this cell warns", DeprecationWarning)


class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        try:
            return math.log(a)
        except ValueError:
            sys.stderr.write(f"log({a}) does not exist\n")
            return math.nan

    def grads(self, a):
        warnings.warn("about to divide", RuntimeWarning)
        return (np.float64(1.0) / np.float64(a),)
