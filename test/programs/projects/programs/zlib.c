/* zlib: there and back, by level; what is damaged; checksums. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define FUNCTIONS(X)                                                           \
  X(zlibVersion) X(compressBound) X(compress2) X(uncompress) X(crc32)          \
  X(inflateInit2_) X(inflate) X(inflateEnd) X(zError)
#include "load.h"

static unsigned char text[40000], packed[50000], back[40000];

int main(void) {
  if (!open_library("libz.so.1"))
    return 1;
  printf("zlib %s\n", the_zlibVersion());
  for (size_t i = 0; i < sizeof text; i++)
    text[i] = (unsigned char)(i * i / 97 % 64 + (i % 1000 < 300) * 32);
  for (int level = 0; level <= 9; level++) {
    uLongf n = the_compressBound(sizeof text), m = sizeof back;
    int made = the_compress2(packed, &n, text, sizeof text, level);
    int undone = the_uncompress(back, &m, packed, n);
    printf("level %d: %d, %lu bytes, crc %08lx; %d, %lu bytes, %s\n", level,
           made, (unsigned long)n, (unsigned long)the_crc32(0, packed, (uInt)n),
           undone, (unsigned long)m,
           m == sizeof text && !memcmp(text, back, m) ? "same" : "different");
  }
  packed[100] ^= 0x55;
  z_stream stream = {.next_in = packed, .avail_in = sizeof packed,
                     .next_out = back, .avail_out = sizeof back};
  int code = the_inflateInit2_(&stream, 15, ZLIB_VERSION, (int)sizeof stream);
  printf("%d, ", code);
  code = the_inflate(&stream, Z_FINISH);
  printf("%s, %s\n", the_zError(code), stream.msg ? stream.msg : "no message");
  return the_inflateEnd(&stream);
}
