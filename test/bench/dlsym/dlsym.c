/* Times dlsym on libnames.so: of names that it defines and of names that it
   does not, each name once a round, the best round of many. Prints
   nanoseconds a lookup. The same source natively and welded; names.h comes
   from names.py. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "names.h"

#define COUNT (sizeof(defined) / sizeof(defined[0]))
enum { ROUNDS = 60 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* The names one after the other in memory, in the order of asking: linkers put
   strings in orders of their own, and a cold cache line for each name would be
   measured instead of dlsym. */
static const char **lay_out(const char *const *names) {
  size_t size = 0;
  for (size_t i = 0; i < COUNT; i++)
    size += strlen(names[i]) + 1;
  const char **copies = malloc(COUNT * sizeof *copies);
  char *text = malloc(size);
  if (!copies || !text)
    exit(1);
  for (size_t i = 0; i < COUNT; i++) {
    copies[i] = text;
    text = stpcpy(text, names[i]) + 1;
  }
  return copies;
}

/* Nanoseconds a name; all must be found, or none. */
static double measure(void *library, const char *const *names, int found) {
  double best = 0;
  for (int round = 0; round < ROUNDS; round++) {
    size_t hits = 0;
    double start = now();
    for (size_t i = 0; i < COUNT; i++)
      hits += dlsym(library, names[i]) != NULL;
    double time = now() - start;
    if (hits != (found ? COUNT : 0)) {
      fprintf(stderr, "%zu of %zu names found\n", hits, COUNT);
      exit(1);
    }
    if (round == 0 || time < best)
      best = time;
  }
  return best / (double)COUNT;
}

int main(void) {
  void *library = dlopen("libnames.so", RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  printf("hit %.1f ns\n", measure(library, lay_out(defined), 1));
  printf("miss %.1f ns\n", measure(library, lay_out(missing), 0));
  return 0;
}
