"""micrograd's modules over this engine: `micrograd.engine` and `micrograd.nn`.

Change `from micrograd.engine import Value` to `from adlearn.compat.micrograd.engine import Value`.
"""

from adlearn.compat.micrograd import engine as engine, nn as nn
