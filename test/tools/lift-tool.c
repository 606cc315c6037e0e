/* Commands of objtool that lift shared modules. */
#include "lift-tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "hex.h"
#include "object/lift.h"
#include "object/object.h"
#include "support/file.h"

/* Lifts, and reads what comes out: the linker must never be given an object
   that our own reader refuses. */
static bool lift_bytes(dlw_ctx *cx, const dlw_where *where, dlw_bytes b,
                       bool pic, dlw_lifted *out) {
  const dlw_lift_options options = {.pic = pic};
  dlw_object o;
  dlw_where written = *where;
  written.member = DLW_STR("lifted");
  if (!dlw_lift(cx, where, b, &options, out))
    return false;
  return dlw_object_read(cx, &written,
                         (dlw_bytes){out->object.data, out->object.size}, &o);
}

static bool lift_file(dlw_ctx *cx, int n, char **args) {
  dlw_where where = {.file = dlw_str_of(args[0])};
  dlw_lifted lifted = {0};
  dlw_file f;
  if (!dlw_file_open(cx, where.file, &f))
    return false;
  bool ok = lift_bytes(cx, &where, (dlw_bytes){f.data, f.size}, n > 2, &lifted);
  if (lifted.object.data)
    ok = dlw_file_replace(cx, dlw_str_of(args[1]), lifted.object.data,
                          lifted.object.size, 0666) &&
         ok;
  if (ok)
    printf("slots %u\n", lifted.slot_count);
  dlw_buf_free(&lifted.object);
  dlw_file_close(&f);
  return ok;
}

static bool lift_check(dlw_ctx *cx, int n, char **args) {
  bool ok = true;
  for (int i = 0; i < n; i++) {
    dlw_where where = {.file = dlw_str_of(args[i])};
    dlw_lifted lifted = {0};
    dlw_file f;
    if (!dlw_file_open(cx, where.file, &f)) {
      ok = false;
      continue;
    }
    bool good =
        lift_bytes(cx, &where, (dlw_bytes){f.data, f.size}, false, &lifted);
    if (good)
      printf("%.*s: lifted\n", DLW_FMT(where.file));
    ok &= good;
    dlw_buf_free(&lifted.object);
    dlw_file_close(&f);
  }
  return ok;
}

static bool lift_hex(dlw_ctx *cx, int n, char **args) {
  bool ok = true;
  for (int i = 0; i < n; i++) {
    dlw_where where = {.file = dlw_str_basename(dlw_str_of(args[i]))};
    dlw_lifted lifted = {0};
    dlw_buf b = {0};
    bool good =
        hex_read(cx, args[i], &b) &&
        lift_bytes(cx, &where, (dlw_bytes){b.data, b.size}, false, &lifted);
    if (good)
      printf("%.*s: lifted\n", DLW_FMT(where.file));
    ok &= good;
    dlw_buf_free(&lifted.object);
    dlw_buf_free(&b);
  }
  return ok;
}

/* Only errors of reading what was lifted are told: faults of the lifter. */
static bool lift_damaged(dlw_ctx *cx, dlw_bytes b, size_t at) {
  dlw_ctx quiet;
  dlw_lifted lifted = {0};
  const dlw_lift_options options = {.pic = at & 1};
  dlw_where where = {
      .file = DLW_STR("lifted"), .offset = at, .has_offset = true};
  dlw_object o;
  dlw_ctx_init(&quiet, NULL, NULL);
  bool ok = true;
  if (dlw_lift(&quiet, &where, b, &options, &lifted))
    ok = dlw_object_read(
        cx, &where, (dlw_bytes){lifted.object.data, lifted.object.size}, &o);
  else if (quiet.diag.errors != 1)
    ok = dlw_error(cx, &where, "%u errors reported", quiet.diag.errors);
  dlw_buf_free(&lifted.object);
  dlw_ctx_done(&quiet);
  return ok;
}

