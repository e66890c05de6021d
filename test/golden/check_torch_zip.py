#!/usr/bin/env python3
"""Opens a checkpoint with torch, `weights_only` and not, and prints what is in it as JSON.

    python3 test/golden/check_torch_zip.py FILE
"""
import json
import sys

import torch


def plain(value):
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "type": str(value.dtype), "values": value.flatten().tolist()}
    return value


safe, full = (plain(torch.load(sys.argv[1], weights_only=flag)) for flag in (True, False))
assert safe == full, "the two ways of loading differ"
json.dump(safe, sys.stdout)
