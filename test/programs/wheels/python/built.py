# A module of C that setuptools has built.
import os

import tornado
from tornado import speedups

print(tornado.version, os.path.basename(speedups.__file__))
mask = b"\x12\x34\xab\xff"
for n in (0, 1, 3, 4, 7, 8, 21, 1000):
    text = bytes(i * 7 % 256 for i in range(n))
    masked = speedups.websocket_mask(mask, text)
    print(n, masked[:24].hex(), speedups.websocket_mask(mask, masked) == text)
try:
    speedups.websocket_mask(mask, "text", 1)
except TypeError as error:
    print(type(error).__name__)
