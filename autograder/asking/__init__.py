"""How a check asks a submission, and what it compares the answers with."""
