#!/usr/bin/env python3
"""Energies of some fitting problems by plain numpy, from the formulas alone (Bogo et al. 2016,
Kolotouros et al. 2019): the reference for the studio's solver and for the PyTorch peer.

    python3 test/golden/make_energies.py > test/golden/energies.json
"""
import json

import numpy as np
from spin_body import landmarks, project, rodrigues

BODY = dict(np.load("resources/body/mhbody.npz"))
PRIOR = dict(np.load("resources/prior/pose-prior.npz"))
COCO17 = [24, 26, 25, 28, 27, 16, 17, 18, 19, 20, 21, 1, 2, 4, 5, 7, 8]
SIGMA = {"spin-energy": 100.0, "anchored": 20.0}
T = 4.78**2
ANGLE_SIGMA, BETA_SIGMA = 0.25, 0.7


def reprojection(pixels, points, crop_side, sigma):
    """Geman–McClure in pixels of the 224 crop; a point placed by hand is not robust."""
    total = 0.0
    for point in points:
        error = (pixels[point["landmark"]] - [point["x"], point["y"]]) * 224 / crop_side
        square = error**2
        rho = sigma**2 * square / (sigma**2 + square) if point["robust"] else square
        total += point["weight"] * rho.sum()
    return total


def mixture(body_pose):
    """min_k of ½ d² − ln of the weight, normalised as SMPLify-X does."""
    logdet = np.array([np.linalg.slogdet(c)[1] for c in PRIOR["covars"]])
    log_weight = np.log(PRIOR["weights"]) - 34.5 * np.log(2 * np.pi) - (logdet - logdet.min()) / 2
    values = []
    for mean, covariance, log_w in zip(PRIOR["means"], PRIOR["covars"], log_weight):
        d = body_pose - mean
        values.append(0.5 * d @ np.linalg.solve(covariance, d) - log_w)
    return min(values)


def angle_between(a, b):
    """First order: the angle that b's small change to a turns by, as the anchor measures it."""
    h = 1e-6
    jacobian = np.zeros((3, 3))
    base = rodrigues(a[None])[0]
    for i in range(3):
        turned = rodrigues((a + h * np.eye(3)[i])[None])[0] @ base.T
        jacobian[:, i] = np.array([turned[2, 1], turned[0, 2], turned[1, 0]]) / h
    return jacobian @ (b - a)


def anchor(pose, betas, regression):
    weight = T / (2 * ANGLE_SIGMA**2)
    reference = np.array(regression["pose"])
    root = angle_between(reference[:3], pose[:3])
    return (
        weight * (root @ root + ((pose - reference)[3:] ** 2).sum())
        + T / (2 * BETA_SIGMA**2) * ((betas - regression["betas"]) ** 2).sum()
    )


def terms(problem):
    pose, betas = np.array(problem["start"]["pose"]), np.array(problem["start"]["betas"])
    camera = problem["camera"]
    points = landmarks(BODY, pose, betas) + problem["start"]["translation"]
    pixels = project(points, camera["focalLength"], [camera["principalX"], camera["principalY"]])
    signed = np.array([pose[55], -pose[58], -pose[12], -pose[15]])
    is_anchored = problem["preset"] == "anchored"
    return {
        "reprojection": reprojection(pixels, problem["points"], problem["cropSidePx"], SIGMA[problem["preset"]]),
        "pose": T * mixture(pose[3:]),
        "bend": 15.2**2 * (np.exp(signed) ** 2).sum(),
        "shape": 25 * (betas**2).sum(),
        "anchor": anchor(pose, betas, problem["regression"]) if is_anchored else 0.0,
    }


def draw_problem(random, preset):
    k = random.choice(len(PRIOR["weights"]), p=PRIOR["weights"])
    pose = np.concatenate([[np.pi, 0, 0] + 0.3 * random.normal(size=3),
                           random.multivariate_normal(PRIOR["means"][k], PRIOR["covars"][k])])
    betas = random.normal(size=10)
    translation = np.array([*random.normal(size=2) * 0.2, random.uniform(2, 6)])
    camera = {"focalLength": random.uniform(700, 1500), "principalX": 500.0, "principalY": 375.0}
    seen = project(landmarks(BODY, pose, betas) + translation, camera["focalLength"], [500, 375])
    points = [{"landmark": l, "x": seen[l, 0] + 6 * random.normal(), "y": seen[l, 1] + 6 * random.normal(),
               "weight": random.uniform(0.2, 1), "robust": bool(random.uniform() < 0.8)} for l in COCO17]
    start = {"pose": (pose + 0.2 * random.normal(size=72)).tolist(), "betas": (betas + 0.3).tolist(),
             "translation": (translation * 1.02).tolist()}
    regression = {"pose": (pose + 0.2 * random.normal(size=72)).tolist(),
                  "betas": (betas - 0.2).tolist(), "translation": translation.tolist()}
    return {"preset": preset, "camera": camera, "points": points, "placingPoints": [],
            "cropSidePx": 1.2 * np.ptp(seen[COCO17], axis=0).max(), "regression": regression, "start": start}


random = np.random.default_rng(7)
problems = [draw_problem(random, preset) for preset in SIGMA for _ in range(6)]
print(json.dumps({"angleSigma": ANGLE_SIGMA, "betaSigma": BETA_SIGMA,
                  "problems": [{**problem, "energies": terms(problem)} for problem in problems]}))
