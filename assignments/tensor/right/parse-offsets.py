#: title = "everything is read at once, with offsets"

# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    images = np.frombuffer(gzip.open(image_filename).read(), np.uint8, offset=16)
    labels = np.frombuffer(gzip.open(label_filename).read(), np.uint8, offset=8)
    return np.float32(images).reshape(-1, 784) / np.float32(255), labels
