/* LZ4: a frame in pieces, blocks by acceleration, and a damaged frame. */
#include <lz4.h>
#include <lz4frame.h>
#include <lz4hc.h>
#include <stdio.h>
#include <string.h>

#define FUNCTIONS(X)                                                           \
  X(LZ4_versionString) X(LZ4_compress_fast) X(LZ4_compress_HC)                 \
  X(LZ4_decompress_safe) X(LZ4F_compressFrame) X(LZ4F_compressFrameBound)      \
  X(LZ4F_createDecompressionContext) X(LZ4F_decompress)                        \
  X(LZ4F_freeDecompressionContext) X(LZ4F_isError) X(LZ4F_getErrorName)
#include "load.h"

static char text[30000], packed[40000], back[30000];

static unsigned long sum(const char *p, size_t n) {
  unsigned long s = 5381;
  while (n--)
    s = (s * 33 + (unsigned char)*p++) & 0xffffffff;
  return s;
}

/* In pieces, as if from a slow line. */
static void unframe(size_t n) {
  LZ4F_dctx *context;
  the_LZ4F_createDecompressionContext(&context, LZ4F_VERSION);
  size_t in = 0, out = 0, left = 1;
  while (left && in < n) {
    size_t take = n - in < 777 ? n - in : 777, room = sizeof back - out;
    left = the_LZ4F_decompress(context, back + out, &room, packed + in, &take,
                               NULL);
    if (the_LZ4F_isError(left)) {
      printf("%s\n", the_LZ4F_getErrorName(left));
      break;
    }
    in += take, out += room;
  }
  printf("%zu bytes in, %zu out, %08lx\n", in, out, sum(back, out));
  the_LZ4F_freeDecompressionContext(context);
}

int main(void) {
  if (!open_library("liblz4.so.1"))
    return 1;
  printf("LZ4 %s\n", the_LZ4_versionString());
  for (size_t i = 0; i < sizeof text; i++)
    text[i] = (char)(i * i / 89 % 50 + (i % 900 < 400) * 20);
  for (int k = 1; k < 60; k += 11) {
    int n = the_LZ4_compress_fast(text, packed, sizeof text, sizeof packed, k);
    int m = the_LZ4_decompress_safe(packed, back, n, sizeof back);
    printf("fast %d: %d bytes %08lx, %d back, %s\n", k, n, sum(packed, n), m,
           memcmp(text, back, sizeof text) ? "different" : "same");
  }
  for (int k = 3; k <= 12; k += 3) {
    int n = the_LZ4_compress_HC(text, packed, sizeof text, sizeof packed, k);
    printf("high %d: %d bytes %08lx\n", k, n, sum(packed, n));
  }
  LZ4F_preferences_t wish = {.frameInfo = {
      .blockMode = LZ4F_blockIndependent,
      .contentChecksumFlag = LZ4F_contentChecksumEnabled}};
  size_t n = the_LZ4F_compressFrame(packed, the_LZ4F_compressFrameBound(
                                                sizeof text, &wish),
                                    text, sizeof text, &wish);
  printf("frame: %zu bytes %08lx\n", n, sum(packed, n));
  unframe(n);
  packed[n - 1] ^= 1;
  unframe(n);
}
