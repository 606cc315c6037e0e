/* A driver for tests of lib/object: reads, changes and writes objects and
   archives, one command a run. See `usage` below. Not installed. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "code-tool.h"
#include "hex.h"
#include "lift-tool.h"
#include "object/archive.h"
#include "object/bitcode.h"
#include "object/object.h"

static const char usage[] =
    "usage: objtool COMMAND ...\n"
    "  check IN...               read objects, modules and archives\n"
    "  check-hex IN...           the same of files as hex.c describes them\n"
    "  hex IN OUT                write such a file in binary\n"
    "  roundtrip IN OUT          read, write\n"
    "  touch IN OUT              read, encode everything anew, write\n"
    "  rename IN OUT OLD=NEW...  rename symbols\n"
    "  comdat IN OUT OLD=NEW...  rename COMDAT groups\n"
    "  flags IN OUT SYM=FLAGS... set symbols' flags\n"
    "  split IN OUT SYM=NEW...   split definitions (SYM=NEW?: weak)\n"
    "  add IN OUT SYM=NEW...     second, weak names for definitions\n"
    "  drop-inits IN OUT         leave init functions out\n"
    "  dump IN                   what the reader sees\n"
    "  names IN                  function names of a module\n"
    "  bench IN                  speed of reading\n"
    "  truncate IN               read IN cut at every length, and with every\n"
    "                            byte changed in three ways\n"
    "  bitcode IN...             what LLVM bitcode says of itself\n"
    "  list ARCHIVE              members\n"
    "  archive OUT IN...         write an archive\n"
    "  big-archive OUT IN        the same with 4 GiB of nothing before IN\n"
    CODE_USAGE
    LIFT_USAGE;

static void emit(void *user, dlw_severity severity, const char *text) {
  static const char *const names[] = {"note", "warning", "error"};
  (void)user;
  fprintf(stderr, "%s: %s\n", names[severity], text);
}

static dlw_bytes bytes_of(const dlw_file *f) {
  return (dlw_bytes){f->data, f->size};
}

static bool open_object(dlw_ctx *cx, const char *path, dlw_file *f,
                        dlw_object *o) {
  dlw_where where = {.file = dlw_str_of(path)};
  return dlw_file_open(cx, where.file, f) &&
         dlw_object_read(cx, &where, bytes_of(f), o);
}

static bool save(dlw_ctx *cx, dlw_object *o, const char *path) {
  size_t size;
  if (!dlw_object_layout(cx, o, &size))
    return false;
  uint8_t *out = malloc(size);
  if (!out)
    return dlw_out_of_memory(cx);
  dlw_object_write(o, out);
  bool ok = dlw_file_replace(cx, dlw_str_of(path), out, size, 0666);
  free(out);
  dlw_object_done(o);
  return ok;
}

/* --- check --- */

static bool check_bytes(dlw_ctx *cx, const dlw_where *where, dlw_bytes b);

static bool check_archive(dlw_ctx *cx, const dlw_where *where, dlw_bytes b) {
  dlw_archive a;
  if (!dlw_archive_read(cx, where, b, &a))
    return false;
  bool ok = true;
  for (uint32_t i = 0; i < a.count; i++) {
    dlw_where inner = *where;
    inner.member = a.members[i].name;
    dlw_bytes data = a.members[i].data;
    dlw_file f = {0};
    if (a.thin) {
      if (!dlw_file_open(cx, a.members[i].thin_path, &f)) {
        ok = false;
        continue;
      }
      data = bytes_of(&f);
    }
    ok &= check_bytes(cx, &inner, data);
    if (a.thin)
      dlw_file_close(&f);
  }
  return ok;
}

static bool check_bytes(dlw_ctx *cx, const dlw_where *where, dlw_bytes b) {
  dlw_object o;
  dlw_module m;
  switch (dlw_kind_of(b)) {
  case DLW_KIND_ARCHIVE:
  case DLW_KIND_THIN_ARCHIVE:
    return check_archive(cx, where, b);
  case DLW_KIND_SHARED:
  case DLW_KIND_MODULE:
    return dlw_module_read(cx, where, b, &m);
  default:
    return dlw_object_read(cx, where, b, &o);
  }
}

