/* Reads the frame of LLVM bitcode: a stream of bits with nested blocks, each of
   which begins with its length, and records of integers whose layout an
   abbreviation may say. Of a module only its own records are decoded; the
   blocks in it (types, functions, metadata ...) are stepped over by their
   lengths, so this costs little whatever the size, and never recurses.
   Format: LLVM's documentation, "LLVM Bitcode File Format"; numbers of blocks
   and records from its header LLVMBitCodes.h. */
#include "object/bitcode.h"

#include <stdarg.h>
#include <stdio.h>

#include "support/buf.h"

enum {
  BLOCKINFO = 0,
  MODULE = 8,
  IDENTIFICATION = 13,
  MODULE_STRTAB = 19,
  SUMMARY = 20,
  STRTAB = 23,
  FULL_LTO_SUMMARY = 24
};
enum { SETBID = 1 };              /* record of BLOCKINFO */
enum { PRODUCER = 1, EPOCH = 2 }; /* of IDENTIFICATION */
enum { VERSION = 1, TRIPLE = 2 }; /* of MODULE */

/* Abbreviation numbers with a meaning of their own. */
enum { END_BLOCK, ENTER_BLOCK, DEFINE_ABBREV, UNABBREV_RECORD, FIRST_ABBREV };

/* How an operand is encoded. */
enum { LITERAL, FIXED, VBR, ARRAY, CHAR6, BLOB };

typedef struct operand {
  uint64_t value; /* LITERAL: that; FIXED and VBR: width in bits, 1 to 32 */
  uint32_t next;  /* the next operand of the record that takes any bits */
  uint8_t encoding;
} operand;

typedef struct abbrev {
  operand *operands; /* the last, behind an ARRAY, describes its elements */
  uint32_t count;
} abbrev;

typedef struct abbrevs {
  abbrev *list;
  uint32_t count, capacity;
} abbrevs;

typedef struct reader {
  dlw_ctx *cx;
  const dlw_where *where;
  const uint8_t *p; /* where bitcode begins: its words count from there */
  uint64_t at, end; /* in bits */
  size_t in_front;  /* bytes of a wrapper's header */
  const char *unit; /* what ends at `end` */
  dlw_bitcode_info *info;
  abbrevs modules, identifications; /* that BLOCKINFO gives such blocks */
  bool identified;                  /* an identification has been read */
  bool open;      /* an identification whose module has not come yet */
  bool names_due; /* a module whose names are in a STRTAB to come */
} reader;

typedef struct block {
  uint32_t id, width; /* width of its abbreviations' numbers */
  uint64_t end;       /* in bits */
  const abbrevs *inherited;
  uint32_t inherited_count; /* as it was when the block began */
  abbrevs own;
} block;

__attribute__((format(printf, 3, 4), cold, noinline)) static bool
fail(const reader *r, uint64_t at, const char *format, ...) {
  char text[256];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  dlw_where where = *r->where;
  where.offset = r->in_front + at / 8;
  where.has_offset = true;
  return dlw_error(r->cx, &where, "bitcode: %s", text);
}

/* --- bits --- */

static bool past_end(const reader *r) {
  return fail(r, r->at, "runs past the end of the %s", r->unit);
}

/* `n` is at most 32. Bits are numbered from the lowest of the first byte. */
static bool fixed(reader *r, unsigned n, uint64_t *out) {
  if (n > r->end - r->at)
    return past_end(r);
  uint64_t word = 0;
  uint64_t first = r->at / 8, last = (r->at + n + 7) / 8;
  for (uint64_t i = first; i < last; i++)
    word |= (uint64_t)r->p[i] << (i - first) * 8;
  *out = word >> r->at % 8 & (((uint64_t)1 << n) - 1);
  r->at += n;
  return true;
}

/* Chunks of `n` bits, whose highest says that another follows. */
static bool vbr(reader *r, unsigned n, uint64_t *out) {
  uint64_t start = r->at, chunk, more = (uint64_t)1 << (n - 1);
  *out = 0;
  for (unsigned shift = 0; shift < 64; shift += n - 1) {
    if (!fixed(r, n, &chunk))
      return false;
    *out |= (chunk & (more - 1)) << shift;
    if (!(chunk & more))
      return true;
    if (n == 1)
      break;
  }
  return fail(r, start, "a number does not end within 64 bits");
}

