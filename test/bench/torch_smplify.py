#!/usr/bin/env python3
"""SPIN's SMPLify (Kolotouros et al. 2019) in PyTorch, rewritten line by line: the peer that the
studio's fits are timed and checked against.

    python3 test/bench/torch_smplify.py full|bare|tuned CASES.json --batch 1 [--iterations 100]

CASES.json has keypoints [N, 49, 3] in pixels of the 224 crop, pose [N, 72], betas [N, 10] and
translation [N, 3]. Prints one line of JSON: CPU milliseconds of a fit (a batch's time by its size),
energies and fitted bodies. `full` poses the whole mesh in every iteration, as SPIN does; `bare`
leaves the pose correctives out, which this body has none of; `tuned` poses only what the 49 joints need.
"""
import argparse
import json
import statistics
import time

import numpy as np
import torch
from torch_bodies import BareMesh, CompactLandmarks, FullMesh

PRIOR = np.load("resources/prior/pose-prior.npz")
FOCAL_LENGTH, CENTRE = 5000.0, 112.0
IGNORED = [1, 9, 12, 27, 28]
OP_TORSO, GT_TORSO = [9, 12, 2, 5], [27, 28, 33, 34]
BODIES = {"full": FullMesh, "bare": BareMesh, "tuned": CompactLandmarks}


class MaxMixturePrior:
    """SMPLify-X's, merged: the normalised weight in double, the rest in the fit's own type."""

    def __init__(self, dtype):
        covariances = torch.tensor(PRIOR["covars"], dtype=torch.float64)
        logdet = torch.linalg.slogdet(covariances)[1]
        constant = 34.5 * np.log(2 * np.pi) + (logdet - logdet.min()) / 2
        self.nll = (constant - torch.log(torch.tensor(PRIOR["weights"], dtype=torch.float64))).to(dtype)
        self.means = torch.tensor(PRIOR["means"], dtype=dtype)
        self.precisions = torch.linalg.inv(covariances).to(dtype)

    def __call__(self, pose):
        diff_from_mean = pose.unsqueeze(dim=1) - self.means
        prec_diff_prod = torch.einsum("mij,bmj->bmi", self.precisions, diff_from_mean)
        quadratic = (prec_diff_prod * diff_from_mean).sum(dim=-1)
        return torch.min(0.5 * quadratic + self.nll, dim=1)[0]


def project(joints, translation):
    points = joints + translation.unsqueeze(dim=1)
    return FOCAL_LENGTH * points[:, :, :2] / points[:, :, 2:] + CENTRE


def gmof(x, sigma):
    return (sigma**2 * x**2) / (sigma**2 + x**2)


def angle_prior(body_pose):
    signs = torch.tensor([1.0, -1, -1, -1], dtype=body_pose.dtype)
    return torch.exp(body_pose[:, [52, 55, 9, 12]] * signs) ** 2


def camera_loss(joints, translation, start, joints_2d, conf):
    error = (joints_2d - project(joints, translation)) ** 2
    valid = (conf[:, OP_TORSO].min(dim=-1)[0][:, None, None] > 0).to(error.dtype)
    torso = (valid * error[:, OP_TORSO] + (1 - valid) * error[:, GT_TORSO]).sum(dim=(1, 2))
    return torso + 100**2 * (translation[:, 2] - start[:, 2]) ** 2


def reprojection(joints, translation, joints_2d, conf):
    return conf**2 * gmof(project(joints, translation) - joints_2d, 100.0).sum(dim=-1)


def body_loss(body_pose, betas, joints, translation, joints_2d, conf, prior):
    return (
        reprojection(joints, translation, joints_2d, conf).sum(dim=-1)
        + 4.78**2 * prior(body_pose)
        + 15.2**2 * angle_prior(body_pose).sum(dim=-1)
        + 5**2 * (betas**2).sum(dim=-1)
    )


def leaf(values, needs_gradient):
    return values.detach().clone().requires_grad_(needs_gradient)


