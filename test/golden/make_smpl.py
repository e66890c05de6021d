#!/usr/bin/env python3
"""Small random stand-ins for the licensed files, in their exact layouts, and what numpy makes of them.

    python3 test/golden/make_smpl.py FOLDER [VERTICES FACES]
"""
import json
import sys
from pathlib import Path

import numpy as np
from python2_pickler import dumps as python2_dumps
from smpl_files import landmarks, mixture, posed, random_body, rows_to_one, version_1_0, version_1_1, without_chumpy

FULL = (6890, 13776)
SMPL_PICKS = [
    332, 6260, 2800, 4071, 583, 3216, 3226, 3387, 6617, 6624, 6787,
    2746, 2319, 2445, 2556, 2673, 6191, 5782, 5905, 6016, 6133,
]  # fmt: skip

folder = Path(sys.argv[1])
vertices, faces = (int(value) for value in sys.argv[2:4]) if len(sys.argv) > 3 else (32, 60)
picks = SMPL_PICKS if (vertices, faces) == FULL else [7 * i % vertices for i in range(21)]
folder.mkdir(parents=True, exist_ok=True)

random = np.random.default_rng(5)
bodies = {
    "neutral": random_body(1, vertices, faces, 10),
    "male": random_body(2, vertices, faces, 300),
    "female": random_body(3, vertices, faces, 10),
}
extra = rows_to_one(random, 9, vertices, 4)
h36m = np.asfortranarray(rows_to_one(random, 17, vertices, 5))
prior = mixture(6)
pose6d = np.tile([1.0, 0, 0, 1, 0, 0], 24) + random.normal(0, 0.1, 144)

(folder / "basicModel_neutral_lbs_10_207_0_v1.0.0.pkl").write_bytes(version_1_0(bodies["neutral"]))
(folder / "basicmodel_m_lbs_10_207_0_v1.1.0.pkl").write_bytes(version_1_1(bodies["male"]))
(folder / "SMPL_MALE.pkl").write_bytes(without_chumpy({**bodies["male"], "shapedirs": bodies["male"]["shapedirs"][:, :, :10]}))
np.savez(folder / "SMPL_FEMALE.npz", **bodies["female"], bs_style="lbs")
np.save(folder / "J_regressor_extra.npy", extra)
np.save(folder / "J_regressor_h36m.npy", h36m)
(folder / "gmm_08.pkl").write_bytes(python2_dumps(prior, 0))
np.savez(folder / "smpl_mean_params.npz", pose=pose6d, shape=np.zeros(10), cam=np.array([0.9, 0, 0]))


def case(body):
    pose, betas = random.normal(0, 0.5, 72), random.normal(0, 1, 10)
    return {
        "pose": pose.tolist(),
        "betas": betas.tolist(),
        "vertices": posed(body, pose, betas)[1][: 32].ravel().tolist(),
        "landmarks": landmarks(body, extra, picks, pose, betas).ravel().tolist(),
    }


golden = {
    "vertexCount": vertices,
    "faceCount": faces,
    "vertexJoints": picks,
    "cases": {gender: [case(body), case(body)] for gender, body in bodies.items()},
    "mixture": {
        "weights": prior["weights"].tolist(),
        "means": prior["means"][3].tolist(),
        "covariances": prior["covars"][7, 5].tolist(),
    },
    "extra": extra.ravel().tolist() if vertices < 100 else [],
    "h36m": h36m.ravel().tolist() if vertices < 100 else [],
    "pose6d": pose6d.tolist(),
}
(folder / "golden.json").write_text(json.dumps(golden))
