#!/usr/bin/env python3
"""Checkpoints of a few odd tensors in both of torch's containers, with the prefixes and the
surroundings that trainers add, and what is in them.

    python3 test/golden/make_checkpoints.py > test/golden/checkpoints.json
"""
import argparse
import base64
import collections
import enum
import io
import json
import sys
import warnings

import torch

warnings.filterwarnings("ignore")
torch.manual_seed(1)


def odd_tensors():
    shared = torch.arange(24.0)
    return collections.OrderedDict(
        {
            "conv1.weight": torch.randn(2, 3, 2, 2),
            "turned": torch.arange(6.0).reshape(2, 3).t(),
            "channels-last": torch.arange(24.0).reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
            "shared.a": shared[4:10].reshape(2, 3),
            "shared.b": shared[::5],
            "expanded": torch.tensor([2.5]).expand(3),
            "half": torch.tensor([0.5, -2.0, 65504.0]).half(),
            "bfloat16": torch.tensor([1.0, -0.15625, 3e38]).bfloat16(),
            "double": torch.tensor([1.5, -1e-3], dtype=torch.float64),
            "bn.num_batches_tracked": torch.tensor(12),
            "flags": torch.tensor([True, False]),
            "parameter": torch.nn.Parameter(torch.tensor([[7.0, 8.0]])),
            "empty": torch.zeros(0, 4),
            "scalar": torch.tensor(3.25),
        }
    )


class Stage(enum.Enum):
    FIT = "fit"


def with_prefix(prefix, tensors):
    return collections.OrderedDict((prefix + name, tensor) for name, tensor in tensors.items())


def surroundings(tensors):
    moments = {0: {"step": torch.tensor(3.0), "exp_avg": torch.randn(500), "exp_avg_sq": torch.randn(500)}}
    spin = {
        "model": tensors,
        "optimizer": {"state": moments, "param_groups": [{"lr": 3e-5, "params": [0]}]},
        "epoch": 5,
        "dataset_perm": torch.arange(20).tolist(),
    }
    lightning = {
        "pytorch-lightning_version": "2.1",
        "hyper_parameters": argparse.Namespace(rate=0.1, stage=Stage.FIT),
        "optimizer_states": [spin["optimizer"]],
        "state_dict": with_prefix("model.module.", tensors),
    }
    return {"bare": tensors, "SPIN": spin, "DataParallel": {"model": with_prefix("module.", tensors)}, "Lightning": lightning}


def saved(value, is_zip):
    stream = io.BytesIO()
    torch.save(value, stream, _use_new_zipfile_serialization=is_zip)
    return base64.b64encode(stream.getvalue()).decode()


def main():
    tensors = odd_tensors()
    files = {
        f"{name}, {container}": saved(value, container == "zip")
        for name, value in surroundings(tensors).items()
        for container in ("legacy", "zip")
    }
    module = saved(torch.nn.Sequential(torch.nn.Linear(2, 2)), True)
    values = {n: {"shape": list(t.shape), "values": t.detach().double().flatten().tolist()} for n, t in tensors.items()}
    json.dump({"files": files, "tensors": values, "module": module}, sys.stdout)


main()
