"""The embedded body in PyTorch, twice: the full mesh as smplx's `lbs` poses it, and the compact
landmarks of `src/core/body/landmarks.ts`. Both give SPIN's 49 joints, shape [B, 49, 3], metres.
"""
import numpy as np
import torch

BODY = dict(np.load("resources/body/mhbody.npz"))
PARENTS = [int(parent) for parent in BODY["parents"]]
BODY25 = [24, 12, 17, 19, 21, 16, 18, 20, 0, 2, 5, 8, 1, 4, 7, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34]
SPIN49 = BODY25 + [8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27]


def dense(name, rows):
    out = np.zeros((rows, len(BODY["v_template"])))
    np.add.at(out, (BODY[f"{name}_row"], BODY[f"{name}_col"]), BODY[f"{name}_val"])
    return out


def skinning_weights():
    out = np.zeros((len(BODY["v_template"]), 24))
    np.add.at(out, (np.arange(len(out))[:, None], BODY["weights_idx"]), BODY["weights_val"])
    return out


def batch_rodrigues(rot_vecs):
    """smplx's: axis-angle [N, 3] to matrices [N, 3, 3]."""
    angle = torch.norm(rot_vecs + 1e-8, dim=1, keepdim=True)
    rot_dir = rot_vecs / angle
    cos = torch.unsqueeze(torch.cos(angle), dim=1)
    sin = torch.unsqueeze(torch.sin(angle), dim=1)
    rx, ry, rz = torch.split(rot_dir, 1, dim=1)
    zeros = torch.zeros((len(rot_vecs), 1), dtype=rot_vecs.dtype)
    K = torch.cat([zeros, -rz, ry, rz, zeros, -rx, -ry, rx, zeros], dim=1).view((-1, 3, 3))
    ident = torch.eye(3, dtype=rot_vecs.dtype).unsqueeze(dim=0)
    return ident + sin * K + (1 - cos) * torch.bmm(K, K)


def transform_mat(R, t):
    """Rotations [N, 3, 3] and translations [N, 3, 1] as homogeneous matrices [N, 4, 4]."""
    return torch.cat([torch.nn.functional.pad(R, [0, 0, 0, 1]), torch.nn.functional.pad(t, [0, 0, 0, 1], value=1)], dim=2)


class FullMesh:
    """smplx's SMPL with SPIN's nine extra joints: every vertex is posed in every call, pose correctives
    included. Those of this body are zero, but smplx multiplies by what its file has."""

    def __init__(self, dtype):
        self.dtype = dtype
        tensor = lambda array: torch.tensor(np.asarray(array, dtype=np.float64), dtype=dtype)
        self.v_template, self.shapedirs = tensor(BODY["v_template"]), tensor(BODY["shapedirs"])
        self.J_regressor, self.J_regressor_extra = tensor(dense("J_regressor", 24)), tensor(dense("J_regressor_extra", 9))
        self.lbs_weights = tensor(skinning_weights())
        self.posedirs = torch.zeros(207, self.v_template.numel(), dtype=dtype)
        self.vertex_joints = torch.tensor(BODY["vertex_joint_ids"].astype(np.int64))
        self.joint_map = torch.tensor(SPIN49)

    def pose_offsets(self, rot_mats):
        pose_feature = (rot_mats[:, 1:] - torch.eye(3, dtype=self.dtype)).view(len(rot_mats), -1)
        return torch.matmul(pose_feature, self.posedirs).view(len(rot_mats), -1, 3)

    def rigid_transforms(self, rot_mats, joints):
        joints = torch.unsqueeze(joints, dim=-1)
        rel_joints = joints.clone()
        rel_joints[:, 1:] -= joints[:, PARENTS[1:]]
        transforms_mat = transform_mat(rot_mats.reshape(-1, 3, 3), rel_joints.reshape(-1, 3, 1)).reshape(-1, 24, 4, 4)
        chain = [transforms_mat[:, 0]]
        for joint in range(1, 24):
            chain.append(torch.matmul(chain[PARENTS[joint]], transforms_mat[:, joint]))
        transforms = torch.stack(chain, dim=1)
        joints_homogen = torch.nn.functional.pad(joints, [0, 0, 0, 1])
        rel_transforms = transforms - torch.nn.functional.pad(torch.matmul(transforms, joints_homogen), [3, 0, 0, 0, 0, 0, 0, 0])
        return transforms[:, :, :3, 3], rel_transforms

    def __call__(self, global_orient, body_pose, betas):
        batch = len(betas)
        full_pose = torch.cat([global_orient, body_pose], dim=1)
        v_shaped = self.v_template + torch.einsum("bl,mkl->bmk", betas, self.shapedirs)
        J = torch.einsum("bik,ji->bjk", v_shaped, self.J_regressor)
        rot_mats = batch_rodrigues(full_pose.view(-1, 3)).view(batch, -1, 3, 3)
        v_posed = v_shaped + self.pose_offsets(rot_mats)
        J_transformed, A = self.rigid_transforms(rot_mats, J)
        W = self.lbs_weights.unsqueeze(dim=0).expand([batch, -1, -1])
        T = torch.matmul(W, A.view(batch, 24, 16)).view(batch, -1, 4, 4)
        homogen_coord = torch.ones([batch, v_posed.shape[1], 1], dtype=self.dtype)
        v_posed_homo = torch.cat([v_posed, homogen_coord], dim=2)
        v_homo = torch.matmul(T, torch.unsqueeze(v_posed_homo, dim=-1))
        verts = v_homo[:, :, :3, 0]
        joints = torch.cat([J_transformed, torch.index_select(verts, 1, self.vertex_joints)], dim=1)
        extra = torch.einsum("bik,ji->bjk", verts, self.J_regressor_extra)
        return torch.cat([joints, extra], dim=1)[:, self.joint_map]


