#!/usr/bin/env python3
"""The metrics of an evaluation by numpy from their definitions alone: the reference for
src/core/metrics. Poses and shapes are drawn round those of the sample pictures.

    python3 test/golden/make_metrics.py > test/golden/metrics.json
"""
import json

import numpy as np
from spin_body import landmarks, posed, project

BODY = {name: array.astype(np.float64) if array.dtype == np.float32 else array
        for name, array in np.load("resources/body/mhbody.npz").items()}
TRUTHS = json.load(open("resources/samples/truth.json"))
NAMES = ["synthetic_03.jpg", "synthetic_07.jpg", "synthetic_16.jpg", "synthetic_29.jpg"]
# SPIN's 24 data set joints among the 54 landmarks, and the joints and roots of each protocol.
DATASET24 = [8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27]
J17 = [*range(12), 12, 18, 14, 16, 17]
PROTOCOLS = {"lsp14": (list(range(14)), [2, 3]), "j14": (J17[:14], [14]), "j17": (J17, [14])}
random = np.random.default_rng(20261125)


def distances(a, b):
    return np.linalg.norm(a - b, axis=-1)


def align(points, onto):
    """Umeyama's similarity by singular values."""
    x, y = points - points.mean(0), onto - onto.mean(0)
    u, s, vt = np.linalg.svd(x.T @ y)
    sign = np.diag([1, 1, np.sign(np.linalg.det(u @ vt))])
    rotation = (u @ sign @ vt).T
    scale = np.trace(np.diag(s) @ sign) / (x ** 2).sum()
    return scale * x @ rotation.T + onto.mean(0)


def pose_errors(predicted, truth):
    errors = {}
    for name, (joints, root) in PROTOCOLS.items():
        p, t = predicted[DATASET24], truth[DATASET24]
        about = distances(p[joints] - p[root].mean(0), t[joints] - t[root].mean(0))
        errors[name] = {"mpjpe": about.mean(), "perJoint": about.tolist(),
                        "paMpjpe": distances(align(p[joints], t[joints]), t[joints]).mean()}
    return errors


def pve_t_sc(p, t):
    radius = lambda points: np.sqrt(((points - points.mean(0)) ** 2).sum(1).mean())
    moved = (p - p.mean(0)) / radius(p) * radius(t) + t.mean(0)
    return distances(moved, t).mean()


def bone_lengths(shaped):
    joints = np.zeros((24, 3))
    np.add.at(joints, BODY["J_regressor_row"],
              BODY["J_regressor_val"][:, None] * shaped[BODY["J_regressor_col"]])
    return distances(joints[1:], joints[BODY["parents"][1:]])


def fill(pixels, faces, width, height):
    """A pixel is set when its middle has non-negative weights in a triangle."""
    mask = np.zeros((height, width), bool)
    y, x = np.mgrid[:height, :width] + 0.5
    for a, b, c in pixels[faces]:
        cross = lambda p, q: (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if area != 0:
            mask |= np.minimum.reduce([np.sign(area) * cross(p, q) for p, q in ((a, b), (b, c), (c, a))]) >= 0
    return mask


def runs(mask):
    """Lengths of the runs of equal pixels, row by row, the first one of zeros."""
    flat = np.concatenate([[False], mask.ravel()])
    ends = np.flatnonzero(flat[1:] != flat[:-1])
    return np.diff([0, *ends, mask.size]).tolist()


def small(values, digits=9):
    return json.loads(json.dumps(values), parse_float=lambda text: round(float(text), digits))


def body_case(name):
    truth = TRUTHS[name]
    pose, betas, shift = (np.array(truth[key]) for key in ("pose", "betas", "translation"))
    said = {"pose": (pose + 0.15 * random.standard_normal(72)).round(4),
            "betas": (betas + random.standard_normal(10)).round(4),
            "translation": (shift + 0.05 * random.standard_normal(3)).round(4)}
    (root_p, p), (root_t, t) = posed(BODY, said["pose"], said["betas"]), posed(BODY, pose, betas)
    rest_p, rest_t = (BODY["v_template"] + BODY["shapedirs"] @ b for b in (said["betas"], betas))
    # A quarter of the picture is enough to tell a pixel.
    focal, centre = truth["focal"] / 4, np.array(truth["principal"]) / 4
    width, height = truth["width"] // 4, truth["height"] // 4
    pixels = [project(v + s, focal, centre) for v, s in ((p, said["translation"]), (t, shift))]
    a, b = (fill(q, BODY["faces"], width, height) for q in pixels)
    return {
        "name": name,
        "said": {key: value.tolist() for key, value in said.items()},
        "protocols": pose_errors(landmarks(BODY, said["pose"], said["betas"]), landmarks(BODY, pose, betas)),
        "pve": distances(p - root_p[0], t - root_t[0]).mean(),
        "pveTSc": pve_t_sc(rest_p, rest_t),
        "boneLengths": (bone_lengths(rest_p) - bone_lengths(rest_t)).tolist(),
        "mask": {"width": width, "height": height, "runs": runs(a)},
        "overlap": {"both": int((a & b).sum()), "either": int((a | b).sum())},
    }


def motion_case():
    p, t = (random.standard_normal((6, 5, 3)).round(3) for _ in range(2))
    second = lambda x: x[:-2] - 2 * x[1:-1] + x[2:]
    return {"predicted": p.reshape(6, -1).tolist(), "truth": t.reshape(6, -1).tolist(),
            "errors": distances(second(p), second(t)).mean(1).tolist()}


def pck_case():
    p, t = (100 * random.random((17, 2)) for _ in range(2))
    t[[2, 9]] = np.nan
    d = distances(p, t)
    known = ~np.isnan(d)
    return {"predicted": p.ravel().tolist(),
            "truth": [None if np.isnan(v) else v for v in t.ravel()], "lengthPx": 120.0,
            "correct": {str(tau): int((d[known] < tau * 120).sum()) for tau in (0.2, 0.4, 0.6)},
            "known": int(known.sum())}


def bootstrap_case():
    sums, weights = random.gamma(2, 30, 12), random.integers(1, 4, 12)
    uniform = random.random((500, 12)).round(6)
    drawn = (uniform * 12).astype(int)
    ratios = sums[drawn].sum(1) / weights[drawn].sum(1)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return {"shares": [{"sum": s, "weight": int(w)} for s, w in zip(sums, weights)],
            "uniform": uniform.ravel().tolist(), "value": sums.sum() / weights.sum(),
            "low95": low, "high95": high}


def triangles_case():
    """Corners on the middles of pixels and on their edges, slivers, both windings, some outside."""
    corners = (random.integers(-8, 88, (60, 2)) / 2).round(1)
    faces = random.integers(0, 60, (25, 3))
    return {"pixels": corners.ravel().tolist(), "faces": faces.ravel().tolist(),
            "mask": {"width": 40, "height": 36, "runs": runs(fill(corners, faces, 40, 36))}}


print(json.dumps({"bodies": small([body_case(name) for name in NAMES]), "motion": small(motion_case()),
                  "pck": pck_case(), "bootstrap": small(bootstrap_case(), 9),
                  "triangles": triangles_case()}))