/* All are checked, also after one has failed. */
static bool check(dlw_ctx *cx, bool hex, int n, char **args) {
  bool ok = true;
  for (int i = 0; i < n; i++) {
    dlw_where where = {.file = dlw_str_of(args[i])};
    dlw_file f;
    if (hex) {
      dlw_buf b = {0};
      where.file = dlw_str_basename(where.file);
      ok &= hex_read(cx, args[i], &b) &&
            check_bytes(cx, &where, (dlw_bytes){b.data, b.size});
      dlw_buf_free(&b);
      continue;
    }
    if (!dlw_file_open(cx, where.file, &f)) {
      ok = false;
      continue;
    }
    ok &= check_bytes(cx, &where, bytes_of(&f));
    dlw_file_close(&f);
  }
  return ok;
}

static bool hex(dlw_ctx *cx, int n, char **args) {
  dlw_buf b = {0};
  (void)n;
  bool ok = hex_read(cx, args[0], &b) &&
            dlw_file_replace(cx, dlw_str_of(args[1]), b.data, b.size, 0666);
  dlw_buf_free(&b);
  return ok;
}

/* --- changes --- */

static uint32_t find_symbol(const dlw_object *o, dlw_str name) {
  for (uint32_t i = 0; i < o->symbol_count; i++)
    if (o->symbols[i].kind != DLW_SYM_SECTION &&
        dlw_str_eq(o->symbols[i].name, name))
      return i;
  return DLW_NONE;
}

static uint32_t find_comdat(const dlw_object *o, dlw_str name) {
  for (uint32_t i = 0; i < o->comdat_count; i++)
    if (dlw_str_eq(o->comdats[i].name, name))
      return i;
  return DLW_NONE;
}

static bool change(dlw_ctx *cx, dlw_object *o, const char *command,
                   char *argument) {
  char *equal = strchr(argument, '=');
  if (!equal)
    return dlw_error(cx, &(dlw_where){0}, "'%s' has no '='", argument);
  dlw_str old = {argument, (size_t)(equal - argument)};
  dlw_str new = dlw_str_of(equal + 1);
  bool comdat = strcmp(command, "comdat") == 0;
  uint32_t i = comdat ? find_comdat(o, old) : find_symbol(o, old);
  if (i == DLW_NONE)
    return dlw_error(cx, &(dlw_where){0}, "there is no '%.*s'", DLW_FMT(old));
  if (comdat)
    return dlw_object_rename_comdat(cx, o, i, new);
  if (strcmp(command, "rename") == 0)
    return dlw_object_rename(cx, o, i, new);
  if (strcmp(command, "flags") == 0)
    return dlw_object_set_flags(cx, o, i,
                                (uint32_t)strtoul(equal + 1, NULL, 0));
  if (strcmp(command, "add") == 0) {
    dlw_symbol added = o->symbols[i];
    added.name = new;
    added.flags |= DLW_SYM_WEAK;
    return dlw_object_add_symbol(cx, o, &added);
  }
  bool weak = dlw_str_ends(new, DLW_STR("?"));
  new.n -= weak;
  return dlw_object_split(cx, o, i, new, weak);
}

static bool edit(dlw_ctx *cx, const char *command, int n, char **args) {
  dlw_file f;
  dlw_object o;
  if (!open_object(cx, args[0], &f, &o))
    return false;
  if (strcmp(command, "touch") == 0 && !dlw_object_touch(cx, &o))
    return false;
  if (strcmp(command, "drop-inits") == 0)
    dlw_object_drop_inits(&o);
  for (int i = 2; i < n; i++)
    if (!change(cx, &o, command, args[i]))
      return false;
  return save(cx, &o, args[1]);
}

/* --- dump, names --- */

static void dump_symbols(const dlw_object *o) {
  static const char *const kinds[] = {"function", "data", "global",
                                      "section",  "tag",  "table"};
  for (uint32_t i = 0; i < o->symbol_count; i++) {
    const dlw_symbol *s = &o->symbols[i];
    printf("symbol %u: %s '%.*s' flags 0x%x index %u", i, kinds[s->kind],
           DLW_FMT(s->name), s->flags, s->index);
    if (s->kind == DLW_SYM_DATA && !(s->flags & DLW_SYM_UNDEFINED))
      printf(" offset %llu size %llu", (unsigned long long)s->offset,
             (unsigned long long)s->size);
    if (s->comdat != DLW_NONE)
      printf(" comdat '%.*s'", DLW_FMT(o->comdats[s->comdat].name));
    putchar('\n');
  }
}

