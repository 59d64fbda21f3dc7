#: title = "bytes are read image by image with struct"

# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    with gzip.open(image_filename, "rb") as f:
        magic, num, rows, cols = struct.unpack(">IIII", f.read(16))
        assert magic == 2051
        size = rows * cols
        X = np.vstack([np.array(struct.unpack(f"{size}B", f.read(size)), dtype=np.float32) for _ in range(num)])
    X /= 255.0
    with gzip.open(label_filename, "rb") as f:
        magic, num = struct.unpack(">2I", f.read(8))
        y = np.array(struct.unpack(f"{num}B", f.read()), dtype=np.uint8)
    return X, y
