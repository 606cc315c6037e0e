# Modules of C out of packages; the interpreter opens them as files.
import msgpack
import simplejson
import simplejson.decoder
import simplejson.encoder
from msgpack import _cmsgpack

print(simplejson.__version__, msgpack.version)
print(simplejson.encoder.c_make_encoder is not None,
      simplejson.decoder.c_scanstring is not None, _cmsgpack.Packer.__name__)
value = {"a": [1, 2.5, None, True, -2**40], "b": {"c": "caf\u00e9 \U0001f600"},
         "d": [[]] * 3, "e": "x" * 300}
text = simplejson.dumps(value, sort_keys=True)
print(text, simplejson.loads(text) == value)
print(simplejson.dumps([1, {"b": 1, "a": 2}], indent=2, sort_keys=True))
packed = msgpack.packb(value)
print(packed.hex(), msgpack.unpackb(packed) == value)


def damaged(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


damaged(simplejson.loads, '{"a": [1, 2,}')
damaged(simplejson.loads, '["\\ud800", "\\x"]')
damaged(simplejson.dumps, {"a": object}.keys)
damaged(msgpack.unpackb, packed[:-3])
damaged(msgpack.unpackb, b"\xc1")
damaged(msgpack.packb, 2**70)


class Thing:
    def __init__(self, n):
        self.n = n


def default(thing):
    if isinstance(thing, Thing):
        return msgpack.ExtType(42, bytes([thing.n]))
    raise TypeError("no thing")


packer = msgpack.Packer(default=default)
print(packer.pack([Thing(1), Thing(2)]).hex())
damaged(packer.pack, [print])
unpacker = msgpack.Unpacker(ext_hook=lambda code, data: (code, data))
for i in range(0, len(packed), 7):
    unpacker.feed(packed[i:i + 7])
print([len(x) for x in unpacker])
print(simplejson.dumps({1: 2}, default=str),
      simplejson.loads("[1e3]", use_decimal=True))
