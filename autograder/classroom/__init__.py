"""Who hands in, what counts of it, and what people decide: between results and what goes out.

`people` are students, `handed_in` what came of them and when, `decisions` what a person gave, and
`grades` puts these together with a folder of results: every table and page is made of its `Grade`s.
"""
