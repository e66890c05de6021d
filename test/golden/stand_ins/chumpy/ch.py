"""chumpy.ch.Ch: a leaf that holds an array as `x` beside its bookkeeping."""


class Ch:
    def __init__(self, x=None):
        self._dirty_vars = {"x"}
        self._itr = None
        self._status = "initialized"
        self._depends_on_deps = {}
        if x is not None:
            self.x = x
