#!/usr/bin/env python3
"""Covariances of fitted bodies by plain numpy: the energy's residuals are differentiated by central
differences, which needs nothing of the studio's own derivatives.

    python3 test/golden/make_covariances.py > test/golden/covariances.json

The points are exact and the body is where every prior's residual counts, so that JᵀJ is the Hessian of
the data term, of shape, depth and anchor; mixture and bend have their own second derivatives.
"""
import json

import numpy as np
from spin_body import landmarks, project, rodrigues

BODY = dict(np.load("resources/body/mhbody.npz"))
PRIOR = dict(np.load("resources/prior/pose-prior.npz"))
COCO17 = [24, 26, 25, 28, 27, 16, 17, 18, 19, 20, 21, 1, 2, 4, 5, 7, 8]
T = 4.78**2
ANGLE_SIGMA, BETA_SIGMA = 0.25, 0.7
KEPT = [4, 15, 20, 24, 29, 45, 53]


def split(x):
    return x[:3], x[3:75], x[75:]


def seen(x):
    translation, pose, betas = split(x)
    return landmarks(BODY, pose, betas) + translation


def pixels(x, camera):
    return project(seen(x), camera["focalLength"], [camera["principalX"], camera["principalY"]])


def differences(function, x, h=1e-5):
    columns = [(function(x + h * e) - function(x - h * e)).ravel() / (2 * h) for e in np.eye(len(x))]
    return np.array(columns).T


def root_turn(x, root):
    """Small turn of the root about the camera's axes, away from `root`."""
    turned = rodrigues(x[None, 3:6])[0] @ rodrigues(root[None])[0].T
    return np.array([turned[2, 1] - turned[1, 2], turned[0, 2] - turned[2, 0], turned[1, 0] - turned[0, 1]]) / 2


def nearest_component(body_pose):
    logdet = np.array([np.linalg.slogdet(c)[1] for c in PRIOR["covars"]])
    values = [0.5 * (d := body_pose - m) @ np.linalg.solve(c, d) + l / 2 - np.log(w)
              for m, c, l, w in zip(PRIOR["means"], PRIOR["covars"], logdet, PRIOR["weights"])]
    return int(np.argmin(values))


def half_hessian(x, camera, weights, crop_side):
    rows = [np.sqrt(np.repeat(weights, 2))[:, None] * 224 / crop_side
            * differences(lambda y: pixels(y, camera)[COCO17], x)]
    rows.append(np.sqrt(T / 2) / ANGLE_SIGMA * differences(lambda y: root_turn(y, x[3:6]), x))
    H = sum(J.T @ J for J in rows)
    H[2, 2] += 25
    H[np.diag_indices(85)] += np.concatenate(
        [np.zeros(6), np.full(69, T / (2 * ANGLE_SIGMA**2)), np.full(10, 25 + T / (2 * BETA_SIGMA**2))])
    H[6:75, 6:75] += T / 2 * np.linalg.inv(PRIOR["covars"][nearest_component(x[6:75])])
    for i, sign in [(55, 1), (58, -1), (12, -1), (15, -1)]:
        H[3 + i, 3 + i] += 2 * 15.2**2 * np.exp(2 * sign * x[3 + i])
    return H


def draw(random):
    k = random.choice(len(PRIOR["weights"]), p=PRIOR["weights"])
    pose = np.concatenate([[np.pi, 0, 0] + 0.3 * random.normal(size=3),
                           random.multivariate_normal(PRIOR["means"][k], PRIOR["covars"][k])])
    x = np.concatenate([random.normal(size=2) * 0.2, [random.uniform(2, 6)], pose, random.normal(size=10)])
    camera = {"focalLength": random.uniform(700, 1500), "principalX": 500.0, "principalY": 375.0}
    weights = random.uniform(0.2, 1, len(COCO17))
    places = pixels(x, camera)
    crop_side = 1.2 * np.ptp(places[COCO17], axis=0).max()
    covariance = T / 2 * np.linalg.inv(half_hessian(x, camera, weights, crop_side))
    moves = differences(seen, x).reshape(54, 3, 85)
    relative = [m @ covariance @ m.T for m in moves - moves[0]]
    translation, pose, betas = split(x)
    return {
        "camera": camera, "cropSidePx": crop_side,
        "body": {"pose": pose.tolist(), "betas": betas.tolist(), "translation": translation.tolist()},
        "points": [{"landmark": l, "x": places[l, 0], "y": places[l, 1], "weight": w, "robust": True}
                   for l, w in zip(COCO17, weights)],
        "landmarks": {str(l): relative[l].ravel().tolist() for l in KEPT},
        "pelvis": (moves[0] @ covariance @ moves[0].T).ravel().tolist(),
        "betas": covariance[75:, 75:].ravel().tolist(),
    }


random = np.random.default_rng(11)
print(json.dumps({"angleSigma": ANGLE_SIGMA, "betaSigma": BETA_SIGMA,
                  "problems": [draw(random) for _ in range(3)]}))
