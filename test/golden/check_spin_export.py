#!/usr/bin/env python3
"""Reads an export of SPIN Studio with numpy alone and re-projects its bodies through both cameras.

    python3 test/golden/check_spin_export.py EXPORT_FOLDER NAME BODY.npz

Exits 1 when a file is not as SPIN's loader wants it, when the full camera does not meet the studio's
own joints to 0.1 px, or when somebody whom the crop shows wholly loses more than 1 px (of a 224 px
crop) more by SPIN's camera than the same person at the same distance would in the middle of the image.
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
from spin_body import landmarks, project, rodrigues

SPIN_FOCAL = 5000.0
# SPIN's 24 data set joints (25 … 48 of its 49) among the body's 54 landmarks.
PART_OF_54 = [8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27]


def solve_translation(points, pixels, confidence):
    """SPIN's estimate_translation: weighted least squares, focal length 5000, 224 px crop."""
    centre, root = np.full(2, 112.0), np.sqrt(confidence)
    rows, values = [], []
    for axis in range(2):
        row = np.zeros((len(points), 3))
        row[:, axis], row[:, 2] = SPIN_FOCAL, centre[axis] - pixels[:, axis]
        value = (pixels[:, axis] - centre[axis]) * points[:, 2] - SPIN_FOCAL * points[:, axis]
        rows.append(root[:, None] * row)
        values.append(root * value)
    return np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=None)[0]


def seen_by_crop(points, pivot, targets):
    """Turn about the pivot and translation with which SPIN's camera sees the targets; rms, pixels."""
    offsets = points - pivot
    state = np.zeros(6)
    zoom = np.ptp(targets[:, 1]) / max(np.ptp(project(points, 1.0, 0)[:, 1]), 1e-9)
    state[5] = SPIN_FOCAL * pivot[2] / zoom
    state[3:5] = (targets.mean(0) - 112) * state[5] / SPIN_FOCAL - offsets[:, :2].mean(0)

    def residual(x):
        turned = offsets @ rodrigues(x[None, :3])[0].T + x[3:]
        return (project(turned, SPIN_FOCAL, 112) - targets).ravel()

    for _ in range(20):
        value = residual(state)
        steps = 1e-6 * np.maximum(1, np.abs(state))
        jacobian = np.stack([(residual(state + h * e) - value) / h for h, e in zip(steps, np.eye(6))], 1)
        state = state - np.linalg.lstsq(jacobian, value, rcond=None)[0]
    return np.sqrt((residual(state).reshape(-1, 2) ** 2).sum(1).mean())


def in_the_middle(points, pivot):
    """The same person, turned round the camera until the pivot lies on its axis."""
    a, b, c = pivot / np.linalg.norm(pivot)
    k = 1 / (1 + c)
    turn = np.array([[1 - k * a * a, -k * a * b, -a], [-k * a * b, 1 - k * b * b, -b], [a, b, c]])
    return points @ turn.T


def check_layout(data, fits):
    """What SPIN's BaseDataset reads."""
    count = len(data["imgname"])
    shapes = {"center": (count, 2), "scale": (count,), "part": (count, 24, 3), "openpose": (count, 25, 3),
              "pose": (count, 72), "shape": (count, 10), "has_smpl": (count,)}
    for name, shape in shapes.items():
        assert data[name].shape == shape, f"{name} is {data[name].shape} instead of {shape}"
        assert np.isfinite(data[name]).all(), f"{name} has numbers that are not finite"
    assert data["imgname"].dtype.kind == "U", "imgname is no unicode array"
    assert fits.shape == (count, 82) and fits.dtype == np.float64, "fits are not (N, 82) of float64"
    assert np.array_equal(fits, np.concatenate([data["pose"], data["shape"]], 1)), "fits and npz differ"


def main(folder, name, body_path):
    folder = pathlib.Path(folder)
    data = dict(np.load(folder / f"{name}.npz"))
    meta = dict(np.load(folder / f"{name}_fits_meta.npz"))
    body_name, body_hash = data["body_model"]
    is_smpl = body_name == "smpl"
    assert is_smpl or not data["has_smpl"].any(), "a body that is not SMPL is called SMPL"
    fits = np.load(folder / (f"{name}_fits.npy" if is_smpl else f"{name}_fits.{body_name}.npy"))
    check_layout(data, fits)
    manifest = json.loads((folder / f"{name}_manifest.json").read_text())
    for file in manifest["files"]:
        digest = hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest()
        assert digest == file["sha256"], f"{file['name']} is not what the manifest says"
    assert hashlib.sha256(pathlib.Path(body_path).read_bytes()).hexdigest() == body_hash, "another body"
    body = dict(np.load(body_path))
    report(data, meta, fits, body)


def report(data, meta, fits, body):
    worst, lost = 0.0, [0.0]
    for i, row in enumerate(fits):
        if not meta["has_fit"][i]:
            continue
        pose, betas = row[:72], row[72:]
        focal, cx, cy = meta["camera"][i]
        full_pose = np.concatenate([meta["global_orient"][i], pose[3:]])
        points = landmarks(body, full_pose, betas) + meta["translation"][i]
        own = project(points, focal, [cx, cy])
        worst = max(worst, np.abs(own - meta["joints_2d"][i]).max())
        zoom = 224 / (200 * data["scale"][i])
        crop = lambda pixels: zoom * (pixels - data["center"][i]) + 112
        turned = landmarks(body, pose, betas)
        part = data["part"][i]
        solved = solve_translation(turned[PART_OF_54], crop(part[:, :2]), part[:, 2])
        seen = project(turned + solved, SPIN_FOCAL, 112)
        loss = (part[:, 2] ** 2 * ((seen[PART_OF_54] - crop(part[:, :2])) ** 2).sum(1)).sum()
        shown = ((crop(own) > -22) & (crop(own) < 246)).all(1)
        is_whole = shown.all()
        shown = shown if shown.sum() >= 8 else np.ones(54, bool)
        refitted = project(turned + meta["crop_translation"][i], SPIN_FOCAL, 112)
        rms = np.sqrt(((refitted - crop(own)) ** 2).sum(1)[shown].mean())
        best = seen_by_crop(points[shown], points[0], crop(own)[shown])
        assert rms < best + 0.05, f"row {i}: the crop camera's root is not the best, {rms} and {best} px"
        middle = in_the_middle(points, points[0])
        targets = zoom * (project(middle, focal, 0) - project(middle, focal, 0).mean(0)) + 112
        rms_middle = seen_by_crop(middle[shown], middle[0], targets[shown])
        if is_whole:
            lost.append(rms - rms_middle)
        print(f"{data['imgname'][i]}: SPIN's loss {loss:.1f} px² of the crop; the cameras differ by "
              f"{rms:.2f} px, in the middle by {rms_middle:.2f}")
    print(f"full camera: at most {worst:.4f} px from the studio's joints")
    print(f"SPIN's camera: at most {max(lost):.2f} px more than in the middle of the image (whole people)")
    assert worst < 0.1, "the full camera does not meet the studio's joints"
    assert max(lost) <= 1, "somebody at the edge loses too much"
    print(f"{len(fits)} rows are as SPIN's loader wants them")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except AssertionError as error:
        sys.exit(f"Not usable: {error}")
