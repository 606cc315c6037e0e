/* Wall time by phases, of a clock that nobody sets back. */
#include "support/clock.h"

#include <string.h>
#include <time.h>

static uint64_t now(void) {
  struct timespec t;
  return clock_gettime(CLOCK_MONOTONIC, &t) == 0
             ? (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec
             : 0;
}

bool dlw_clock_begin(dlw_clock *clock, const char *name) {
  uint64_t at = now();
  if (clock->running)
    clock->phases[clock->running - 1].nanoseconds += at - clock->since;
  clock->since = at;
  clock->running = 0;
  uint32_t i = 0;
  while (name && i < clock->count && strcmp(clock->phases[i].name, name) != 0)
    i++;
  if (!name || i == DLW_CLOCK_PHASES)
    return true;
  if (i == clock->count)
    clock->phases[clock->count++].name = name;
  clock->running = i + 1;
  return true;
}
