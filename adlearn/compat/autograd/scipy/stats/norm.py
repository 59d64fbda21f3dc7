"""`scipy.stats.norm`, for traced values."""

from adlearn.scipy import stats

pdf = stats.norm.pdf
logpdf = stats.norm.logpdf
cdf = stats.norm.cdf
sf = stats.norm.sf
logcdf = stats.norm.logcdf
logsf = stats.norm.logsf
