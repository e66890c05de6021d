"""The embedded body in numpy: independent of the studio's code, for golden values and peers."""
import numpy as np


def rodrigues(vectors):
    """Axis-angle (N, 3) to matrices (N, 3, 3)."""
    angle = np.linalg.norm(vectors, axis=1)
    axis = vectors / np.where(angle == 0, 1, angle)[:, None]
    k = np.zeros((len(vectors), 3, 3))
    k[:, 0, 1], k[:, 0, 2], k[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    k[:, 1, 0], k[:, 2, 0], k[:, 2, 1] = axis[:, 2], -axis[:, 1], axis[:, 0]
    sin, cos = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.eye(3) + sin * k + (1 - cos) * (k @ k)


def _regress(body, name, rows, vertices):
    out = np.zeros((rows, 3))
    np.add.at(out, body[f"{name}_row"], body[f"{name}_val"][:, None] * vertices[body[f"{name}_col"]])
    return out


def posed(body, pose, betas):
    """Skeleton joints (24, 3) and vertices (V, 3) without translation: plain linear blend skinning."""
    shaped = body["v_template"] + body["shapedirs"] @ betas
    rest = _regress(body, "J_regressor", 24, shaped)
    local = rodrigues(pose.reshape(24, 3))
    turn, place = np.zeros((24, 3, 3)), np.zeros((24, 3))
    for joint, parent in enumerate(body["parents"]):
        if parent < 0:
            turn[joint], place[joint] = local[joint], rest[joint]
            continue
        turn[joint] = turn[parent] @ local[joint]
        place[joint] = place[parent] + turn[parent] @ (rest[joint] - rest[parent])
    offset = place - np.einsum("jab,jb->ja", turn, rest)
    index, weight = body["weights_idx"], body["weights_val"]
    moved = np.einsum("vkab,vb->vka", turn[index], shaped) + offset[index]
    return place, (weight[..., None] * moved).sum(1)


def landmarks(body, pose, betas):
    """The 54 landmarks of a posed body without translation."""
    place, vertices = posed(body, pose, betas)
    extra = _regress(body, "J_regressor_extra", 9, vertices)
    return np.concatenate([place, vertices[body["vertex_joint_ids"]], extra])


def project(points, focal, centre):
    """Pinhole, x right, y down, z forward."""
    return focal * points[:, :2] / points[:, 2:] + centre