static bool dump(dlw_ctx *cx, int n, char **args) {
  dlw_file f;
  dlw_object o;
  (void)n;
  if (!open_object(cx, args[0], &f, &o))
    return false;
  printf("memory64: %d\n", o.module.memory64);
  dump_symbols(&o);
  for (uint32_t i = 0; i < o.module.segment_count; i++) {
    const dlw_segment *s = &o.module.segments[i];
    const dlw_segment_info *info = &o.segment_infos[i];
    printf("segment %u: '%.*s' align %u flags 0x%x size %zu", i,
           DLW_FMT(info->name), info->align, info->flags, s->data.n);
    if (s->has_address)
      printf(" at %llu", (unsigned long long)s->address);
    putchar('\n');
  }
  for (uint32_t i = 0; i < o.init_count; i++)
    printf("init: priority %u symbol %u\n", o.inits[i].priority,
           o.inits[i].symbol);
  for (uint32_t i = 0; i < o.comdat_count; i++)
    for (uint32_t k = 0; k < o.comdats[i].count; k++)
      printf("comdat '%.*s': kind %u index %u\n", DLW_FMT(o.comdats[i].name),
             o.comdats[i].entries[k].kind, o.comdats[i].entries[k].index);
  for (uint32_t i = 0; i < o.feature_count; i++)
    printf("feature: %c%.*s\n", o.features[i].prefix,
           DLW_FMT(o.features[i].name));
  for (uint32_t i = 0; i < o.reloc_count; i++) {
    dlw_reloc_iter it = dlw_relocs(&o.relocs[i]);
    dlw_reloc r;
    while (dlw_reloc_next(&it, &r))
      printf("reloc: section %u offset %llu %s index %u addend %lld\n",
             o.relocs[i].target, (unsigned long long)r.offset,
             dlw_reloc_name(r.type), r.index, (long long)r.addend);
  }
  return true;
}

static bool names(dlw_ctx *cx, int n, char **args) {
  dlw_where where = {.file = dlw_str_of(args[0])};
  dlw_file f;
  dlw_module m;
  (void)n;
  if (!dlw_file_open(cx, where.file, &f) ||
      !dlw_module_read(cx, &where, bytes_of(&f), &m))
    return false;
  dlw_str *all = dlw_module_function_names(cx, &m);
  if (!all)
    return false;
  uint32_t count = m.imported[DLW_EXT_FUNCTION] + m.defined[DLW_EXT_FUNCTION];
  for (uint32_t i = 0; i < count; i++)
    printf("%u %u %.*s\n", i, dlw_module_function_type(&m, i), DLW_FMT(all[i]));
  return true;
}

/* All are looked at, also after one has failed. */
static bool bitcode(dlw_ctx *cx, int n, char **args) {
  bool ok = true;
  for (int i = 0; i < n; i++) {
    dlw_where where = {.file = dlw_str_of(args[i])};
    dlw_file f;
    dlw_bitcode_info b;
    if (!dlw_file_open(cx, where.file, &f)) {
      ok = false;
      continue;
    }
    if (dlw_bitcode_read(cx, &where, bytes_of(&f), &b))
      printf("%s: '%.*s' epoch %u triple '%.*s' modules %u%s%s%s\n", args[i],
             DLW_FMT(b.producer), b.epoch, DLW_FMT(b.triple), b.module_count,
             b.thin ? " thin" : "", b.full ? " full" : "",
             b.has_index ? " index" : "");
    else
      ok = false;
    dlw_file_close(&f);
  }
  return ok;
}

/* --- bench --- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool bench(dlw_ctx *cx, int n, char **args) {
  dlw_file f;
  (void)n;
  dlw_where where = {.file = dlw_str_of(args[0])};
  if (!dlw_file_open(cx, where.file, &f))
    return false;
  double best = 1e9, start = now();
  while (now() - start < 1) {
    dlw_ctx inner;
    dlw_ctx_init(&inner, emit, NULL);
    double before = now();
    bool ok = check_bytes(&inner, &where, bytes_of(&f));
    double took = now() - before;
    dlw_ctx_done(&inner);
    if (!ok)
      return false;
    best = took < best ? took : best;
  }
  printf("%.0f MB/s (%zu bytes in %.0f us)\n", (double)f.size / best / 1e6,
         f.size, best * 1e6);
  return true;
}

/* --- truncate: hostile input made from good --- */

typedef struct tally {
  unsigned long read, refused, mute;
} tally;