static bool skip_bits(reader *r, uint64_t n) {
  if (n > r->end - r->at)
    return past_end(r);
  r->at += n;
  return true;
}

static bool align(reader *r) { return skip_bits(r, -r->at & 31); }

/* --- abbreviations --- */

static bool read_operand(reader *r, operand *out) {
  uint64_t start = r->at, literal, encoding;
  if (!fixed(r, 1, &literal))
    return false;
  if (literal) {
    out->encoding = LITERAL;
    return vbr(r, 8, &out->value);
  }
  if (!fixed(r, 3, &encoding))
    return false;
  if (encoding < FIXED || encoding > BLOB)
    return fail(r, start,
                "an abbreviation has an encoding %u, which is not "
                "known",
                (unsigned)encoding);
  out->encoding = (uint8_t)encoding;
  if (encoding != FIXED && encoding != VBR)
    return true;
  if (!vbr(r, 5, &out->value))
    return false;
  if (out->value > 32)
    return fail(r, start, "an abbreviation has a field of more than 32 bits");
  if (out->value == 0)
    out->encoding = LITERAL; /* always 0 */
  return true;
}

/* What stands where: no array or blob first, an array with its elements'
   encoding last, a blob last. */
static bool check_abbrev(const reader *r, uint64_t start, const abbrev *a) {
  for (uint32_t i = 0; i < a->count; i++) {
    uint8_t encoding = a->operands[i].encoding;
    if (encoding != ARRAY && encoding != BLOB)
      continue;
    uint32_t behind = a->count - 1 - i;
    if (i == 0 || behind != (encoding == ARRAY))
      return fail(r, start,
                  "an abbreviation has an array or blob in a wrong "
                  "place");
    if (encoding == BLOB)
      continue;
    uint8_t element = a->operands[i + 1].encoding;
    if (element != FIXED && element != VBR && element != CHAR6)
      return fail(r, start,
                  "an abbreviation has an array of what is no number");
    break;
  }
  return true;
}

static bool read_abbrev(reader *r, abbrev *out) {
  uint64_t start = r->at, count;
  if (!vbr(r, 5, &count))
    return false;
  /* The shortest operand has four bits. */
  if (count == 0 || count > (r->end - r->at) / 4 || count > UINT32_MAX)
    return fail(r, start, "an abbreviation has %llu operands",
                (unsigned long long)count);
  *out = (abbrev){.count = (uint32_t)count};
  out->operands = dlw_alloc(r->cx, count, sizeof *out->operands);
  if (!out->operands)
    return false;
  for (uint32_t i = 0; i < out->count; i++)
    if (!read_operand(r, &out->operands[i]))
      return false;
  if (!check_abbrev(r, start, out))
    return false;
  /* Records with many literals take few bits: stepping over one must not take
     longer for that. */
  uint32_t next = out->count;
  for (uint32_t i = out->count; i-- > 0;) {
    out->operands[i].next = next;
    if (out->operands[i].encoding != LITERAL)
      next = i;
  }
  return true;
}

static bool define(reader *r, abbrevs *to) {
  abbrev a;
  if (!read_abbrev(r, &a) ||
      !dlw_grow(r->cx, &to->list, to->count, &to->capacity, sizeof a))
    return false;
  to->list[to->count++] = a;
  return true;
}

/* --- records --- */

/* A record being read: its code has been, `op` comes next. */
typedef struct record {
  uint64_t code;
  const abbrev *abbrev; /* NULL: `left` operands of six-bit chunks */
  uint32_t op;
  bool in_array;
  uint64_t left; /* elements of the array */
} record;

static bool scalar(reader *r, const operand *o, uint64_t *out) {
  static const char chars[] =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._";
  switch (o->encoding) {
  case FIXED:
    return fixed(r, (unsigned)o->value, out);
  case VBR:
    return vbr(r, (unsigned)o->value, out);
  case CHAR6:
    if (!fixed(r, 6, out))
      return false;
    *out = (uint8_t)chars[*out];
    return true;
  default:
    *out = o->value;
    return true;
  }
}

