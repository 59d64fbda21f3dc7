#: title = "the file is opened by pathlib and unpacked in memory; sizes by int.from_bytes"

# %% [q5-parse-answer]
from pathlib import Path


def parse_mnist(image_filename, label_filename):
    """Reads an images and a labels file in MNIST format."""
    raw = gzip.decompress(Path(image_filename).read_bytes())
    n, r, c = (int.from_bytes(raw[i : i + 4], "big") for i in (4, 8, 12))
    X = np.array(list(raw[16:]), dtype="float32").reshape((n, r * c))
    tags = gzip.decompress(Path(label_filename).read_bytes())
    return (X * (1 / 255)).astype("float32"), np.array(bytearray(tags[8:]))
