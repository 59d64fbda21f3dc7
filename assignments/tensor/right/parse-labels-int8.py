#: title = "the labels are signed bytes, which hold 0 to 9 as well"

# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    with gzip.open(image_filename, "rb") as images, gzip.open(label_filename, "rb") as labels:
        X = np.frombuffer(images.read()[16:], np.uint8).reshape(-1, 784)
        y = np.frombuffer(labels.read()[8:], np.int8)
    return X.astype(np.float32) / 255, y