static bool open_record(reader *r, const block *b, uint64_t number,
                        record *out) {
  *out = (record){0};
  if (number == UNABBREV_RECORD)
    return vbr(r, 6, &out->code) && vbr(r, 6, &out->left);
  uint64_t i = number - FIRST_ABBREV;
  if (i < b->inherited_count)
    out->abbrev = &b->inherited->list[i];
  else if (i - b->inherited_count < b->own.count)
    out->abbrev = &b->own.list[i - b->inherited_count];
  else
    return fail(r, r->at - b->width,
                "abbreviation %llu of the %s is not "
                "defined",
                (unsigned long long)number, r->unit);
  out->op = 1;
  return scalar(r, &out->abbrev->operands[0], &out->code);
}

static bool skip_blob(reader *r) {
  uint64_t n;
  if (!vbr(r, 6, &n) || !align(r))
    return false;
  if (n > (r->end - r->at) / 8)
    return past_end(r);
  return skip_bits(r, n * 8) && align(r);
}

/* The next operand, also of an array; `*more` is false where there is none. */
static bool value(reader *r, record *rec, uint64_t *out, bool *more) {
  *more = true;
  if (!rec->abbrev) {
    *more = rec->left > 0;
    if (!*more)
      return true;
    rec->left--;
    return vbr(r, 6, out);
  }
  const abbrev *a = rec->abbrev;
  if (!rec->in_array && rec->op < a->count) {
    const operand *o = &a->operands[rec->op++];
    if (o->encoding == ARRAY) {
      if (!vbr(r, 6, &rec->left))
        return false;
      rec->in_array = true;
    } else if (o->encoding != BLOB) {
      return scalar(r, o, out);
    } else if (!skip_blob(r)) {
      return false;
    }
  }
  *more = rec->in_array && rec->left > 0;
  if (!*more)
    return true;
  rec->left--;
  return scalar(r, &a->operands[a->count - 1], out);
}

static bool skip_numbers(reader *r, const operand *o, uint64_t n) {
  uint64_t width = o->encoding == CHAR6 ? 6 : o->value, ignored;
  if (n > (r->end - r->at) / width)
    return past_end(r);
  if (o->encoding != VBR)
    return skip_bits(r, n * width);
  while (n-- > 0)
    if (!vbr(r, (unsigned)width, &ignored))
      return false;
  return true;
}

/* What is left of a record. */
static bool skip_record(reader *r, const record *rec) {
  static const operand plain = {.encoding = VBR, .value = 6};
  if (!rec->abbrev)
    return skip_numbers(r, &plain, rec->left);
  const abbrev *a = rec->abbrev;
  if (rec->in_array)
    return skip_numbers(r, &a->operands[a->count - 1], rec->left);
  for (uint32_t i = a->operands[rec->op - 1].next; i < a->count;
       i = a->operands[i].next) {
    const operand *o = &a->operands[i];
    if (o->encoding == ARRAY) {
      uint64_t n;
      return vbr(r, 6, &n) && skip_numbers(r, o + 1, n);
    }
    if (!(o->encoding == BLOB ? skip_blob(r) : skip_numbers(r, o, 1)))
      return false;
  }
  return true;
}

/* 0 where there is none. */
static bool first_value(reader *r, record *rec, uint64_t *out) {
  bool more;
  *out = 0;
  return value(r, rec, out, &more) && skip_record(r, rec);
}

static bool text(reader *r, record *rec, dlw_str *out) {
  dlw_buf b = {0};
  uint64_t c;
  bool more = true, ok = true;
  while (ok && more) {
    ok = value(r, rec, &c, &more);
    if (ok && more)
      dlw_buf_u8(&b, c >= ' ' && c <= '~' ? (uint8_t)c : '?');
  }
  if (ok && !dlw_buf_ok(&b))
    ok = dlw_out_of_memory(r->cx);
  if (ok && b.size) {
    *out =
        (dlw_str){dlw_strdup(r->cx, (dlw_str){(char *)b.data, b.size}), b.size};
    ok = out->p != NULL;
  }
  dlw_buf_free(&b);
  return ok;
}

