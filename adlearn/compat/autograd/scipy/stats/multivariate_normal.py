"""`scipy.stats.multivariate_normal`, for traced values."""

from adlearn.scipy import stats

pdf = stats.multivariate_normal.pdf
logpdf = stats.multivariate_normal.logpdf
entropy = stats.multivariate_normal.entropy
rvs = stats.multivariate_normal.rvs
