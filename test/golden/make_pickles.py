#!/usr/bin/env python3
"""Pickles of all protocols, of Python 3 and as Python 2 wrote them, with what they hold; and some
that try to run code.

    python3 test/golden/make_pickles.py > test/golden/pickles.json
"""
import base64
import collections
import json
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import scipy.sparse

sys.path.insert(0, str(Path(__file__).parent / "stand_ins"))

from chumpy.ch import Ch  # noqa: E402
from chumpy.reordering import Select  # noqa: E402
from python2_pickler import dumps as python2_dumps  # noqa: E402

ARRAYS = {
    "float64": np.linspace(-1, 1, 12).reshape(3, 4),
    "float32": np.arange(6, dtype=np.float32).reshape(2, 3) / 7,
    "fortran": np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    "big-endian": np.arange(5, dtype=">i4") - 2,
    "int64": np.array([[-(2**40), 3], [2**32 - 1, 0]]),
    "bytes-of-all-kinds": np.arange(256, dtype=np.uint8),
    "half": np.array([0.5, -2, 65504], dtype=np.float16),
    "booleans": np.array([True, False]),
    "empty": np.zeros((0, 3)),
    "scalar": np.array(4.5),
}
DENSE = np.array([[0, 2.5, 0, 0], [0, 0, 0, -1], [0.25, 0, 0, 7]])


def plain():
    return {
        "integers": [0, 255, 65535, -1, 2**31 - 1, -(2**31), 2**40, -(2**40), 2**53 - 1],
        "floats": [0.1, -1e300, 5e-324],
        "constants": [None, True, False],
        "text": "a ü \\ ' \" \n 漢 😀",
        "tuple": (1, (2, ()), [3, []]),
        "a": {"b": {"c": [1]}},
    }


def encode(raw):
    return base64.b64encode(raw).decode()


def array_case(name, array, raw):
    return {"name": name, "pickle": encode(raw), "shape": array.shape, "values": array.ravel().astype(float).tolist()}


def arrays():
    for name, array in ARRAYS.items():
        for protocol in range(6):
            yield array_case(f"{name}, protocol {protocol}", array, pickle.dumps(array, protocol))
        for protocol in (0, 1, 2):
            yield array_case(f"{name}, Python 2, protocol {protocol}", array, python2_dumps(array, protocol))


def chumpies():
    array = np.arange(12.0).reshape(3, 4) / 3
    select = Select(Ch(array), np.array([11, 0, 5, 5, 2, 1]), (2, 3))
    picked = array.ravel()[select.idxs].reshape(2, 3)
    for protocol in (0, 1, 2):
        yield array_case(f"Ch, Python 2, protocol {protocol}", array, python2_dumps(Ch(array), protocol))
        yield array_case(f"Select, Python 2, protocol {protocol}", picked, python2_dumps(select, protocol))
    yield array_case("Ch, protocol 4", array, pickle.dumps(Ch(array), 4))


def sparse():
    for name in ("csc_matrix", "csr_matrix", "coo_matrix", "csc_array"):
        matrix = getattr(scipy.sparse, name)(DENSE)
        for protocol in (2, 5):
            yield array_case(f"{name}, protocol {protocol}", DENSE, pickle.dumps(matrix, protocol))
        yield array_case(f"{name}, Python 2", DENSE, python2_dumps(matrix, 2))


class Runs:
    """Pickles to a call of `function`, which a reader that obeys would make."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def hostile():
    import importlib
    import os

    calls = {
        "os.system": Runs(os.system, "true"),
        "subprocess.Popen": Runs(subprocess.Popen, ["true"]),
        "eval": Runs(eval, "1"),
        "exec": Runs(exec, "1"),
        "getattr": Runs(getattr, "", "join"),
        "import_module": Runs(importlib.import_module, "os"),
    }
    for name, call in calls.items():
        for protocol in (0, 2, 4):
            yield {"name": f"{name}, protocol {protocol}", "pickle": encode(pickle.dumps({"w": [1, call]}, protocol))}
    yield {"name": "os.system by INST", "pickle": encode(b"(S'true'\nios\nsystem\n.")}
    yield {"name": "os.system by OBJ", "pickle": encode(b"(cos\nsystem\nS'true'\no.")}
    yield {"name": "a walk to os.system", "pickle": encode(b"\x80\x04\x8c\x06random\x8c\x0a_os.system\x93\x8c\x04true\x85R.")}
    yield {"name": "a walk over __class__", "pickle": encode(b"\x80\x04\x8c\x04json\x8c\x17JSONDecoder.__class__.f\x93)R.")}


class Unknown(collections.OrderedDict):
    """Of no class that a reader knows."""


def main():
    text = {f"protocol {p}": encode(pickle.dumps(plain(), p)) for p in range(6)}
    mixed = {"weights": np.arange(3.0), "settings": Unknown(rate=0.1), "ordered": collections.OrderedDict(a=1)}
    json.dump(
        {
            "plain": {"pickles": text, "value": plain()},
            "python2": {f"protocol {p}": encode(python2_dumps({"key": b"\x00\x80\x9f\xff\\'\n"}, p)) for p in (0, 1, 2)},
            "arrays": [*arrays(), *chumpies()],
            "sparse": list(sparse()),
            "hostile": list(hostile()),
            "unknown": [encode(pickle.dumps(mixed, p)) for p in range(6)],
        },
        sys.stdout,
    )


main()
