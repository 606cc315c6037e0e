/* main SEED: some random calls of dlopen, dlclose and dlsym, also from
   constructors and destructors, and what they return. Compiled twice: with real
   libraries and the system's calls (NATIVE), and with the run time and
   libraries of libraries.h. What it does depends on the seed and on what has
   been returned alone. It does nothing that is undefined with glibc. */
#ifdef NATIVE
#define _GNU_SOURCE
#else
#include <stdint.h>

#include "dlfcn/runtime.h"
#endif
#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "library.h"

static unsigned long state;
static unsigned choose(unsigned n) {
  state = state * 6364136223846793005ul + 1442695040888963407ul;
  return (unsigned)(state >> 33) % n;
}

static vtable tables[COUNT];
static unsigned char alive[COUNT]; /* constructed, not destroyed */
static void *handles[COUNT];
static int references[COUNT];
static int depth, in_destructor, entries;

#define SAY(...) (printf("%*s", depth * 2, ""), printf(__VA_ARGS__))

static void act(void);

__attribute__((visibility("default"))) void hook(int what, int library,
                                                 const vtable *table) {
  SAY("%c%s\n", what, names[library]);
  alive[library] = what == '+';
  tables[library] = *table;
  if (depth > 3)
    return;
  depth++;
  in_destructor += what == '-';
  for (unsigned n = choose(3); n > 0; n--)
    act();
  in_destructor -= what == '-';
  depth--;
}

static const char *call(void *function) {
  return function ? ((const char *(*)(void))function)() : "NULL";
}

static void act_open(int library) {
  static const struct {
    int mode;
    const char *name;
  } modes[] = {{RTLD_GLOBAL, "global"},
               {RTLD_NODELETE, "nodelete"},
               {RTLD_NOLOAD, "noload"},
               {RTLD_NOLOAD | RTLD_GLOBAL, "noload global"},
               {RTLD_DEEPBIND, "deepbind"},
               {RTLD_GLOBAL, "global"},
               {0, ""}};
  unsigned mode = choose(16);
  if (mode > 6)
    mode = 6;
  if (in_destructor && references[library] == 0)
    return; /* it may be one that is being taken down */
  SAY("open %s %s\n", names[library], modes[mode].name);
  char file[64];
  sprintf(file, "lib%s.so", names[library]);
  void *h = dlopen(file, RTLD_NOW | modes[mode].mode);
  int same = references[library] == 0 || h == NULL || h == handles[library];
  if (h != NULL) {
    handles[library] = h;
    references[library]++;
  }
  SAY("opened %s %d %d\n", names[library], h != NULL, same);
}

static void act_close(int library) {
  if (references[library] == 0)
    return;
  SAY("close %s\n", names[library]);
  references[library]--;
  SAY("closed %s %d\n", names[library], dlclose(handles[library]));
}

static void act_default(int from, const char *name) {
  /* glibc notes a dependency also on what it is about to unmap. */
  if (in_destructor)
    return;
  SAY("default %s %s: ", from < 0 ? "-" : names[from], name);
  puts(call(from < 0 ? dlsym(RTLD_DEFAULT, name)
                     : tables[from].find_default(name)));
}

static void act_next(int from, const char *name) {
  SAY("next %s %s: ", from < 0 ? "-" : names[from], name);
  puts(call(from < 0 ? dlsym(RTLD_NEXT, name) : tables[from].find_next(name)));
}

static void act_list(void) {
  SAY("loaded:");
  struct link_map *map = dlopen(NULL, RTLD_NOW);
  for (; map != NULL; map = map->l_next) {
    const char *base = strrchr(map->l_name, '/');
    base = base ? base + 1 : map->l_name;
    if (strncmp(base, "libG", 4) == 0)
      printf(" %s", base);
  }
  puts("");
}

static void act(void) {
  static const char *const symbols[] = {"s0", "s1", "s2", "s3", "who", "none"};
  int library = (int)choose(COUNT), from = (int)choose(COUNT + 1);
  const char *name = symbols[choose(6)];
  unsigned what = choose(100);
  if (from == COUNT || !alive[from])
    from = -1;
  if (what < 38)
    act_open(library);
  else if (what < 68)
    act_close(library);
  else if (what < 76 && references[library] != 0)
    SAY("sym %s %s: %s\n", names[library], name,
        call(dlsym(handles[library], name)));
  else if (what < 82)
    act_default(from, name);
  else if (what < 87)
    act_next(from, name);
  else if (what < 92)
    act_list();
  else if (what < 96 && from >= 0)
    SAY("count %s %d\n", names[from], tables[from].count());
  else if (from >= 0)
    tables[from].at_exit(++entries);
}

#ifndef NATIVE
#include "libraries.h"
#endif

static void entry(void) { puts("entry of program"); }

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  state = strtoul(argv[argc - 1], NULL, 0) * 7919 + 12345;
  unsigned n = 20 + choose(60);
  for (unsigned i = 0; i < n; i++) {
    if (i == n / 2)
      atexit(entry);
    act();
  }
  puts("end");
}
