"""Files laid out as the licensed ones of SMPL and SMPLify are, with random content of any size, and
the body's equations in numpy."""
import pickle
import sys
from pathlib import Path

import numpy as np
import scipy.sparse

sys.path.insert(0, str(Path(__file__).parent / "stand_ins"))

from chumpy.ch import Ch  # noqa: E402
from chumpy.reordering import Select  # noqa: E402
from python2_pickler import dumps as python2_dumps  # noqa: E402
from spin_body import rodrigues  # noqa: E402

PARENTS = [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21]


def rows_to_one(random, rows, columns, entries):
    """A regressor: some entries a row, which sum to 1."""
    matrix = np.zeros((rows, columns))
    for row in matrix:
        row[random.choice(columns, entries, replace=False)] = random.random(entries) + 0.1
    return matrix / matrix.sum(1, keepdims=True)


def random_body(seed, vertices, faces, betas):
    """A body of SMPL's form: 24 joints, pose blend shapes, at most four joints a vertex."""
    random = np.random.default_rng(seed)
    weights = np.zeros((vertices, 24))
    for row in weights:
        count = random.integers(1, 5)
        row[random.choice(24, count, replace=False)] = random.random(count) + 0.05
    return {
        "v_template": random.normal(0, 0.4, (vertices, 3)),
        "shapedirs": random.normal(0, 0.02, (vertices, 3, betas)),
        "posedirs": random.normal(0, 0.005, (vertices, 3, 207)),
        "weights": weights / weights.sum(1, keepdims=True),
        "J_regressor": rows_to_one(random, 24, vertices, 6),
        "f": random.integers(0, vertices, (faces, 3)).astype(np.uint32),
        "kintree_table": np.array([np.array(PARENTS) % 2**32, np.arange(24)], dtype=np.int64),
    }


def version_1_0(body):
    """As `basicModel_neutral_lbs_10_207_0_v1.0.0.pkl`: Python 2, chumpy, scipy."""
    shapes = body["shapedirs"]
    order = np.arange(shapes.size)
    fields = {
        **body,
        "J_regressor": scipy.sparse.csc_matrix(body["J_regressor"]),
        "J_regressor_prior": scipy.sparse.csc_matrix(body["J_regressor"]),
        "shapedirs": Select(Ch(shapes.ravel()[::-1].copy()), order[::-1].copy(), shapes.shape),
        "posedirs": Ch(body["posedirs"]),
        "J": Ch(body["J_regressor"] @ body["v_template"]),
        "weights_prior": body["weights"],
        "bs_style": "lbs",
        "bs_type": "lrotmin",
        "vert_sym_idxs": np.arange(len(body["weights"])),
        "pose_training_info": {"note": "text"},
    }
    return python2_dumps(fields, 2)


def version_1_1(body):
    """As `basicmodel_m_lbs_10_207_0_v1.1.0.pkl`: 300 columns, the kintree unsigned."""
    fields = {
        **body,
        "kintree_table": body["kintree_table"].astype(np.uint32),
        "J_regressor": scipy.sparse.csc_matrix(body["J_regressor"]),
        "shapedirs": Ch(body["shapedirs"]),
        "J": body["J_regressor"] @ body["v_template"],
        "bs_style": "lbs",
        "bs_type": "lrotmin",
    }
    return python2_dumps(fields, 2)


def without_chumpy(body):
    """As the tools that strip chumpy write it, with Python 3."""
    fields = {**body, "J_regressor": scipy.sparse.csc_matrix(body["J_regressor"])}
    return pickle.dumps(fields, 4)


def mixture(seed):
    """As `gmm_08.pkl`: protocol 0."""
    random = np.random.default_rng(seed)
    factors = random.normal(0, 0.03, (8, 69, 69))
    covariances = factors @ factors.transpose(0, 2, 1) + 0.02 * np.eye(69)
    weights = random.random(8) + 0.1
    return {"means": random.normal(0, 0.2, (8, 69)), "covars": covariances, "weights": weights / weights.sum()}


def posed(body, pose, betas):
    """Skeleton joints (24, 3) and vertices (V, 3), without translation."""
    shaped = body["v_template"] + body["shapedirs"][:, :, : len(betas)] @ betas
    rest = body["J_regressor"] @ shaped
    local = rodrigues(pose.reshape(24, 3))
    corrected = shaped + body["posedirs"] @ (local[1:] - np.eye(3)).ravel()
    world = np.zeros((24, 4, 4))
    for joint, parent in enumerate(PARENTS):
        own = np.eye(4)
        own[:3, :3] = local[joint]
        own[:3, 3] = rest[joint] - (rest[parent] if joint else 0)
        world[joint] = own if joint == 0 else world[parent] @ own
    joints = world[:, :3, 3].copy()
    world[:, :3, 3] -= np.einsum("jab,jb->ja", world[:, :3, :3], rest)
    skin = np.einsum("vj,jab->vab", body["weights"], world)
    vertices = np.einsum("vab,vb->va", skin[:, :3, :3], corrected) + skin[:, :3, 3]
    return joints, vertices


def landmarks(body, extra, picks, pose, betas):
    """The 54 joints that SPIN's 49 are taken from."""
    joints, vertices = posed(body, pose, betas)
    return np.concatenate([joints, vertices[picks], extra @ vertices])
