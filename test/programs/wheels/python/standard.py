# What every Python of the last years says alike, from C code of the interpreter
# and from its library.
import array, base64, binascii, bisect, collections, csv, dataclasses, datetime
import enum, fractions, functools, hashlib, heapq, io, itertools, json, math
import operator, random, re, statistics, string, struct, sys, textwrap
import unicodedata

print(sys.byteorder, sys.maxsize >= 2**31 - 1, __name__)
print(math.factorial(30), 3**150 % 10007, -7 // 2, divmod(-7.5, 2))
print(0.1 + 0.2, 1e22, float.hex(math.pi), round(2.675, 2), 1e400)
print(re.sub(r"(?P<a>\w+) (?P<b>\w+)", r"\g<b> \g<a>", "hello world, good day"))
print(json.dumps({"x": [1, 2.5, None, "\u00e9"], "y": {"z": True}}, indent=1))
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha256(b"abc").hexdigest()[:16])
print(binascii.crc32(b"123456789"), base64.b85encode(b"some bytes"))
print(struct.pack("<hiqd", 1, -2, 3, 0.5).hex(), struct.calcsize("<hiqd"))
print(sorted(collections.Counter("abracadabra").items()))
print(list(itertools.islice(itertools.permutations("abcd", 2), 5)))
print(unicodedata.name("\u00e9"),
      unicodedata.normalize("NFD", "\u00e9").encode())
print(datetime.date(2024, 2, 29) + datetime.timedelta(days=366))
print(fractions.Fraction(355, 113).limit_denominator(50))
print(statistics.median([5, 1, 4]),
      textwrap.fill("some words to fill " * 3, 25))
random.seed(42)
print(random.random(), random.sample(range(100), 5))
print(list(csv.reader(io.StringIO('a,"b,c",d\n1,2,3\n'))))


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 0

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


class Colour(enum.Enum):
    RED = 1
    GREEN = 2


print(Point(1, 2) + Point(3), sorted([Point(2), Point(1, 5)]), Colour(2).name)


def numbers():
    try:
        for i in range(3):
            yield i
    finally:
        print("closed")


g = numbers()
print(next(g), next(g))
g.close()
try:
    {}["key"]
except KeyError as error:
    print(repr(error), error.__traceback__ is not None)


def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)
print(functools.reduce(operator.mul, range(1, 20)),
      heapq.nsmallest(3, [5, 2, 9, 1]))
print(bisect.bisect([1, 3, 5], 3), array.array("d", [1, 2]).tobytes().hex())
print(string.Template("$who").substitute(who="you"),
      f"{3.14159:>10.2f}|{255:#x}")
