"""`scipy.stats.t`, for traced values."""

from adlearn.scipy import stats

pdf = stats.t.pdf
logpdf = stats.t.logpdf
cdf = stats.t.cdf
sf = stats.t.sf
logcdf = stats.t.logcdf
logsf = stats.t.logsf
