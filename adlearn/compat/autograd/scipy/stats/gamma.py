"""`scipy.stats.gamma`, for traced values."""

from adlearn.scipy import stats

pdf = stats.gamma.pdf
logpdf = stats.gamma.logpdf
cdf = stats.gamma.cdf
sf = stats.gamma.sf
logcdf = stats.gamma.logcdf
logsf = stats.gamma.logsf
