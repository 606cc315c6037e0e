/* The program of the randomised test: does `count` operations that are drawn
   from a seed, and says what each gave.

       program SEED COUNT [RANGE[,RANGE...]]

   Operations of the ranges (A-B or A) are left out, and change nothing about
   the others: each draws its numbers from the seed and its own number. What
   constructors, destructors and atexit functions do is drawn after that.

   graph.h is made by graph.py: LIBRARIES, and tables with an entry a library
   (0: the program). oracle.py does the same as this file, line by line, over a
   model of glibc's loader: change both.

   What no program may do is not done: a handle is used only while it has
   references, and no library is closed whose code waits for the dlclose (while
   `pinned`), other than by a constructor, whose library is held by the dlopen
   that runs it. In destructors of a library that is unloaded, or of any at exit
   (while restricted()), a library is opened only if nothing can be half taken
   down. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "actors.h"
#include "graph.h"
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifndef NO_LINK_MAP
#include <link.h>
#endif

#define COUNT (LIBRARIES + 1) /* with the program */
#define SYMBOLS_COMMON 8

static const struct actor *actors[COUNT]; /* of those between begin and end */
static void *handles[COUNT];
static unsigned references[COUNT]; /* what we opened and did not close */
static unsigned char down[COUNT];  /* its destructors ran in this dlclose */

static unsigned depth;   /* of operations inside operations */
static unsigned closing; /* dlclose that are running */
static unsigned pinned;  /* library functions that wait, but constructors */
static int finishing;    /* destructors run because of exit */

static int restricted(void) { return closing || finishing; }

static uint64_t state;

static unsigned draw(unsigned n) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (unsigned)((state >> 33) % n);
}

static void operation(unsigned who, int held);

/* Output: a line, indented by depth. */
#define SAY(...)                                                              \
  (printf("%*s", (int)(2 * depth), ""), printf(__VA_ARGS__), puts(""),        \
   fflush(stdout))

/* --- What libraries say. --- */

void actor_begins(unsigned number, const struct actor *actor) {
  SAY("+%u", number);
  actors[number] = actor;
  if (restricted() || depth >= 4)
    return;
  depth++;
  for (unsigned n = draw(4) == 0 ? graph_begin[number] : 0; n > 0; n--)
    operation(number, 1);
  depth--;
}

void actor_ends(unsigned number) {
  if (number == 0)
    finishing = 1;
  SAY("-%u", number);
  depth++;
  if (depth < 5)
    for (unsigned n = draw(3) == 0 ? graph_end[number] : 0; n > 0; n--)
      operation(number, 0);
  depth--;
  actors[number] = NULL;
  down[number] = 1;
}

void actor_handles(unsigned number, unsigned handler) {
  SAY("*%u.%u", number, handler);
  depth++;
  if (number != 0)
    pinned++;
  if (depth < 5 && actors[number] && draw(4) == 0)
    operation(number, 0);
  if (number != 0)
    pinned--;
  depth--;
}

/* --- Operations. --- */

/* One of the libraries with references, the program being one, or COUNT. */
static unsigned draw_open(void) {
  unsigned open = 0;
  for (unsigned i = 0; i < COUNT; i++)
    open += references[i] != 0;
  if (open == 0)
    return COUNT;
  unsigned at = draw(open);
  for (unsigned i = 0;; i++)
    if (references[i] != 0 && at-- == 0)
      return i;
}

/* `held`: the caller's code stays, whatever is closed meanwhile. */
static void do_open(unsigned who, int held) {
  unsigned which = draw(COUNT + 1), bits = draw(128), path = draw(4);
  unsigned bad = draw(32);
  char name[32];
  if (which == 0)
    name[0] = 0;
  else
    snprintf(name, sizeof name, "%slib%u.so", path == 0 ? "./" : "", which);
  int mode = bits & 1 ? RTLD_LAZY : RTLD_NOW;
  int global = (bits >> 1 & 3) == 0, noload = (bits >> 3 & 7) == 0;
  int nodelete = (bits >> 4 & 7) == 7, deep = GRAPH_DEEPBIND && bits >> 5 == 1;
  mode |= (global ? RTLD_GLOBAL : 0) | (noload ? RTLD_NOLOAD : 0) |
          (nodelete ? RTLD_NODELETE : 0);
#ifdef RTLD_DEEPBIND
  mode |= deep ? RTLD_DEEPBIND : 0;
#endif
  if (bad == 0)
    mode &= ~(RTLD_LAZY | RTLD_NOW);
  if (bad == 1)
    mode |= 0x100000;
  if (restricted() && which > 0 && which < COUNT && references[which] == 0 &&
      !(graph_lone[which] && !actors[which] && !down[which])) {
    SAY("%u open %u: not now", who, which);
    return;
  }
  SAY("%u open %u%s%s%s%s%s", who, which, global ? " global" : "",
      noload ? " noload" : "", nodelete ? " nodelete" : "",
      deep ? " deepbind" : "", bad < 2 ? " bad" : "");
  pinned += !held;
  depth++;
  dlerror();
  void *handle =
      actors[who]->open(which == 0 && path < 2 ? NULL : name, mode);
  const char *error = handle ? NULL : dlerror();
  depth--;
  pinned -= !held;
  if (!handle) {
    SAY("none%s", error ? "" : " and no error");
    return;
  }
  unsigned known = COUNT;
  for (unsigned i = 0; i < COUNT; i++)
    if (references[i] != 0 && handles[i] == handle)
      known = i;
  if (which == COUNT || (known != COUNT && known != which) ||
      (references[which] != 0 && known != which)) {
    SAY("handle of %u", known);
    return;
  }
  SAY("%s", known == which ? "same" : "new");
  handles[which] = handle;
  references[which]++;
}

