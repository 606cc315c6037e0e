/* Runs what dlweld-pass.so does for a link (lib/llvm/bitcode.h) on one file.

     bitcodetool describe FILE -o OUT.o
     bitcodetool rename FILE MAP -o OUT.bc
     bitcodetool time FILE [MAP]

   BITCODETOOL_LLVM=N takes the part that was built for LLVM N, not the first.
   `time` does it three times and prints the best, in milliseconds of
   processor time. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "llvm/bitcode.h"
#include "llvm/libraries.h"

typedef struct bytes {
  uint8_t *data;
  size_t size;
} bytes;

_Noreturn static void die(const char *what, const char *why) {
  fprintf(stderr, "bitcodetool: %s: %s\n", what, why);
  exit(1);
}

static void on_fatal(const char *message) { die("fatal", message); }

static bytes read_file(const char *path) {
  bytes b = {NULL, 0};
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END))
    die(path, "cannot be read");
  b.size = (size_t)ftell(f);
  b.data = malloc(b.size + 1);
  rewind(f);
  if (!b.data || fread(b.data, 1, b.size, f) != b.size)
    die(path, "cannot be read");
  fclose(f);
  return b;
}

static void write_file(const char *path, const dlw_bitcode_result *r) {
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(r->data, 1, r->size, f) != r->size || fclose(f))
    die(path, "cannot be written");
}

static const dlw_bitcode_api *load(void) {
  const char *wanted = getenv("BITCODETOOL_LLVM");
  unsigned i = 0;
  while (wanted && dlw_llvm_libraries[i].major &&
         dlw_llvm_libraries[i].major != (unsigned)atoi(wanted))
    i++;
  if (!dlw_llvm_libraries[i].major)
    die("LLVM", "no part was built for that version");
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", DLWELD_LIBRARIES,
           dlw_llvm_libraries[i].pass);
  if (!dlopen(dlw_llvm_libraries[i].path, RTLD_NOW | RTLD_GLOBAL))
    die("LLVM", dlerror());
  void *part = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  dlw_bitcode_entry *entry =
      part ? (dlw_bitcode_entry *)dlsym(part, DLW_BITCODE_SYMBOL) : NULL;
  if (!entry)
    die(path, dlerror());
  const dlw_bitcode_api *api = entry();
  if (api->abi != DLW_BITCODE_ABI || api->major != dlw_llvm_libraries[i].major)
    die(path, "is of another version");
  api->set_fatal(on_fatal);
  return api;
}

static dlw_bitcode_result run(const dlw_bitcode_api *api, const char *path,
                              const bytes *file, const bytes *map) {
  dlw_bitcode_result r = {0};
  bool ok = map ? api->rename(file->data, file->size, path,
                              (const char *)map->data, map->size, NULL, 0, &r)
                : api->describe(file->data, file->size, path, &r);
  if (!ok)
    die(path, r.message ? r.message : "no message");
  return r;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void measure(const dlw_bitcode_api *api, const char *path,
                    const bytes *file, const bytes *map) {
  double best = 1e9;
  for (int i = 0; i < 3; i++) {
    double start = now();
    free(run(api, path, file, map).data);
    double took = now() - start;
    best = took < best ? took : best;
  }
  printf("%s %.1f ms\n", map ? "rename" : "describe", best);
}

int main(int argc, char **argv) {
  bool describes = argc == 5 && !strcmp(argv[1], "describe");
  bool renames = argc == 6 && !strcmp(argv[1], "rename");
  bool measures = (argc == 3 || argc == 4) && !strcmp(argv[1], "time");
  if (!measures && !((describes || renames) && !strcmp(argv[argc - 2], "-o"))) {
    fputs("usage: bitcodetool describe FILE -o OUT.o\n"
          "       bitcodetool rename FILE MAP -o OUT.bc\n"
          "       bitcodetool time FILE [MAP]\n",
          stderr);
    return 2;
  }
  const dlw_bitcode_api *api = load();
  bool has_map = renames || (measures && argc == 4);
  bytes file = read_file(argv[2]), map = {NULL, 0};
  if (has_map)
    map = read_file(argv[3]);
  if (measures) {
    measure(api, argv[2], &file, has_map ? &map : NULL);
  } else {
    dlw_bitcode_result r = run(api, argv[2], &file, has_map ? &map : NULL);
    write_file(argv[argc - 1], &r);
    free(r.data);
  }
  free(file.data);
  free(map.data);
  return 0;
}
