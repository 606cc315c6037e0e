/* The time that a job's phases take, for people to look at: nothing depends on
   it. */
#ifndef DLWELD_SUPPORT_CLOCK_H
#define DLWELD_SUPPORT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define DLW_CLOCK_PHASES 16u

typedef struct dlw_phase {
  const char *name;
  uint64_t nanoseconds;
} dlw_phase;

/* A zeroed clock has not begun. */
typedef struct dlw_clock {
  dlw_phase phases[DLW_CLOCK_PHASES]; /* in the order in which they began */
  uint32_t count;
  uint32_t running; /* number of the phase + 1; 0: none */
  uint64_t since;
} dlw_clock;

/* The phase that runs is over, and that one begins, or goes on if it has run
   before. NULL: none begins. `name` must outlive the clock. What is more than
   DLW_CLOCK_PHASES is not measured. Always true, so that it may stand between
   the calls that it divides. */
bool dlw_clock_begin(dlw_clock *clock, const char *name);

#endif
