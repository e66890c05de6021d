#!/usr/bin/env python3
"""SPIN's SMPLify in PyTorch: the full mesh, skinning in plain torch, two Adam stages of 100 steps,
batch 1. First proves its energy on the numpy reference's problems, then prints the median CPU time.

    python3 test/bench/torch_smplify.py PROBLEMS.json
"""
import json
import statistics
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
FOLDER = "resources/body/mhbody.npz"
BODY = {name: torch.tensor(np.asarray(value)) for name, value in np.load(FOLDER).items() if value.dtype.kind in "fiu"}
PRIOR = {name: torch.tensor(value) for name, value in np.load("resources/prior/pose-prior.npz").items()}
TORSO = {1, 2, 16, 17}


def rodrigues(vectors):
    angle = torch.norm(vectors + 1e-8, dim=1, keepdim=True)
    axis = vectors / angle
    cos, sin = torch.cos(angle)[:, :, None], torch.sin(angle)[:, :, None]
    x, y, z = axis.unbind(1)
    zero = torch.zeros_like(x)
    k = torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], 1).view(-1, 3, 3)
    return torch.eye(3, dtype=vectors.dtype) + sin * k + (1 - cos) * (k @ k)


class Body:
    def __init__(self, dtype):
        count = len(BODY["v_template"])
        self.template, self.shapedirs = BODY["v_template"].to(dtype), BODY["shapedirs"].to(dtype)
        self.weights = torch.zeros(count, 24, dtype=dtype)
        self.weights.scatter_add_(1, BODY["weights_idx"].long(), BODY["weights_val"].to(dtype))
        self.joints, self.extra = (self.dense(n, r, count, dtype) for n, r in (("J_regressor", 24), ("J_regressor_extra", 9)))
        self.parents, self.vertices = BODY["parents"].tolist(), BODY["vertex_joint_ids"].long()

    @staticmethod
    def dense(name, rows, count, dtype):
        out = torch.zeros(rows, count, dtype=dtype)
        out[BODY[f"{name}_row"].long(), BODY[f"{name}_col"].long()] = BODY[f"{name}_val"].to(dtype)
        return out

    def landmarks(self, pose, betas):
        shaped = self.template + self.shapedirs @ betas
        rest = self.joints @ shaped
        local = rodrigues(pose.view(24, 3))
        turns, places = [local[0]], [rest[0]]
        for joint in range(1, 24):
            parent = self.parents[joint]
            turns.append(turns[parent] @ local[joint])
            places.append(places[parent] + turns[parent] @ (rest[joint] - rest[parent]))
        turn, place = torch.stack(turns), torch.stack(places)
        offset = place - (turn @ rest[:, :, None])[:, :, 0]
        transforms = torch.cat([turn, offset[:, :, None]], 2)
        blended = (self.weights @ transforms.view(24, 12)).view(-1, 3, 4)
        vertices = (blended[:, :, :3] @ shaped[:, :, None])[:, :, 0] + blended[:, :, 3]
        return torch.cat([place, vertices[self.vertices], self.extra @ vertices])


class Mixture:
    def __init__(self, dtype):
        covariances, weights = PRIOR["covars"].double(), PRIOR["weights"].double()
        logdet = torch.linalg.slogdet(covariances)[1]
        constants = 34.5 * np.log(2 * np.pi) + (logdet - logdet.min()) / 2 - torch.log(weights)
        self.means, self.precisions = PRIOR["means"].to(dtype), torch.linalg.inv(covariances).to(dtype)
        self.constants = constants.to(dtype)

    def __call__(self, body_pose):
        d = body_pose - self.means
        return (0.5 * ((d[:, None] @ self.precisions)[:, 0] * d).sum(1) + self.constants).min()


class Problem:
    def __init__(self, problem, dtype):
        self.dtype, self.camera, self.crop = dtype, problem["camera"], 224 / problem["cropSidePx"]
        points = problem["points"]
        tensor = lambda values: torch.tensor(values, dtype=dtype)
        self.index = torch.tensor([p["landmark"] for p in points])
        self.pixels = tensor([[p["x"], p["y"]] for p in points])
        self.weight, self.robust = tensor([p["weight"] for p in points]), torch.tensor([p["robust"] for p in points])
        self.torso = torch.tensor([p["landmark"] in TORSO for p in points])
        self.start = {name: tensor(values) for name, values in problem["start"].items()}

    def errors(self, body, pose, betas, translation):
        """Pixels of the 224 crop, shape [N, 2]."""
        x = body.landmarks(pose, betas)[self.index] + translation
        centre = torch.tensor([self.camera["principalX"], self.camera["principalY"]], dtype=self.dtype)
        return self.crop * (self.camera["focalLength"] * x[:, :2] / x[:, 2:] + centre - self.pixels)


def terms(problem, body, mixture, pose, betas, translation):
    square = problem.errors(body, pose, betas, translation) ** 2
    rho = torch.where(problem.robust[:, None], 1e4 * square / (1e4 + square), square)
    signed = torch.stack([pose[55], -pose[58], -pose[12], -pose[15]])
    return {
        "reprojection": (problem.weight * rho.sum(1)).sum(),
        "pose": 4.78**2 * mixture(pose[3:]),
        "bend": 15.2**2 * (torch.exp(signed) ** 2).sum(),
        "shape": 25 * (betas**2).sum(),
    }


def fit(problem, body, mixture):
    root, rest = problem.start["pose"][:3].clone(), problem.start["pose"][3:].clone()
    betas, translation = problem.start["betas"].clone(), problem.start["translation"].clone()
    depth = translation[2].item()
    for free, stage in (([root, translation], "camera"), ([rest, betas, root], "body")):
        for value in (root, rest, betas, translation):
            value.requires_grad_(any(value is other for other in free))
        adam = torch.optim.Adam(free, lr=1e-2, betas=(0.9, 0.999))
        for _ in range(100):
            pose = torch.cat([root, rest])
            if stage == "camera":
                errors = problem.errors(body, pose, betas, translation)[problem.torso]
                energy = (errors**2).sum() + 100**2 * (translation[2] - depth) ** 2
            else:
                energy = sum(terms(problem, body, mixture, pose, betas, translation).values())
            adam.zero_grad()
            energy.backward()
            adam.step()
    return energy.item()


def check_energies():
    """The same numbers as numpy's, in double."""
    body, mixture = Body(torch.float64), Mixture(torch.float64)
    for golden in json.load(open("test/golden/energies.json"))["problems"]:
        if golden["preset"] != "spin-energy":
            continue
        problem = Problem(golden, torch.float64)
        for name, value in terms(problem, body, mixture, **problem.start).items():
            expected = golden["energies"][name]
            assert abs(value.item() - expected) < 1e-5 * abs(expected) + 1e-3, (name, value.item(), expected)


def main(path):
    check_energies()
    body, mixture = Body(torch.float32), Mixture(torch.float32)
    times, energies = [], []
    for raw in json.load(open(path)):
        problem = Problem(raw, torch.float32)
        began = time.process_time()
        energies.append(fit(problem, body, mixture))
        times.append(1000 * (time.process_time() - began))
    print(json.dumps({"cpuMs": statistics.median(times), "energies": energies}))


if __name__ == "__main__":
    main(sys.argv[1])