/* The library must say why it refuses, and once. */
static void try_bytes(const uint8_t *p, size_t n, tally *t) {
  dlw_ctx cx;
  dlw_where where = {.file = DLW_STR("input")};
  dlw_ctx_init(&cx, NULL, NULL);
  dlw_bytes b = {p, n};
  dlw_object o;
  dlw_archive a;
  dlw_bitcode_info info;
  dlw_kind kind = dlw_kind_of(b);
  bool ok;
  if (kind == DLW_KIND_ARCHIVE || kind == DLW_KIND_THIN_ARCHIVE) {
    ok = dlw_archive_read(&cx, &where, b, &a);
  } else if (kind == DLW_KIND_BITCODE) {
    ok = dlw_bitcode_read(&cx, &where, b, &info);
  } else {
    ok = dlw_object_read(&cx, &where, b, &o);
    size_t size;
    if (ok && dlw_object_touch(&cx, &o) && dlw_object_layout(&cx, &o, &size)) {
      uint8_t *out = malloc(size);
      if (out)
        dlw_object_write(&o, out);
      free(out);
      dlw_object_done(&o);
    }
  }
  t->read += ok;
  t->refused += !ok;
  t->mute += !ok && cx.diag.errors != 1;
  dlw_ctx_done(&cx);
}

static bool truncations(dlw_ctx *cx, int n, char **args) {
  dlw_file f;
  tally cut = {0}, changed = {0};
  (void)n;
  if (!dlw_file_open(cx, dlw_str_of(args[0]), &f))
    return false;
  /* Blocks of exactly the size, so that a sanitizer sees any step beyond. */
  for (size_t i = 0; i < f.size; i++) {
    uint8_t *copy = malloc(i ? i : 1);
    if (!copy)
      return dlw_out_of_memory(cx);
    memcpy(copy, f.data, i);
    try_bytes(copy, i, &cut);
    free(copy);
  }
  uint8_t *copy = malloc(f.size ? f.size : 1);
  if (!copy)
    return dlw_out_of_memory(cx);
  memcpy(copy, f.data, f.size);
  for (size_t i = 0; i < f.size; i++) {
    static const uint8_t flips[] = {0x01, 0x80, 0xff};
    for (int k = 0; k < 3; k++) {
      copy[i] = f.data[i] ^ flips[k];
      try_bytes(copy, f.size, &changed);
    }
    copy[i] = f.data[i];
  }
  free(copy);
  printf("cut: %lu read, %lu refused\n", cut.read, cut.refused);
  printf("changed: %lu read, %lu refused\n", changed.read, changed.refused);
  if (cut.mute + changed.mute)
    return dlw_error(cx, &(dlw_where){0}, "%lu refusals without one message",
                     cut.mute + changed.mute);
  return true;
}

/* --- archives --- */

static bool list(dlw_ctx *cx, int n, char **args) {
  dlw_where where = {.file = dlw_str_of(args[0])};
  dlw_file f;
  dlw_archive a;
  (void)n;
  if (!dlw_file_open(cx, where.file, &f) ||
      !dlw_archive_read(cx, &where, bytes_of(&f), &a))
    return false;
  for (uint32_t i = 0; i < a.count; i++) {
    const dlw_member *m = &a.members[i];
    printf("%.*s header %llu offset %llu size %zu", DLW_FMT(m->name),
           (unsigned long long)m->header, (unsigned long long)m->offset,
           m->data.n);
    if (a.thin)
      printf(" path %.*s", DLW_FMT(m->thin_path));
    putchar('\n');
  }
  return true;
}

/* The names an archive's index has of this object. */
static bool index_symbols(dlw_ctx *cx, const dlw_object *o,
                          dlw_archive_input *in) {
  dlw_str *symbols = dlw_alloc(cx, o->symbol_count, sizeof *symbols);
  if (!symbols)
    return false;
  for (uint32_t i = 0; i < o->symbol_count; i++)
    if (!(o->symbols[i].flags & (DLW_SYM_LOCAL | DLW_SYM_UNDEFINED)))
      symbols[in->symbol_count++] = o->symbols[i].name;
  in->symbols = symbols;
  return true;
}