def adam(free, loss_of, iterations, energies):
    optimizer = torch.optim.Adam(free, lr=1e-2, betas=(0.9, 0.999))
    for _ in range(iterations):
        loss = loss_of()
        optimizer.zero_grad()
        loss.sum().backward()
        optimizer.step()
        energies.append(loss.detach())


def smplify(body, prior, case, iterations=(100, 100)):
    """Both stages on a batch; energies per iteration are those before its step."""
    joints_2d, conf = case["keypoints"][:, :, :2], case["keypoints"][:, :, 2].clone()
    root, body_pose = leaf(case["pose"][:, :3], True), leaf(case["pose"][:, 3:], False)
    betas, translation = leaf(case["betas"], False), leaf(case["translation"], True)
    trace = {"camera": [], "body": []}
    stage1 = lambda: camera_loss(body(root, body_pose, betas), translation, case["translation"], joints_2d, conf)
    adam([root, translation], stage1, iterations[0], trace["camera"])
    body_pose, betas, translation = leaf(body_pose, True), leaf(betas, True), leaf(translation, False)
    conf[:, IGNORED] = 0
    stage2 = lambda: body_loss(body_pose, betas, body(root, body_pose, betas), translation, joints_2d, conf, prior)
    adam([body_pose, betas, root], stage2, iterations[1], trace["body"])
    with torch.no_grad():
        energy = stage2()
        score = reprojection(body(root, body_pose, betas), translation, joints_2d, conf).mean(dim=-1)
    pose = torch.cat([root, body_pose], dim=1).detach()
    return {"energy": energy, "score": score, "pose": pose, "betas": betas.detach(), "translation": translation, "trace": trace}


def check_energies():
    """All bodies have the energies that numpy works out, in double."""
    golden = json.load(open("test/golden/smplify.json"))["cases"]
    case = {name: torch.tensor([g[name] for g in golden], dtype=torch.float64) for name in ("keypoints", "pose", "betas", "translation")}
    expected = torch.tensor([g["startEnergies"] for g in golden], dtype=torch.float64)
    prior = MaxMixturePrior(torch.float64)
    for body in (body_of(torch.float64) for body_of in BODIES.values()):
        assert torch.allclose(start_energies(body, prior, case), expected, rtol=1e-6), body


def start_energies(body, prior, case):
    """E1 and E2 at the start, shape [N, 2]."""
    joints_2d, conf = case["keypoints"][:, :, :2], case["keypoints"][:, :, 2].clone()
    root, body_pose, betas, translation = case["pose"][:, :3], case["pose"][:, 3:], case["betas"], case["translation"]
    joints = body(root, body_pose, betas)
    camera = camera_loss(joints, translation, translation, joints_2d, conf)
    conf[:, IGNORED] = 0
    return torch.stack([camera, body_loss(body_pose, betas, joints, translation, joints_2d, conf, prior)], dim=1)


def timed(body, prior, cases, batch, iterations):
    results, times = [], []
    for first in range(0, len(cases["pose"]), batch):
        part = {name: values[first : first + batch] for name, values in cases.items()}
        began = time.process_time()
        results.append(smplify(body, prior, part, iterations))
        times.append(1000 * (time.process_time() - began) / len(part["pose"]))
    joined = {name: torch.cat([r[name] for r in results]).tolist() for name in ("energy", "score", "pose", "betas", "translation")}
    return {"cpuMs": statistics.median(times), **joined}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("body", choices=BODIES)
    parser.add_argument("cases")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=100, help="of the second stage")
    options = parser.parse_args()
    torch.set_num_threads(1)
    check_energies()
    cases = {name: torch.tensor(values, dtype=torch.float32) for name, values in json.load(open(options.cases)).items()}
    body, prior = BODIES[options.body](torch.float32), MaxMixturePrior(torch.float32)
    print(json.dumps(timed(body, prior, cases, options.batch, (100, options.iterations))))


if __name__ == "__main__":
    main()
