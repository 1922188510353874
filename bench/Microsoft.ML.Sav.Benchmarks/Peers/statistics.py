"""Class means and success counts in NumPy: statistics.py FILE EXAMPLES HEADS SIZE CLASSES.

FILE has float32 [examples, heads, size]; the class of example i is i % classes. Each line of input, loop or matmul, is answered with the
success count per head. The first line of output names the libraries.
"""
import sys

import numpy as np

examples, heads, size, classes = map(int, sys.argv[2:6])
vectors = np.fromfile(sys.argv[1], np.float32).reshape(examples, heads, size)
labels = np.arange(examples) % classes


def class_means():
    return np.stack([vectors[labels == c].mean(axis=0) for c in range(classes)])


def loop():
    """As the reference implementation: one example and one head at a time, cosines with all classes at once."""
    means = class_means()
    counts = np.zeros(heads, int)
    for vector, label in zip(vectors, labels):
        for head in range(heads):
            mean = means[:, head]
            cosines = mean @ vector[head] / (np.linalg.norm(mean, axis=1) * np.linalg.norm(vector[head]))
            counts[head] += cosines.argmax() == label
    return counts


def matmul():
    """One matrix multiplication per head; an example's own length does not change which class is nearest."""
    means = class_means()
    directions = means / np.linalg.norm(means, axis=2, keepdims=True)
    cosines = np.matmul(vectors.transpose(1, 0, 2), directions.transpose(1, 2, 0))
    return (cosines.argmax(axis=2) == labels).sum(axis=1)


np.ones((2, 2), np.float32) @ np.ones((2, 2), np.float32)
with open('/proc/self/maps') as maps:
    libraries = {line.split('/')[-1].strip() for line in maps if 'blas' in line}
print(f"NumPy {np.__version__} with {', '.join(sorted(libraries))}", flush=True)
for line in sys.stdin:
    print(*(loop if line.strip() == 'loop' else matmul)(), flush=True)
