#!/usr/bin/env python3
"""SPIN's SMPLify on some problems: energies at the start by plain numpy, the trajectory of both Adam
stages by PyTorch in double over the full mesh (`test/bench/torch_smplify.py`).

    PYTHONPATH=test/bench:test/golden python3 test/golden/make_smplify.py > test/golden/smplify.json
"""
import json

import numpy as np
import torch
from spin_body import landmarks, project, rodrigues
from torch_bodies import SPIN49, FullMesh
from torch_smplify import GT_TORSO, IGNORED, OP_TORSO, MaxMixturePrior, smplify, start_energies

BODY = dict(np.load("resources/body/mhbody.npz"))
PRIOR = dict(np.load("resources/prior/pose-prior.npz"))
FOCAL, CENTRE = 5000.0, np.array([112.0, 112.0])
STEPS = [0, 1, 10, 50, 99]


def spin_pixels(pose, betas, translation):
    return project(landmarks(BODY, pose, betas)[SPIN49] + translation, FOCAL, CENTRE)


def draw_case(random, drops_openpose):
    """A pose of the prior; noise, drops and a start as on a real picture."""
    k = random.choice(len(PRIOR["weights"]), p=PRIOR["weights"])
    body_pose = random.multivariate_normal(PRIOR["means"][k], PRIOR["covars"][k])
    pose = np.concatenate([[np.pi, 0, 0] + 0.4 * random.normal(size=3), body_pose])
    betas, translation = random.normal(size=10), np.array([0.1, -0.05, random.uniform(45, 60)])
    seen = spin_pixels(pose, betas, translation) + 5 * random.normal(size=(49, 2))
    conf = np.concatenate([random.uniform(0.5, 1, 25), np.ones(14), np.zeros(10)])
    conf[random.uniform(size=49) < 0.1] = 0
    if drops_openpose:
        conf[9] = 0
    return {"keypoints": np.column_stack([seen, conf]), "pose": pose + 0.2 * random.normal(size=72),
            "betas": np.zeros(10), "translation": translation * [1, 1, 1.03] + [0.04, -0.03, 0]}


def numpy_energies(case):
    """E1 and E2 from the formulas of the paper's supplement and code."""
    pixels = spin_pixels(case["pose"], case["betas"], case["translation"])
    error, conf = (pixels - case["keypoints"][:, :2]) ** 2, case["keypoints"][:, 2].copy()
    torso = OP_TORSO if (conf[OP_TORSO] > 0).all() else GT_TORSO
    camera = error[torso].sum()
    conf[IGNORED] = 0
    theta = case["pose"][3:]
    logdet = np.array([np.linalg.slogdet(c)[1] for c in PRIOR["covars"]])
    constant = 34.5 * np.log(2 * np.pi) + (logdet - logdet.min()) / 2 - np.log(PRIOR["weights"])
    mixture = min(0.5 * (theta - m) @ np.linalg.solve(c, theta - m) + n for m, c, n in zip(PRIOR["means"], PRIOR["covars"], constant))
    bends = np.exp(np.array([1, -1, -1, -1]) * case["pose"][[55, 58, 12, 15]]) ** 2
    data = (conf**2 * (1e4 * error / (1e4 + error)).sum(axis=1)).sum()
    return [camera, data + 4.78**2 * mixture + 15.2**2 * bends.sum() + 25 * (case["betas"] ** 2).sum()]


random = np.random.default_rng(11)
drawn = [draw_case(random, i == 3) for i in range(4)]
batch = {name: torch.tensor(np.array([case[name] for case in drawn])) for name in drawn[0]}
body, prior = FullMesh(torch.float64), MaxMixturePrior(torch.float64)
energies = np.array([numpy_energies(case) for case in drawn])
assert np.allclose(start_energies(body, prior, batch), energies, rtol=1e-6)
result = smplify(body, prior, batch)
# In training the loss of the old fit zeroes the ignored confidences in the same array first.
zeroed = batch["keypoints"].clone()
zeroed[:, IGNORED, 2] = 0
in_training = smplify(body, prior, {**batch, "keypoints": zeroed})
cases = []
for i, case in enumerate(drawn):
    found = {name: result[name][i].tolist() for name in ("energy", "score", "pose", "betas", "translation")}
    trace, trained = (
        {stage: [values[step][i].item() for step in STEPS] for stage, values in r["trace"].items()}
        for r in (result, in_training)
    )
    cases.append({**{name: values.tolist() for name, values in case.items()},
                  "startEnergies": energies[i].tolist(), "trace": trace, "traceInTraining": trained, "result": found})
print(json.dumps({"steps": STEPS, "cases": cases}))
