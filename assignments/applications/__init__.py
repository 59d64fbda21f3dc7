"""The applications assignment: a fluid that draws a picture, and training that learns to learn."""