class BareMesh(FullMesh):
    """The same without the correctives that are zero: what SPIN would take if smplx knew."""

    def pose_offsets(self, rot_mats):
        return torch.zeros(1, 1, 3, dtype=self.dtype)


class CompactLandmarks:
    """The same joints as x = sum of w p_j + G_j (T + S beta) over a few pairs: what a fit needs, no more."""

    def __init__(self, dtype):
        tensor = lambda array: torch.tensor(np.asarray(array, dtype=np.float64), dtype=dtype)
        regressor, shapedirs, template = dense("J_regressor", 24), BODY["shapedirs"].astype(np.float64), BODY["v_template"]
        rest, rest_shape = regressor @ template, np.einsum("jv,vab->jab", regressor, shapedirs)
        rows = np.concatenate([np.eye(len(template))[BODY["vertex_joint_ids"]], dense("J_regressor_extra", 9)])
        moved = np.einsum("lv,vj->ljv", rows, skinning_weights())
        share = moved.sum(2)
        offset = moved @ template - share[..., None] * rest
        shape = np.einsum("ljv,vab->ljab", moved, shapedirs) - share[..., None, None] * rest_shape
        used, place = np.unique(SPIN49, return_inverse=True)
        landmark, joint = np.nonzero(share)
        keep = np.isin(landmark + 24, used)
        landmark, joint = landmark[keep], joint[keep]
        skeleton = [l for l in used if l < 24]
        self.joint = torch.tensor(np.concatenate([joint, skeleton]).astype(np.int64))
        weights = np.concatenate([share[landmark, joint], np.ones(len(skeleton))])
        zero = np.zeros((len(skeleton), 3))
        self.weight = tensor(weights)[:, None]
        self.offset = tensor(np.concatenate([offset[landmark, joint], zero]))
        self.shape = tensor(np.concatenate([shape[landmark, joint], zero[..., None] * np.zeros(10)]).reshape(-1, 10))
        owner = np.concatenate([np.searchsorted(used, landmark + 24), np.searchsorted(used, skeleton)])
        gather = np.zeros((49, len(owner)))
        for i, index in enumerate(place):
            gather[i, owner == index] = 1
        self.gather = tensor(gather)
        self.rest, self.rest_shape = tensor(rest), tensor(rest_shape.reshape(72, 10))
        self.levels = self.levels_of_tree()
        order = [j for level, _, _ in self.levels for j in level]
        self.back = torch.tensor(np.argsort([0] + order))
        self.parents = torch.tensor([max(0, parent) for parent in PARENTS])

    @staticmethod
    def levels_of_tree():
        """Joints by depth, with their parents' places in the level above: one product a level."""
        levels, above = [], [0]
        while children := [j for j in range(24) if PARENTS[j] in above]:
            levels.append((children, torch.tensor(children), torch.tensor([above.index(PARENTS[j]) for j in children])))
            above = children
        return levels

    def __call__(self, global_orient, body_pose, betas):
        batch = len(betas)
        local = batch_rodrigues(torch.cat([global_orient, body_pose], 1).view(-1, 3)).view(batch, 24, 3, 3)
        rest = self.rest + (betas @ self.rest_shape.T).view(batch, 24, 3)
        bones = (rest - rest[:, self.parents])[..., None]
        turn, spot = local[:, :1], rest[:, :1, :, None]
        turns, spots = [turn], [spot]
        for _, joints, parents in self.levels:
            above = turn[:, parents]
            spot = spot[:, parents] + above @ bones[:, joints]
            turn = above @ local[:, joints]
            turns.append(turn)
            spots.append(spot)
        turns, spots = torch.cat(turns, 1)[:, self.back], torch.cat(spots, 1)[:, self.back, :, 0]
        offset = self.offset + (betas @ self.shape.T).view(batch, -1, 3)
        pairs = self.weight * spots[:, self.joint] + (turns[:, self.joint] * offset[:, :, None]).sum(dim=-1)
        return self.gather @ pairs
