"""Which submissions are more alike than two people's own work is: evidence to look at, no verdict.

`tokens` reads code as a list of tokens in which names and numbers do not count, `fingerprints`
chooses some of their runs, `comparing` finds who shares those that few have, `regions` finds what
two submissions have in common, place by place, and `pages` shows them side by side.
"""
