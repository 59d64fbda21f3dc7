"""`scipy.stats.poisson`, for traced values."""

from adlearn.scipy import stats

pmf = stats.poisson.pmf
logpmf = stats.poisson.logpmf
cdf = stats.poisson.cdf
sf = stats.poisson.sf
logcdf = stats.poisson.logcdf
logsf = stats.poisson.logsf
