"""`scipy.stats.dirichlet`, for traced values."""

from adlearn.scipy import stats

pdf = stats.dirichlet.pdf
logpdf = stats.dirichlet.logpdf
rvs = stats.dirichlet.rvs
