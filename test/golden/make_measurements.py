#!/usr/bin/env python3
"""Measurements of some shapes of the embedded body by numpy and scipy, from the definitions alone:
the reference for src/core/body/measurements.ts.

    python3 test/golden/make_measurements.py > test/golden/measurements.json
"""
import json

import numpy as np
from scipy.spatial import ConvexHull

BODY = {name: array.astype(np.float64) if array.dtype == np.float32 else array
        for name, array in np.load("resources/body/mhbody.npz").items()}
# The order of the loops in the file.
LOOPS = ("chest waist hip leftThigh leftCalf leftUpperArm leftForearm leftWrist neck "
         "rightThigh rightCalf rightUpperArm rightForearm rightWrist").split()
PAIRED = {"thigh": "Thigh", "calf": "Calf", "upperArm": "UpperArm", "forearm": "Forearm", "wrist": "Wrist"}
DENSITY = 985.0


def loop_points(vertices, k):
    own = slice(BODY["loop_offsets"][k], BODY["loop_offsets"][k + 1])
    (i, j), t = BODY["loop_edges"][own].T, BODY["loop_t"][own, None]
    return vertices[i] * (1 - t) + vertices[j] * t


def girth(vertices, k):
    """Hull in the plane that the loop has on the mean shape, the plane found by singular values."""
    mean = loop_points(BODY["v_template"], k)
    plane = np.linalg.svd(mean - mean.mean(0))[2][:2]
    return ConvexHull(loop_points(vertices, k) @ plane.T).area


def volume(vertices):
    a, b, c = (vertices[BODY["faces"][:, i]] for i in range(3))
    return np.linalg.det(np.stack([a, b, c], 1)).sum() / 6


def crotch():
    """On this symmetric mesh the middle section runs through vertices that are their own mirror."""
    middle = np.flatnonzero(BODY["mirror_vertices"] == np.arange(len(BODY["v_template"])))
    return middle[BODY["v_template"][middle, 1].argmin()]


def measure(betas):
    vertices = BODY["v_template"] + BODY["shapedirs"] @ betas
    girths = {name: girth(vertices, k) for k, name in enumerate(LOOPS)}
    pairs = {name: (girths[f"left{limb}"] + girths[f"right{limb}"]) / 2 for name, limb in PAIRED.items()}
    return {
        "height": np.ptp(vertices[:, 1]),
        "armSpan": np.ptp(vertices[:, 0]),
        "inseam": vertices[crotch(), 1] - vertices[:, 1].min(),
        **{name: girths[name] for name in ("chest", "waist", "hip", "neck")},
        **pairs,
        "volume": volume(vertices),
        "mass": DENSITY * volume(vertices),
    }


random = np.random.default_rng(20261124)
shapes = [np.zeros(10), *(2 * random.standard_normal((5, 10))).round(3)]
cases = [{"betas": list(betas), "measurements": {k: round(float(v), 7) for k, v in measure(betas).items()}}
         for betas in shapes]
print(json.dumps(cases, indent=1))
