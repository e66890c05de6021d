#!/usr/bin/env python3
"""The tenth-size random network of `make_spin_network.py` as its trainers would save it: SPIN's own
layout in the older container, and Lightning's in the zip container.

    PYTHONPATH=test/golden python3 test/golden/make_spin_checkpoints.py test/golden/spin

With a width as a second argument it writes any size (`npm run test:python`: 1), moments and all.
"""
import sys
from pathlib import Path

import torch
from spin_twin import random_twin, weights_of, write_safetensors

folder, width = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
folder.mkdir(parents=True, exist_ok=True)
torch.set_num_threads(1)
twin = random_twin(width, 7)
optimizer = torch.optim.Adam(twin.parameters(), lr=3e-5)
if width == 1:  # committed files stay small
    sum(p.sum() for p in twin.parameters()).backward()
    optimizer.step()
model = twin.state_dict()
spin = {
    "model": {f"module.{name}": tensor for name, tensor in model.items()},
    "optimizer": optimizer.state_dict(),
    "epoch": 0,
    "batch_idx": 0,
    "batch_size": 64,
    "dataset_perm": torch.arange(8).tolist(),
    "total_step_count": 0,
}
lightning = {"state_dict": {f"model.{name}": tensor for name, tensor in model.items()}, "hyper_parameters": {}}
torch.save(spin, folder / "model_checkpoint.pt", _use_new_zipfile_serialization=False)
torch.save(lightning, folder / "lightning.ckpt")
if width == 1:
    write_safetensors(folder / "expected.safetensors", weights_of(twin))
