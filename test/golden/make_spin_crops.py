#!/usr/bin/env python3
"""SPIN's crop by numpy, as its code makes it and exactly, on a made-up picture: sums of patches of
the results are kept. Where Pillow is installed its resizing is checked against the rewrite.

    PYTHONPATH=test/golden python3 test/golden/make_spin_crops.py > test/golden/spin-crops.json
"""
import json
import sys

import numpy as np

SIZE = 224


def picture(height, width):
    """Integers only, so that any language can make it; darker than white so that it is stretched."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return (30 + (3 * x * x + 5 * y * y + 7 * x * y + 41 * c) // 97 % 180).astype(np.uint8)


def transform(point, center, scale, inverse):
    h = 200 * scale
    t = np.array([[SIZE / h, 0, SIZE * (-center[0] / h + 0.5)], [0, SIZE / h, SIZE * (-center[1] / h + 0.5)], [0, 0, 1]])
    t = np.linalg.inv(t) if inverse else t
    return (t @ np.array([point[0] - 1, point[1] - 1, 1.0]))[:2].astype(int) + 1


def triangle_rows(n_in, n_out):
    """Pillow's coefficients of the bilinear filter, in fixed point of 22 bits."""
    step = n_in / n_out
    radius = max(1.0, step)
    rows = np.zeros((n_out, n_in))
    for i in range(n_out):
        center = (i + 0.5) * step
        low, high = max(0, int(center - radius + 0.5)), min(n_in, int(center + radius + 0.5))
        weights = np.maximum(0, 1 - np.abs((np.arange(low, high) - center + 0.5) / radius))
        rows[i, low:high] = np.trunc(0.5 + weights / weights.sum() * 2**22)
    return rows


def pillow_resize(image):
    clip = lambda sums: np.clip((sums.astype(np.int64) + 2**21) >> 22, 0, 255).astype(np.float64)
    across = clip(np.einsum("ik,ykc->yic", triangle_rows(image.shape[1], SIZE), image.astype(float)))
    return clip(np.einsum("jk,kic->jic", triangle_rows(image.shape[0], SIZE), across)).astype(np.uint8)


def spin_crop(image, center, scale):
    upper = transform([1, 1], center, scale, True) - 1
    lower = transform([SIZE + 1, SIZE + 1], center, scale, True) - 1
    out = np.zeros((lower[1] - upper[1], lower[0] - upper[0], 3))
    new_x, new_y = ((max(0, -upper[a]), min(lower[a], image.shape[1 - a]) - upper[a]) for a in (0, 1))
    old_x, old_y = ((max(0, upper[a]), min(image.shape[1 - a], lower[a])) for a in (0, 1))
    out[new_y[0] : new_y[1], new_x[0] : new_x[1]] = image[old_y[0] : old_y[1], old_x[0] : old_x[1]]
    span = out.max() - out.min()
    stretched = (np.clip((out - out.min()) * (255 / (span or 1)), 0, 255) + 0.5).astype(np.uint8)
    resized = pillow_resize(stretched)
    check_pillow(stretched, resized)
    return resized


def check_pillow(image, resized):
    try:
        from PIL import Image
    except ImportError:
        return
    theirs = np.asarray(Image.fromarray(image).resize((SIZE, SIZE), Image.BILINEAR))
    assert (theirs == resized).all(), "not what Pillow says"
    print("as Pillow", file=sys.stderr)


def exact_rows(start, length, n_in):
    step = length / SIZE
    radius = max(1.0, step)
    centers = start + (np.arange(SIZE) + 0.5) * step
    wide = np.arange(-2000, n_in + 2000)
    weights = np.maximum(0, 1 - np.abs((wide[None] + 0.5 - centers[:, None]) / radius))
    return (weights / weights.sum(1, keepdims=True))[:, 2000 : 2000 + n_in]


def exact_crop(image, center, scale):
    side = 200 * scale
    rows = exact_rows(center[1] - side / 2, side, image.shape[0])
    columns = exact_rows(center[0] - side / 2, side, image.shape[1])
    return np.einsum("jxc,ix->jic", np.einsum("jk,kxc->jxc", rows, image.astype(float)), columns)


CASES = [(150.3, 120.8, 0.9), (20.0, 40.0, 1.0), (310.7, 230.2, 2.4137), (160.0, 120.0, 0.4), (155.6, 125.25, 1.1377)]
image = picture(240, 320)
patches = lambda crop: [int(v) for v in crop.astype(np.int64).reshape(14, 16, 14, 16, 3).sum((1, 3)).ravel()]
print(json.dumps([
    {"center": [x, y], "scale": s, "spin": patches(spin_crop(image, (x, y), s)),
     "exact": [float(f"{v:.5g}") for v in exact_crop(image, (x, y), s).reshape(14, 16, 14, 16, 3).mean((1, 3)).ravel()]}
    for x, y, s in CASES
]))
