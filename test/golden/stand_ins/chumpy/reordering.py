"""chumpy.reordering.Select: `ravel(a)[idxs]`, reshaped."""
from .ch import Ch


class Select(Ch):
    def __init__(self, a, idxs, preferred_shape):
        super().__init__()
        self.a = a
        self.idxs = idxs
        self.preferred_shape = preferred_shape
