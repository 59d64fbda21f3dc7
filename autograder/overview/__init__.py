"""What a teacher sees of a class: which questions say something, and what went wrong how often.

`items` is about questions, graded cells and checks, `statistics` what is worked out of them,
`frequent` what many did, `hints` the same in words, `drawing` in pictures, and `analysis_page` puts
them together. `seen_page` shows one notebook as its student saw it.
"""
