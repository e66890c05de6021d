#!/usr/bin/env python3
"""Opens what SPIN Studio exports for other trainers and viewers, as they do, and looks at the numbers.

    python3 test/golden/check_training_files.py EXPORT_FOLDER NAME BODY.npz

Reads with numpy, tarfile, pickle, json and trimesh, and with webdataset where that is installed.
Exits 1 when a file is not as its readers want it. The last line is one JSON object: for each format the
largest reprojection error, pixels of the image, over the landmarks that the studio itself has written.
"""
import io
import json
import pathlib
import pickle
import sys
import tarfile

import numpy as np
import trimesh
from spin_body import landmarks, project, rodrigues

# Joints that SPIN's 49 are, among the body's 54 landmarks.
BODY25_OF_54 = [24, 12, 17, 19, 21, 16, 18, 20, 0, 2, 5, 8, 1, 4, 7, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34]
PART_OF_54 = [8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27]


def check_hmr2(folder, name, body, meta):
    """What `ImageDataset` of 4D-Humans does with the npz."""
    data = np.load(folder / f"{name}_hmr2.npz", allow_pickle=False)
    count = len(data["imgname"])
    scale = data["scale"].reshape(len(data["center"]), -1) / 200.0
    assert scale.shape == (count, 2) and (scale * 200 > 12).all(), "scale is no box in pixels"
    points = np.concatenate([data["body_keypoints_2d"], data["extra_keypoints_2d"]], axis=1)
    assert points.shape == (count, 44, 3) and np.isfinite(points).all(), "not 44 points"
    assert data["body_pose"].shape == (count, 72) and data["betas"].shape == (count, 10)
    is_smpl = str(data["body_model"][0]) == "smpl"
    assert is_smpl or not (data["has_body_pose"].any() or data["has_betas"].any()), "called SMPL"
    worst = 0.0
    for i in np.flatnonzero(meta["has_fit"]):
        seen = points[i, :25, 2] > 0
        own = meta["joints_2d"][i][BODY25_OF_54][seen]
        worst = max(worst, np.linalg.norm(points[i, :25, :2][seen] - own, axis=1).mean())
    return count, worst


def check_webdataset(folder, name, count):
    """As `load_tars_as_webdataset` of 4D-Humans goes through a shard, with tarfile and pickle."""
    people = []
    for path in sorted((folder / f"{name}_hmr2").glob("*.tar")):
        pictures = {}
        with tarfile.open(path) as archive:
            for member in archive:
                key, kind = member.name.split(".", 1)
                pictures.setdefault(key, {})[kind] = archive.extractfile(member).read()
        for key, parts in pictures.items():
            image = parts.get("jpg") or parts.get("png")
            assert image[:2] in (b"\xff\xd8", b"\x89P"), f"{key} has no picture"
            for person in pickle.loads(parts["data.pyd"]):
                assert person["keypoints_2d"].shape == (44, 3) and person["keypoints_2d"].dtype == np.float32
                assert person["keypoints_3d"].shape == (44, 4)
                assert person["scale"].min().item() * 200.0 > 1 and person["center"].shape == (2,)
                losses = person.get("extra_info", {}).get("fitting_loss", np.array({})).item()
                assert losses.get("reprojection_loss") is None
                assert person["body_pose"][:3].shape == (3,) and person["betas"].shape == (10,)
                both = np.array(float((person["has_body_pose"] > 0) and (person["has_betas"] > 0)))
                assert both in (0, 1)
                people.append(person)
    assert len(people) == count, f"{len(people)} people in the shards instead of {count}"
    data = np.load(folder / f"{name}_hmr2.npz")
    for i, person in enumerate(people):
        wanted = np.concatenate([data["body_keypoints_2d"][i], data["extra_keypoints_2d"][i]])
        assert np.allclose(person["keypoints_2d"], wanted, rtol=1e-6, atol=1e-3), "other points than the npz"
        assert np.allclose(person["scale"] * 200, data["scale"][i], rtol=1e-6)
        assert np.allclose(person["body_pose"], data["body_pose"][i], atol=1e-6)


def check_with_webdataset(folder, name, count):
    """With the library itself, where it is there. @returns its version"""
    try:
        import webdataset
    except ImportError:
        return None
    urls = [str(path) for path in sorted((folder / f"{name}_hmr2").glob("*.tar"))]
    samples = list(webdataset.WebDataset(urls, shardshuffle=False).decode())
    assert sum(len(sample["data.pyd"]) for sample in samples) == count, "webdataset reads other people"
    return webdataset.__version__


def check_eft(folder, name, body, meta):
    """EFT's viewer: s · X + t, then × 112, into the crop, into the image."""
    document = json.loads((folder / f"{name}_eft.json").read_text())
    worst = mean = 0.0
    rows = np.flatnonzero(meta["has_fit"])
    assert len(document["data"]) == len(rows), "people without a body in EFT's file"
    for item, i in zip(document["data"], rows):
        rotations = np.reshape(np.array(item["parm_pose"], dtype=np.float32), (24, 3, 3)).astype(float)
        assert np.allclose(rotations @ rotations.transpose(0, 2, 1), np.eye(3), atol=1e-5), "no rotations"
        pose = np.concatenate([log_rotation(rotation) for rotation in rotations])
        scale, *shift = item["parm_cam"]
        points = landmarks(body, pose, np.array(item["parm_shape"]))
        crop = 112 * (scale * points[:, :2] + shift)
        image = crop * 200 * item["bbox_scale"] / 224 + item["bbox_center"]
        error = np.linalg.norm(image - meta["joints_2d"][i], axis=1)
        worst, mean = max(worst, error.max()), max(mean, error.mean() * 224 / (200 * item["bbox_scale"]))
        assert len(item["joint_validity_openpose18"]) == 18 and len(item["gt_keypoint_2d"]) == 49
    return worst, mean


