#!/usr/bin/env python3
"""A tenth-size SPIN network with random weights, and what PyTorch says for two made-up pictures.

    PYTHONPATH=test/golden python3 test/golden/make_spin_network.py

With a folder and a width as arguments it writes there, any size (`npm run test:python`: 1).
"""
import json
import sys

import torch
from spin_twin import network_input, picture, random_twin, weights_of, write_safetensors

folder = sys.argv[1] if len(sys.argv) > 1 else "test/golden"
width = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1
torch.set_num_threads(1)
twin = random_twin(width, 7)
with torch.no_grad():
    features = twin.features(network_input([picture(0), picture(1)]))
    outputs = twin.head(features)
write_safetensors(f"{folder}/spin-network.safetensors", weights_of(twin))
rounded = lambda rows: [[float(f"{v:.7g}") for v in row] for row in rows.tolist()]
with open(f"{folder}/spin-network.json", "w") as file:
    json.dump({"features": rounded(features), "outputs": rounded(outputs)}, file)
print(f"features: mean {features.mean():.3f}, sd {features.std():.3f}; outputs: sd {outputs.std():.3f}")
