"""What a wrong answer may come from: known mistakes as wrong engines."""