def log_rotation(rotation):
    """Axis-angle, also at half a turn."""
    values, vectors = np.linalg.eig(rotation)
    axis = np.real(vectors[:, np.argmin(np.abs(values - 1))])
    angle = np.arctan2(
        axis @ [rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]],
        np.trace(rotation) - 1,
    )
    return axis * angle


def check_smpl(folder, name, body, meta):
    """Arrays that `smplx` takes, and the full image's camera."""
    worst = 0.0
    files = sorted((folder / f"{name}_smpl").rglob("*.npz"))
    by_person = {int(person): i for i, person in enumerate(meta["person_id"])}
    for path in files:
        data = np.load(path)
        assert data["global_orient"].shape == (1, 3) and data["body_pose"].shape == (1, 69)
        assert data["betas"].shape == (1, 10) and data["transl"].shape == (1, 3)
        pose = np.concatenate([data["global_orient"][0], data["body_pose"][0]]).astype(float)
        points = landmarks(body, pose, data["betas"][0].astype(float)) + data["transl"][0]
        own = project(points, float(data["focal_length"]), data["principal_point"])
        i = by_person[int(data["person_id"])]
        worst = max(worst, np.abs(own - meta["joints_2d"][i]).max())
    assert len(files) == int(meta["has_fit"].sum()), "a file for each body"
    return worst


def check_meshes(folder, name, body, meta):
    """With trimesh: metres, y up, upright, a mesh a person, where the camera sees them."""
    worst = 0.0
    by_person = {int(person): i for i, person in enumerate(meta["person_id"])}
    found = {"glb": 0, "obj": 0}
    for kind in found:
        for path in sorted((folder / f"{name}_{kind}").rglob(f"*.{kind}")):
            scene = trimesh.load(path, process=False, **({"split_objects": True} if kind == "obj" else {}))
            meshes = scene.geometry if isinstance(scene, trimesh.Scene) else {person_of(path): scene}
            for title, mesh in meshes.items():
                person = int(title.split("_")[1])
                i = by_person[person]
                vertices = np.asarray(mesh.vertices)
                assert len(mesh.faces) == len(body["faces"]), "another number of triangles"
                assert 0.8 < np.ptp(vertices, axis=0).max() < 2.6, "not in metres"
                assert (vertices[:, 2] < 0).all(), "behind the camera of glTF"
                assert mesh.volume > 0.02, "turned inside out"
                picked = vertices[body["vertex_joint_ids"]] * [1, -1, -1]
                focal, cx, cy = meta["camera"][i]
                worst = max(worst, np.abs(project(picked, focal, [cx, cy]) - meta["joints_2d"][i][24:45]).max())
                head, feet = meta["joints_2d"][i][24], meta["joints_2d"][i][[29, 32]].mean(0)
                is_standing = head[1] < feet[1]
                up = vertices[body["vertex_joint_ids"][0]][1] > vertices[body["vertex_joint_ids"][[5, 8]]].mean(0)[1]
                assert up == is_standing, "upside down"
                found[kind] += 1
    wanted = int(meta["has_fit"].sum())
    assert found == {"glb": wanted, "obj": wanted}, f"{found} meshes instead of {wanted}"
    return worst


def person_of(path):
    """Of an OBJ with one object, whose name trimesh does not tell."""
    return next(line[2:].strip() for line in path.read_text().splitlines() if line.startswith("o "))


def main(folder, name, body_path):
    folder = pathlib.Path(folder)
    body = dict(np.load(body_path))
    meta = dict(np.load(folder / f"{name}_fits_meta.npz"))
    count, hmr2 = check_hmr2(folder, name, body, meta)
    check_webdataset(folder, name, count)
    errors = {"hmr2MeanPx": hmr2, "webdataset": check_with_webdataset(folder, name, count)}
    if (folder / f"{name}_eft.json").exists():
        errors["eftPx"], errors["eftMeanCropPx"] = check_eft(folder, name, body, meta)
        errors["smplPx"] = check_smpl(folder, name, body, meta)
    errors["meshPx"] = check_meshes(folder, name, body, meta)
    rows = (folder / f"{name}_keypoints.csv").read_text().splitlines()
    assert len(rows) > 1 and rows[0].startswith("image,person_id,state,point,x_px,y_px"), "no table of points"
    assert errors["meshPx"] < 0.5, f"the meshes are {errors['meshPx']} px from the studio's joints"
    assert errors.get("smplPx", 0) < 0.5, f"SMPL files are {errors['smplPx']} px off"
    assert errors.get("eftMeanCropPx", 0) < 4, f"EFT is {errors['eftMeanCropPx']} px of the crop off"
    print(json.dumps(errors))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:4])
    except AssertionError as error:
        sys.exit(f"Not usable: {error}")
