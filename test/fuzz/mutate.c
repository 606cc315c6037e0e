/* How the fuzz targets change their inputs: within one section, function or
   subsection of a module, whose sizes are then put right; else most would get
   no further than the reader. One of eight is changed anywhere. */

#include "check.h"
#include "object/module.h"
#include "support/buf.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed);

/* Something with its size in front. */
typedef struct part {
  size_t before; /* where the size is */
  size_t begin, end;
} part;

enum { PARTS = 256 };

static bool part_at(const uint8_t *data, size_t at, size_t end, part *out) {
  uint64_t size = 0;
  out->before = at;
  for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
    size |= (uint64_t)(data[at] & 0x7f) << shift;
    if (data[at++] < 0x80) {
      out->begin = at;
      out->end = at + (size_t)size;
      return size <= end - at;
    }
  }
  return false;
}

/* Parts one behind the other, each with `head` bytes in front of its size. */
static unsigned parts_in(const uint8_t *data, size_t at, size_t end,
                         size_t head, part *out) {
  unsigned n = 0;
  while (n < PARTS && end - at > head && part_at(data, at + head, end, &out[n]))
    at = out[n++].end;
  return n;
}

/* What a section consists of: functions, or subsections behind a name. */
static unsigned parts_of(const uint8_t *data, uint8_t id, part whole,
                         part *out) {
  part count;
  if (id == DLW_SEC_CODE) {
    /* Its count is no size, but as long. */
    size_t at = whole.begin;
    while (at < whole.end && data[at] >= 0x80)
      at++;
    return at < whole.end ? parts_in(data, at + 1, whole.end, 0, out) : 0;
  }
  if (id == DLW_SEC_CUSTOM && part_at(data, whole.begin, whole.end, &count)) {
    /* A version stands in front of the subsections of "linking". */
    bool version = count.end - count.begin == 7 && count.end < whole.end &&
                   memcmp(data + count.begin, "linking", 7) == 0;
    return parts_in(data, count.end + version, whole.end, 1, out);
  }
  return 0;
}

/* Puts `n` bytes in the place of a part of `b`, and their size. */
static void replace(dlw_buf *b, part where, const uint8_t *p, size_t n) {
  dlw_buf out = {0};
  dlw_buf_bytes(&out, b->data, where.before);
  dlw_buf_uleb(&out, n);
  dlw_buf_bytes(&out, p, n);
  dlw_buf_bytes(&out, b->data + where.end, b->size - where.end);
  dlw_buf_free(b);
  *b = out;
}

static void mutate(dlw_buf *b, part outer, const part *inner) {
  enum { MORE = 32 };
  part target = inner ? *inner : outer;
  size_t n = target.end - target.begin, size = b->size;
  uint8_t *copy = malloc(n + MORE);
  CHECK(copy);
  memcpy(copy, b->data + target.begin, n);
  n = LLVMFuzzerMutate(copy, n, n + MORE);
  replace(b, target, copy, n);
  free(copy);
  if (inner) {
    outer.end += b->size - size;
    n = outer.end - outer.begin;
    copy = malloc(n ? n : 1);
    CHECK(copy);
    memcpy(copy, b->data + outer.begin, n);
    replace(b, outer, copy, n);
    free(copy);
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed) {
  part sections[PARTS], parts[PARTS];
  unsigned n = size > 8 ? parts_in(data, 8, size, 1, sections) : 0;
  if (n == 0 || seed % 8 == 0)
    return LLVMFuzzerMutate(data, size, max_size);
  part outer = sections[seed / 8 % n];
  dlw_buf b = {0};
  dlw_buf_bytes(&b, data, size);
  unsigned m = parts_of(data, data[outer.before - 1], outer, parts);
  mutate(&b, outer, m && seed % 4 ? &parts[seed / 512 % m] : NULL);
  if (dlw_buf_ok(&b) && b.size <= max_size) {
    memcpy(data, b.data, b.size);
    size = b.size;
  }
  dlw_buf_free(&b);
  return size;
}
