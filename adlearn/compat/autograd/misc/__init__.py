"""What programs use beside derivatives: flattening of parameters, and optimisers."""

from adlearn.compat.autograd.misc.flatten import flatten as flatten
