"""`scipy.stats.chi2`, for traced values."""

from adlearn.scipy import stats

pdf = stats.chi2.pdf
logpdf = stats.chi2.logpdf
cdf = stats.chi2.cdf
sf = stats.chi2.sf
logcdf = stats.chi2.logcdf
logsf = stats.chi2.logsf
