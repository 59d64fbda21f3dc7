"""`scipy.stats.beta`, for traced values."""

from adlearn.scipy import stats

pdf = stats.beta.pdf
logpdf = stats.beta.logpdf
cdf = stats.beta.cdf
sf = stats.beta.sf
logcdf = stats.beta.logcdf
logsf = stats.beta.logsf