/* --- blocks --- */

/* Behind ENTER_BLOCK: the block's head, and its end by its length. */
static bool enter(reader *r, block *out) {
  uint64_t start = r->at, id, width, words;
  if (!vbr(r, 8, &id) || !vbr(r, 4, &width) || !align(r) ||
      !fixed(r, 32, &words))
    return false;
  if (id > UINT32_MAX || width == 0 || width > 32)
    return fail(r, start, "what begins here is no block");
  if (words > (r->end - r->at) / 32)
    return fail(r, start, "a %s of %llu bytes runs past the end of the %s",
                id == MODULE ? "module" : "block",
                (unsigned long long)words * 4, r->unit);
  *out = (block){
      .id = (uint32_t)id, .width = (uint32_t)width, .end = r->at + words * 32};
  return true;
}

/* What comes next in a block: abbreviations are added to `abbrevs` on the way;
   END_BLOCK, ENTER_BLOCK (its head read) or a record's abbreviation. */
static bool next(reader *r, block *b, abbrevs *to, uint64_t *what,
                 block *inner) {
  for (;;) {
    if (!fixed(r, b->width, what))
      return false;
    if (*what == DEFINE_ABBREV) {
      if (!to)
        return fail(r, r->at, "BLOCKINFO has an abbreviation for no block");
      if (!define(r, to))
        return false;
      continue;
    }
    if (*what == ENTER_BLOCK)
      return enter(r, inner);
    if (*what != END_BLOCK)
      return true;
    if (!align(r))
      return false;
    if (r->at != b->end)
      return fail(r, r->at, "the %s ends before its length says", r->unit);
    return true;
  }
}

/* Abbreviations for blocks to come. Only those we read are kept. */
static bool read_blockinfo(reader *r, block *b) {
  abbrevs others = {0}, *to = NULL;
  uint64_t what, id;
  block inner;
  record rec;
  for (;;) {
    if (!next(r, b, to, &what, &inner))
      return false;
    if (what == END_BLOCK)
      return true;
    if (what == ENTER_BLOCK) {
      r->at = inner.end;
      continue;
    }
    if (!open_record(r, b, what, &rec))
      return false;
    if (rec.code != SETBID) {
      if (!skip_record(r, &rec))
        return false;
      continue;
    }
    if (!first_value(r, &rec, &id))
      return false;
    to = id == MODULE           ? &r->modules
         : id == IDENTIFICATION ? &r->identifications
                                : &others;
  }
}

/* Runs `body` with the block's end as the end of all, and goes there. */
static bool within(reader *r, block *b, const char *unit,
                   bool (*body)(reader *r, block *b)) {
  uint64_t end = r->end;
  const char *outer = r->unit;
  r->end = b->end;
  r->unit = unit;
  if (!body(r, b))
    return false;
  r->end = end;
  r->unit = outer;
  return true;
}

static bool read_identification(reader *r, block *b) {
  uint64_t what, epoch;
  block inner;
  record rec;
  bool first = !r->identified;
  r->identified = r->open = true;
  b->inherited = &r->identifications;
  b->inherited_count = r->identifications.count;
  for (;;) {
    if (!next(r, b, &b->own, &what, &inner))
      return false;
    if (what == END_BLOCK)
      return true;
    if (what == ENTER_BLOCK) {
      r->at = inner.end;
      continue;
    }
    if (!open_record(r, b, what, &rec))
      return false;
    if (first && rec.code == PRODUCER && !r->info->producer.n) {
      if (!text(r, &rec, &r->info->producer))
        return false;
    } else if (first && rec.code == EPOCH) {
      if (!first_value(r, &rec, &epoch))
        return false;
      r->info->epoch = epoch > UINT32_MAX ? UINT32_MAX : (uint32_t)epoch;
    } else if (!skip_record(r, &rec)) {
      return false;
    }
  }
}