static bool lift_truncate(dlw_ctx *cx, int n, char **args) {
  dlw_file f;
  bool ok = true;
  (void)n;
  if (!dlw_file_open(cx, dlw_str_of(args[0]), &f))
    return false;
  for (size_t i = 0; i < f.size; i++) {
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    /* Copies of their own, so that a read past the end is seen. */
    uint8_t *copy = malloc(i ? i : 1);
    if (!copy)
      return dlw_out_of_memory(cx);
    memcpy(copy, f.data, i);
    ok &= lift_damaged(cx, (dlw_bytes){copy, i}, i);
    free(copy);
    copy = malloc(f.size);
    if (!copy)
      return dlw_out_of_memory(cx);
    memcpy(copy, f.data, f.size);
    for (size_t k = 0; k < sizeof changes; k++) {
      copy[i] = f.data[i] ^ changes[k];
      ok &= lift_damaged(cx, (dlw_bytes){copy, f.size}, i);
    }
    free(copy);
  }
  dlw_file_close(&f);
  return ok;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool lift_bench(dlw_ctx *cx, int n, char **args) {
  bool ok = true;
  for (int i = 0; i < n; i++) {
    dlw_where where = {.file = dlw_str_of(args[i])};
    dlw_file f;
    double best = 1e9;
    if (!dlw_file_open(cx, where.file, &f))
      return false;
    for (int round = 0; round < 20; round++) {
      const dlw_lift_options options = {0};
      dlw_lifted lifted = {0};
      dlw_ctx one;
      dlw_ctx_init(&one, cx->diag.emit, cx->diag.user);
      double start = now();
      ok &= dlw_lift(&one, &where, (dlw_bytes){f.data, f.size}, &options,
                     &lifted);
      double time = now() - start;
      best = time < best ? time : best;
      dlw_buf_free(&lifted.object);
      dlw_ctx_done(&one);
    }
    printf("%s: %zu bytes, %.2f ms, %.0f MB/s\n", args[i], f.size, best * 1e3,
           (double)f.size / best / 1e6);
    dlw_file_close(&f);
  }
  return ok;
}

static void print_symbols(const char *title, const dlw_dylink_symbol *s,
                          uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    printf("%s %.*s%s%.*s flags 0x%x\n", title, DLW_FMT(s[i].module),
           s[i].module.n ? "." : "", DLW_FMT(s[i].name), s[i].flags);
}

static bool print_dylink(dlw_ctx *cx, char **args) {
  dlw_where where = {.file = dlw_str_of(args[0])};
  dlw_dylink d;
  dlw_file f;
  if (!dlw_file_open(cx, where.file, &f))
    return false;
  bool ok = dlw_dylink_read(cx, &where, (dlw_bytes){f.data, f.size}, &d);
  if (ok) {
    printf("memory %llu align %u table %u align %u\n",
           (unsigned long long)d.memory_size, d.memory_align, d.table_size,
           d.table_align);
    for (uint32_t i = 0; i < d.needed_count; i++)
      printf("needed %.*s\n", DLW_FMT(d.needed[i]));
    for (uint32_t i = 0; i < d.run_path_count; i++)
      printf("run path %.*s\n", DLW_FMT(d.run_paths[i]));
    print_symbols("export", d.exports, d.export_count);
    print_symbols("import", d.imports, d.import_count);
  }
  dlw_file_close(&f);
  return ok;
}

bool lift_command(dlw_ctx *cx, const char *command, int n, char **args) {
  if (strcmp(command, "lift") == 0)
    return lift_file(cx, n, args);
  if (strcmp(command, "lift-check") == 0)
    return lift_check(cx, n, args);
  if (strcmp(command, "lift-hex") == 0)
    return lift_hex(cx, n, args);
  if (strcmp(command, "lift-truncate") == 0)
    return lift_truncate(cx, n, args);
  if (strcmp(command, "lift-bench") == 0)
    return lift_bench(cx, n, args);
  return print_dylink(cx, args);
}