static void do_close(void) {
  unsigned which = draw_open(), all = draw(3) == 0;
  if (which == COUNT || (pinned && !closing) || finishing) {
    SAY("close: not now");
    return;
  }
  do {
    void *handle = handles[which];
    SAY("close %u", which);
    references[which]--;
    closing++;
    depth++;
    int result = dlclose(handle);
    depth--;
    if (--closing == 0)
      memset(down, 0, sizeof down);
    SAY("%d", result);
  } while (all && references[which] != 0);
}

static void do_find(unsigned who) {
  unsigned kind = draw(8), handle_of = draw_open(), unique = draw(8) == 0;
  unsigned number = draw(unique ? COUNT + 1 : SYMBOLS_COMMON);
  unsigned poke = draw(4), ask = draw(4);
  char name[16];
  snprintf(name, sizeof name, "%c%u", unique ? 'u' : 's', number);
  if (kind < 4 && handle_of == COUNT)
    kind = 4;
  void *handle = kind < 4   ? handles[handle_of]
                 : kind < 6 ? RTLD_DEFAULT
                            : RTLD_NEXT;
  char where[16];
  snprintf(where, sizeof where, "%u", handle_of);
  dlerror();
  void *found = actors[who]->find(handle, name);
  const char *error = found ? NULL : dlerror();
  int is_function = unique || number < 4, value = -1;
  if (found && is_function) {
    value = ((int (*)(void))found)();
  } else if (found) {
    value = *(int *)found;
    if (poke == 0)
      *(int *)found += 10000;
  }
  SAY("%u find %s in %s: %d%s", who, name,
      kind < 4 ? where : kind < 6 ? "default" : "next", value,
      found || error ? "" : " and no error");
#ifdef NO_DLADDR
  (void)ask;
#else
  Dl_info info;
  if (found && ask == 0 && (is_function || number < 7)) {
    if (!dladdr(found, &info))
      SAY("address unknown");
    else {
      const char *slash = strrchr(info.dli_fname, '/');
      SAY("address of %s in %s%s", info.dli_sname ? info.dli_sname : "nothing",
          slash ? slash + 1 : info.dli_fname,
          info.dli_saddr == found ? "" : " but elsewhere");
    }
  }
#endif
}

/* The numbers of the loaded libraries, in the order of the loader's list. */
static void do_walk(void) {
#ifndef NO_LINK_MAP
  char line[COUNT * 8 + 8] = "";
  size_t used = 0;
  for (struct link_map *map = dlopen(NULL, RTLD_NOW); map; map = map->l_next) {
    const char *slash = strrchr(map->l_name, '/');
    const char *base = slash ? slash + 1 : map->l_name;
    unsigned number;
    if (sscanf(base, "lib%u.so", &number) == 1 && used < sizeof line - 8 &&
        number >= 1 && number < COUNT)
      used += (size_t)snprintf(line + used, 8, " %u", number);
  }
  SAY("loaded%s", line);
#endif
}

static void do_at_exit(unsigned who) {
  unsigned handler = draw(3);
  SAY("%u atexit %u: %d", who, handler, actors[who]->at_exit(handler));
}

/* `who` is the library whose constructor, destructor or atexit function it is
   in. At depth 0 it is the program, and any library that has begun may take its
   place. A constructor's library is held by the dlopen that runs it. */
static void operation(unsigned who, int held) {
  unsigned what = draw(100), other = draw(3), which = draw(COUNT);
  if (who == 0 && depth == 0 && other == 0 && actors[which])
    who = which;
  if (what < 30) {
    do_open(who, held || who == 0);
  } else if (what < 60) {
    do_close();
  } else if (what < 90) {
    do_find(who);
  } else if (what < 94) {
    do_walk();
  } else if (what < 97) {
    do_at_exit(who);
  } else {
    SAY("%u needs %d", who, actors[who]->call_needed());
  }
}

static int left_out(const char *ranges, unsigned long number) {
  while (ranges && *ranges) {
    char *end;
    unsigned long from = strtoul(ranges, &end, 10), to = from;
    if (*end == '-')
      to = strtoul(end + 1, &end, 10);
    if (number >= from && number <= to)
      return 1;
    ranges = *end ? end + 1 : end;
  }
  return 0;
}

int main(int argc, char **argv) {
  uint64_t seed = strtoull(argv[1], NULL, 10);
  unsigned long count = strtoul(argv[2], NULL, 10);
  for (unsigned long i = 0; i < count; i++) {
    if (left_out(argc > 3 ? argv[3] : NULL, i))
      continue;
    printf("#%lu\n", i);
    state = (seed * UINT64_C(0x9e3779b97f4a7c15)) ^
            ((i + 1) * UINT64_C(0xff51afd7ed558ccd));
    draw(1);
    operation(0, 0);
  }
  puts("exit");
  return 0;
}