/* A block in a module. */
static bool read_inner(reader *r, block *b, bool *index) {
  if (b->id == BLOCKINFO)
    return within(r, b, "BLOCKINFO block", read_blockinfo);
  *index |= b->id == MODULE_STRTAB;
  r->info->thin |= b->id == SUMMARY;
  r->info->full |= b->id == FULL_LTO_SUMMARY;
  r->at = b->end;
  return true;
}

static bool read_module(reader *r, block *b) {
  uint64_t what, version = 0;
  block inner;
  record rec;
  bool index = false, thin = r->info->thin;
  b->inherited = &r->modules;
  b->inherited_count = r->modules.count;
  while (next(r, b, &b->own, &what, &inner)) {
    bool ok;
    if (what == END_BLOCK) {
      r->info->has_index |= index;
      r->info->module_count += !index;
      if (index)
        r->info->thin = thin;
      r->names_due |= !index && version >= 2;
      return true;
    }
    if (what == ENTER_BLOCK)
      ok = read_inner(r, &inner, &index);
    else if (!open_record(r, b, what, &rec))
      return false;
    else if (rec.code == TRIPLE && !r->info->triple.n)
      ok = text(r, &rec, &r->info->triple);
    else if (rec.code == VERSION)
      ok = first_value(r, &rec, &version);
    else
      ok = skip_record(r, &rec);
    if (!ok)
      return false;
  }
  return false;
}

static bool read_block(reader *r, block *b) {
  switch (b->id) {
  case BLOCKINFO:
    return within(r, b, "BLOCKINFO block", read_blockinfo);
  case IDENTIFICATION:
    if (r->open)
      return fail(r, r->at, "no module follows an identification");
    return within(r, b, "identification block", read_identification);
  case MODULE:
    r->open = false;
    return within(r, b, "module", read_module);
  case STRTAB:
    r->names_due = false;
    break;
  }
  r->at = b->end;
  return true;
}

/* --- the file --- */

static uint32_t word_at(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
         (uint32_t)p[3] << 24;
}

/* Five words may stand in front, with offset and size of what counts. */
static bool unwrap(reader *r, dlw_bytes *b) {
  if (b->n < 4 || word_at(b->p) != 0x0b17c0de)
    return true;
  if (b->n < 20)
    return fail(r, b->n * 8, "the wrapper's header is cut off");
  uint32_t offset = word_at(b->p + 8), size = word_at(b->p + 12);
  if (offset < 20 || offset > b->n || size > b->n - offset)
    return fail(r, 64,
                "the wrapper's header says %u bytes at %u, which the "
                "file does not have",
                size, offset);
  *b = (dlw_bytes){b->p + offset, size};
  r->in_front = offset;
  return true;
}

static bool read_blocks(reader *r) {
  /* Archivers and such leave a few bytes behind: no block is so short. */
  while (r->end - r->at > 64) {
    uint64_t what;
    block b;
    if (!fixed(r, 2, &what))
      return false;
    if (what != ENTER_BLOCK)
      return fail(r, r->at - 2, "what begins here is no block");
    if (!enter(r, &b) || !read_block(r, &b))
      return false;
  }
  if (r->open)
    return fail(r, r->at, "cut off: no module follows an identification");
  if (r->names_due)
    return fail(r, r->at, "cut off: the table of names is missing");
  if (!r->info->module_count && !r->info->has_index)
    return fail(r, r->at, "there is no module");
  return true;
}

bool dlw_bitcode_read(dlw_ctx *cx, const dlw_where *where, dlw_bytes input,
                      dlw_bitcode_info *out) {
  reader r = {.cx = cx, .where = where, .unit = "file", .info = out};
  *out = (dlw_bitcode_info){0};
  if (input.n % 4)
    return fail(&r, input.n * 8, "cut off: the file is not of whole words");
  if (!unwrap(&r, &input))
    return false;
  r.p = input.p;
  if (input.n < 4 || memcmp(input.p, "BC\xc0\xde", 4) != 0)
    return fail(&r, 0, "it does not begin with 'BC' 0xc0 0xde");
  r.at = 32;
  r.end = (uint64_t)input.n * 8;
  return read_blocks(&r);
}
