"""Writes pickles byte for byte as Python 2 and its NumPy did: every `str` is a byte string (S, T, U)
and the modules have their old names. The licensed files of the body are of this kind."""
import io
import pickle
import struct

OLD_MODULES = {
    "numpy._core.multiarray": "numpy.core.multiarray",
    "numpy._core.numeric": "numpy.core.numeric",
    "scipy.sparse._csc": "scipy.sparse.csc",
    "scipy.sparse._csr": "scipy.sparse.csr",
    "builtins": "__builtin__",
    "copyreg": "copy_reg",
}


class Python2Pickler(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def save_byte_string(self, value):
        raw = value if isinstance(value, bytes) else value.encode("latin1")
        if self.proto == 0:
            text = repr(raw)[1:].encode("latin1")
            self.write(pickle.STRING + text + b"\n")
        elif len(raw) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(raw)]) + raw)
        else:
            self.write(pickle.BINSTRING + struct.pack("<i", len(raw)) + raw)
        self.memoize(value)

    dispatch[bytes] = save_byte_string
    dispatch[str] = save_byte_string

    def save_global(self, value, name=None):
        name = name or getattr(value, "__qualname__", None) or value.__name__
        module = pickle.whichmodule(value, name)
        module = OLD_MODULES.get(module, module)
        self.write(pickle.GLOBAL + f"{module}\n{name}\n".encode())
        self.memoize(value)

    dispatch[type] = save_global
    dispatch[type(len)] = save_global
    dispatch[type(save_global)] = save_global


def dumps(value, protocol):
    """The bytes of `pickle.dumps(value, protocol)` under Python 2."""
    stream = io.BytesIO()
    Python2Pickler(stream, protocol).dump(value)
    return stream.getvalue()
