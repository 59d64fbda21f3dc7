"""How a check asks a submission, and what it compares the answers with.

Here stands what is the same for every subject: the proxy (`submission`), an engine under test
(`engine`, whose questions are `probes`), drawn cases (`cases`), numbers that agree up to rounding
(`numbers`), claims about what came back (`assertions`), finite differences (`witnesses`), where a
derivative goes wrong first (`localize`, on `place` and `messages`), and how a check is loaded
(`checks`), run (`run`) and judged (`verdicts`). A folder in here is a subject: what the checks of
its assignments share, with the names that they know. None of these files imports it.
"""