static bool write_archive(dlw_ctx *cx, const char *path,
                          const dlw_archive_input *inputs,
                          const dlw_file *files, uint32_t count) {
  dlw_archive_layout l;
  if (!dlw_archive_plan(cx, inputs, count, &l))
    return false;
  /* Mapped, so that what nobody writes (big-archive) takes no room. */
  int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  void *out = MAP_FAILED;
  if (fd >= 0 && ftruncate(fd, (off_t)l.size) == 0)
    out = mmap(NULL, l.size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fd >= 0)
    close(fd);
  if (out == MAP_FAILED)
    return dlw_error(cx, &(dlw_where){.file = dlw_str_of(path)},
                     "cannot be written");
  dlw_archive_write_frame(inputs, count, &l, out);
  for (uint32_t i = 0; i < count; i++)
    if (files[i].size)
      memcpy((uint8_t *)out + l.offsets[i], files[i].data, files[i].size);
  munmap(out, l.size);
  return true;
}

static bool archive(dlw_ctx *cx, bool big, int n, char **args) {
  uint32_t count = (uint32_t)n - 1 + big, at = 0;
  dlw_archive_input *inputs = dlw_alloc(cx, count, sizeof *inputs);
  dlw_file *files = dlw_alloc(cx, count, sizeof *files);
  if (!inputs || !files)
    return false;
  if (big)
    inputs[at++] = (dlw_archive_input){.name = DLW_STR("nothing"),
                                       .size = (size_t)1 << 32};
  for (int i = 1; i < n; i++, at++) {
    dlw_object o;
    dlw_where where = {.file = dlw_str_of(args[i])};
    inputs[at].name = dlw_str_basename(where.file);
    if (!dlw_file_open(cx, where.file, &files[at]))
      return false;
    inputs[at].size = files[at].size;
    if (dlw_kind_of(bytes_of(&files[at])) == DLW_KIND_OBJECT &&
        (!dlw_object_read(cx, &where, bytes_of(&files[at]), &o) ||
         !index_symbols(cx, &o, &inputs[at])))
      return false;
  }
  return write_archive(cx, args[0], inputs, files, count);
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    int arguments; /* at least */
  } commands[] = {{"check", 1},      {"check-hex", 1},  {"hex", 2},
                  {"roundtrip", 2},  {"touch", 2},      {"rename", 2},
                  {"comdat", 2},     {"flags", 2},      {"split", 2},
                  {"add", 2},
                  {"drop-inits", 2}, {"dump", 1},       {"names", 1},
                  {"bench", 1},      {"truncate", 1},   {"bitcode", 1},
                  {"list", 1},
                  {"archive", 1},    {"big-archive", 2},
                  {"code", 1},       {"code-refs", 1},  {"code-bench", 1},
                  {"opcodes", 0},    {"code-truncate", 1}, {"lift", 2},
                  {"lift-check", 1}, {"lift-hex", 1},   {"lift-truncate", 1},
                  {"lift-bench", 1}, {"dylink", 1}};
  const char *command = argc > 1 ? argv[1] : "";
  int n = argc - 2;
  bool known = false;
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    known |=
        strcmp(commands[i].name, command) == 0 && n >= commands[i].arguments;
  if (!known) {
    fputs(usage, stderr);
    return 2;
  }
  dlw_ctx cx;
  dlw_ctx_init(&cx, emit, NULL);
  char **args = argv + 2;
  bool ok;
  if (strcmp(command, "check") == 0)
    ok = check(&cx, false, n, args);
  else if (strcmp(command, "check-hex") == 0)
    ok = check(&cx, true, n, args);
  else if (strcmp(command, "hex") == 0)
    ok = hex(&cx, n, args);
  else if (strcmp(command, "dump") == 0)
    ok = dump(&cx, n, args);
  else if (strcmp(command, "names") == 0)
    ok = names(&cx, n, args);
  else if (strcmp(command, "bench") == 0)
    ok = bench(&cx, n, args);
  else if (strcmp(command, "truncate") == 0)
    ok = truncations(&cx, n, args);
  else if (strcmp(command, "bitcode") == 0)
    ok = bitcode(&cx, n, args);
  else if (strcmp(command, "list") == 0)
    ok = list(&cx, n, args);
  else if (strcmp(command, "archive") == 0)
    ok = archive(&cx, false, n, args);
  else if (strcmp(command, "big-archive") == 0)
    ok = archive(&cx, true, n, args);
  else if (strncmp(command, "code", 4) == 0 || strcmp(command, "opcodes") == 0)
    ok = code_command(&cx, command, n, args);
  else if (strncmp(command, "lift", 4) == 0 || strcmp(command, "dylink") == 0)
    ok = lift_command(&cx, command, n, args);
  else
    ok = edit(&cx, command, n, args);
  dlw_ctx_done(&cx);
  return ok ? 0 : 1;
}
