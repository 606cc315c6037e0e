/* Fuzz target for the reader of LLVM bitcode's frame: it never steps outside,
   says once why it refuses, and a wrapper's header in front changes nothing. */

#include "check.h"
#include "object/bitcode.h"
#include "support/buf.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t word_at(const uint8_t *p) {
  uint32_t word;
  memcpy(&word, p, 4);
  return word;
}

/* Changes the contents of one of the blocks that lie one behind the other, and
   puts its length right; else most would be refused for that. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed) {
  enum { BLOCKS = 64, MORE = 32 };
  size_t blocks[BLOCKS]; /* where their lengths are */
  unsigned n = 0;
  for (size_t at = 8; n < BLOCKS && size >= 12 && at <= size - 4;) {
    blocks[n++] = at;
    if (word_at(data + at) > (size - at - 4) / 4)
      break;
    at += 8 + (size_t)word_at(data + at) * 4;
  }
  if (n == 0 || seed % 8 == 0)
    return LLVMFuzzerMutate(data, size, max_size);
  size_t length = blocks[seed / 8 % n], begin = length + 4;
  size_t inner = (size_t)word_at(data + length) * 4;
  if (inner > size - begin)
    inner = size - begin;
  uint8_t *copy = calloc(1, inner + MORE + 4);
  CHECK(copy);
  memcpy(copy, data + begin, inner);
  size_t changed = LLVMFuzzerMutate(copy, inner, inner + MORE);
  memset(copy + changed, 0, 4);
  changed = (changed + 3) & ~(size_t)3;
  size_t behind = size - begin - inner;
  if (begin + changed + behind <= max_size) {
    uint32_t words = (uint32_t)(changed / 4);
    memmove(data + begin + changed, data + begin + inner, behind);
    memcpy(data + begin, copy, changed);
    memcpy(data + length, &words, 4);
    size = begin + changed + behind;
  }
  free(copy);
  return size;
}

static bool read(dlw_ctx *cx, dlw_bytes b, dlw_bitcode_info *out) {
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(cx, emit, NULL);
  bool ok = dlw_bitcode_read(cx, &where, b, out);
  CHECK(cx->diag.errors == !ok);
  return ok;
}

static void check_text(dlw_str s) {
  for (size_t i = 0; i < s.n; i++)
    CHECK(s.p[i] >= ' ' && s.p[i] <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  dlw_ctx cx, other;
  dlw_bitcode_info info, again;
  bool ok = read(&cx, (dlw_bytes){data, size}, &info);
  if (ok) {
    CHECK(info.module_count || info.has_index);
    check_text(info.producer);
    check_text(info.triple);
  }
  if (size >= 4 && memcmp(data, "BC\xc0\xde", 4) == 0) {
    dlw_buf b = {0};
    uint32_t head[] = {0x0b17c0de, 0, 24, (uint32_t)size, 7, 0};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
      dlw_buf_u32(&b, head[i]);
    dlw_buf_bytes(&b, data, size);
    CHECK(dlw_buf_ok(&b));
    CHECK(read(&other, (dlw_bytes){b.data, b.size}, &again) == ok);
    CHECK(again.module_count == info.module_count && again.thin == info.thin &&
          again.full == info.full && again.has_index == info.has_index &&
          again.epoch == info.epoch &&
          dlw_str_eq(again.producer, info.producer) &&
          dlw_str_eq(again.triple, info.triple));
    dlw_ctx_done(&other);
    dlw_buf_free(&b);
  }
  dlw_ctx_done(&cx);
  return 0;
}
