#: title = "each image is divided by its largest pixel"
#: lose = ["q5-parse"]
#: misconception = "parse-each-scaled-to-its-largest"

# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    """Images as rows of float32 in 0..1, shape (n, 784), and labels as uint8, shape (n,)."""
    with gzip.open(image_filename) as file:
        _, count, rows, columns = struct.unpack(">4i", file.read(16))
        pixels = np.frombuffer(file.read(), dtype=np.uint8)
    with gzip.open(label_filename) as file:
        file.read(8)
        labels = np.frombuffer(file.read(), dtype=np.uint8)
    rows = pixels.reshape(count, rows * columns).astype(np.float32)
    return rows / rows.max(axis=1, keepdims=True), labels
