#!/usr/bin/env python3
"""Small files of truths in their exact layouts, as their makers write them: a sequence of 3DPW
(pickle protocol 2, as Python 2 left it) and labels of SSP-3D. The people are made up.

    python3 test/golden/make_truths.py
"""
import pathlib
import pickle

import numpy as np
from spin_body import rodrigues

FOLDER = pathlib.Path("test/golden/truths")
random = np.random.default_rng(3)


def threedpw():
    frames, people = 4, 2
    poses = [0.2 * random.standard_normal((frames, 72)) for _ in range(people)]
    joints = [random.standard_normal((frames, 24, 3)) for _ in range(people)]
    extrinsics = np.tile(np.eye(4), (frames, 1, 1))
    extrinsics[:, :3, :3] = rodrigues(random.standard_normal((frames, 3)))
    extrinsics[:, :3, 3] = [0.1, 0.2, 4.0]
    data = {
        "sequence": "courtyard_made_up_00",
        "poses": poses,
        "betas": [random.standard_normal(10), random.standard_normal(300)],
        "trans": [random.standard_normal((frames, 3)) for _ in range(people)],
        "poses2d": [random.random((frames, 3, 18)) for _ in range(people)],
        "jointPositions": [j.reshape(frames, 72) for j in joints],
        "cam_poses": extrinsics,
        "cam_intrinsics": np.array([[1961.9, 0, 540.0], [0, 1969.2, 960.0], [0, 0, 1]]),
        "campose_valid": [np.array([1, 1, 0, 1]), np.array([0, 1, 1, 1])],
        "genders": ["m", "f"],
        "img_frame_ids": np.arange(frames),
    }
    (FOLDER / "courtyard_made_up_00.pkl").write_bytes(pickle.dumps(data, protocol=2))
    camera = np.einsum("fab,fjb->fja", extrinsics[:, :3, :3], joints[0]) + extrinsics[:, None, :3, 3]
    root = extrinsics[1, :3, :3] @ rodrigues(poses[0][1:2, :3])[0]
    return camera[1], root


def ssp3d():
    count = 2
    np.savez(FOLDER / "labels.npz", fnames=np.array(["a.png", "b.png"]),
             shapes=random.standard_normal((count, 10)), poses=0.2 * random.standard_normal((count, 72)),
             cam_trans=np.array([[0, 0.2, 45.0], [0.1, 0.3, 50.0]]),
             joints2D=np.concatenate([512 * random.random((count, 17, 2)), np.ones((count, 17, 1))], 2),
             bbox_centres=np.full((count, 2), 256.0), bbox_whs=np.array([300.0, 280.0]),
             genders=np.array(["m", "f"]))


FOLDER.mkdir(exist_ok=True)
joints, root = threedpw()
ssp3d()
np.savez(FOLDER / "courtyard_expected.npz", joints=joints, root=root)
