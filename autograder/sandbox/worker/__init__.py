"""The untrusted side: what runs next to a student's code and answers questions about it."""
