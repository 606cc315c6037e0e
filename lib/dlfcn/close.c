/* dlclose, and what it takes down: glibc's rules.

   When the last reference to a library is taken back, all that is loaded is
   looked at. In use is what has references, what cannot be unloaded (weld has
   been told unload=yes of what can), what is being constructed, and what any of
   these depends on. The rest goes: destructors and exit entries run, dependents
   first; then its data become as they were before its first constructor. A
   dlclose by one of the destructors has all that looked at again afterwards. */
#include "key.h"

/* --- The data of a library. Three words a range: index.h. --- */

static const uintptr_t *range(const dlw_index_library *library, uint32_t i) {
  return (const uintptr_t *)(__dlweld_index + library->ranges) + 3 * (size_t)i;
}

static void copy(char *to, const char *from, size_t size) {
  for (; size >= 8; size -= 8, to += 8, from += 8)
    *(dlw_word *)to = *(const dlw_word *)from;
  for (; size > 0; size--)
    *to++ = *from++;
}

static void clear(char *to, size_t size) {
  for (; size >= 8; size -= 8, to += 8)
    *(dlw_word *)to = 0;
  for (; size > 0; size--)
    *to++ = 0;
}

/* Whether it is as data are at first: not all zeros, and there once. Where
   threads have their own thread-local blocks, no thread can see to those of
   others, and they stay as they are. */
static bool has_image(uintptr_t kind) {
  return kind == DLW_RANGE_DATA ||
         (kind == DLW_RANGE_TLS && __dlweld_run.tls_absolute);
}

/* Copies its data to the image or back. */
static void exchange(const dlw_index_library *library, bool back) {
  if (library->image == 0)
    return;
  char *image = (char *)dlw_address(library->image);
  for (uint32_t i = 0; i < library->range_count; i++) {
    const uintptr_t *r = range(library, i);
    size_t size = r[1] - r[0];
    if (!has_image(r[2]))
      continue;
    if (back)
      copy((char *)r[0], image, size);
    else
      copy(image, (const char *)r[0], size);
    image += size;
  }
}

void __dlweld_save(uint32_t number) {
  const dlw_index_library *library = dlw_library(number);
  dlw_state *state = &__dlweld_state[number];
  if (!(library->flags & DLW_LIBRARY_UNLOAD) || state->flags & DLW_STATE_SAVED)
    return;
  exchange(library, false);
  state->flags |= DLW_STATE_SAVED;
}

static void restore(uint32_t number) {
  const dlw_index_library *library = dlw_library(number);
  exchange(library, true);
  for (uint32_t i = 0; i < library->range_count; i++) {
    const uintptr_t *r = range(library, i);
    if (r[2] == DLW_RANGE_ZERO)
      clear((char *)r[0], r[1] - r[0]);
  }
}

/* --- What is in use. --- */

bool __dlweld_stays(uint32_t number) {
  return !(dlw_library(number)->flags & DLW_LIBRARY_UNLOAD) ||
         dlw_at_start(number) ||
         __dlweld_state[number].flags & DLW_STATE_NODELETE;
}

/* Marks `number` and what it depends on with the walk's number. */
static void mark(uint32_t number, uint32_t walk) {
  if (__dlweld_state[number].mark == walk)
    return;
  uint32_t last = number;
  __dlweld_state[number].mark = walk;
  for (uint32_t at = number;; at = __dlweld_state[at].next) {
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++)
      if (__dlweld_state[needed[i]].mark != walk) {
        __dlweld_state[needed[i]].mark = walk;
        __dlweld_state[last].next = needed[i];
        last = needed[i];
      }
    if (at == last)
      return;
  }
}

/* Marks all that is in use; returns the mark. */
static uint32_t mark_used(void) {
  const dlw_run *run = &__dlweld_run;
  uint32_t walk = __dlweld_new_walk();
  for (const dlw_state *at = __dlweld_state; at != NULL; at = at->later)
    if (at->references != 0 || __dlweld_stays(dlw_number(at)) ||
        at->flags & (DLW_STATE_BUSY | DLW_STATE_OPENING | DLW_STATE_LAST))
      mark(dlw_number(at), walk);
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i = 0; i < run->use_count; i++)
      if (__dlweld_state[run->uses[i].from].mark == walk &&
          __dlweld_state[run->uses[i].to].mark != walk) {
        mark(run->uses[i].to, walk);
        more = true;
      }
  }
  return walk;
}

/* --- Taking down. --- */

static bool is_doomed(uint32_t number) {
  return __dlweld_state[number].flags & DLW_STATE_DOOMED;
}

/* Notes what stays of the search list of a library that goes, if it has that in
   its scope and has no search list of its own. */
static void note_members(uint32_t root) {
  if (!(__dlweld_state[root].flags & DLW_STATE_ROOT))
    return;
  __dlweld_search_list(root);
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].next) {
    dlw_state *state = &__dlweld_state[at];
    if (!is_doomed(at) && !(state->flags & DLW_STATE_ROOT) &&
        !dlw_at_start(at) && __dlweld_has_scope(at, root))
      state->flags |= DLW_STATE_LEFT;
  }
}

/* Such a library gets a search list. It counts as opened by name from now on;
   the list, which glibc makes of what is at hand, is short. */
static void leave(uint32_t number) {
  dlw_state *state = &__dlweld_state[number];
  if (state->flags & DLW_STATE_LEFT) {
    state->flags &= (uint16_t)~DLW_STATE_LEFT;
    state->flags |= DLW_STATE_ROOT | DLW_STATE_SHALLOW;
  }
  if (is_doomed(state->loader)) {
    state->loader = number;
    state->flags |= DLW_STATE_ORPHAN;
  }
}

/* Takes what is doomed out of the list of GLOBAL libraries, and of roots. */
static void leave_lists(void) {
  dlw_run *run = &__dlweld_run;
  uint32_t last = DLW_PROGRAM;
  for (uint32_t at = last; (at = __dlweld_state[at].next_global) != 0;)
    if (!is_doomed(at)) {
      __dlweld_state[last].next_global = at;
      last = at;
    }
  __dlweld_state[last].next_global = 0;
  run->last_global = last;
  last = DLW_PROGRAM;
  for (uint32_t at = last; (at = __dlweld_state[at].next_root) != 0;)
    if (!is_doomed(at)) {
      __dlweld_state[last].next_root = at;
      last = at;
    }
  __dlweld_state[last].next_root = 0;
  run->last_root = last;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < run->use_count; i++)
    if (!is_doomed(run->uses[i].from) && !is_doomed(run->uses[i].to))
      run->uses[kept++] = run->uses[i];
  run->use_count = kept;
}

/* The library is as it was before it was loaded. */
static void forget(uint32_t number) {
  dlw_run *run = &__dlweld_run;
  dlw_state *state = &__dlweld_state[number];
  restore(number);
  state->earlier->later = state->later;
  if (state->later != NULL)
    state->later->earlier = state->earlier;
  else
    run->last_loaded = dlw_number(state->earlier);
  clear((char *)state, sizeof(*state));
  state->flags = DLW_STATE_SAVED;
  run->unloads++;
}

/* Takes down what is not in use, once. */
static void collect(void) {
  uint32_t used = mark_used(), first = 0;
  bool any = false;
  for (dlw_state *at = __dlweld_state; at != NULL; at = at->later)
    if (at->mark != used) {
      at->flags |= DLW_STATE_DOOMED;
      any = true;
    }
  if (!any)
    return;
  /* In a list of its own, as the destructors may open and close others. */
  uint32_t last = 0;
  for (uint32_t at = __dlweld_destructor_order(); at != DLW_NONE;
       at = __dlweld_state[at].sorted) {
    if (is_doomed(at))
      __dlweld_remove_pending(at);
    else if (at == DLW_PROGRAM || __dlweld_state[at].stage == DLW_STAGE_LOADED)
      continue;
    __dlweld_state[at].pending = 0;
    if (last != 0)
      __dlweld_state[last].pending = at;
    else
      first = at;
    last = at;
  }
  for (uint32_t at = first; at != 0; at = __dlweld_state[at].pending)
    if (is_doomed(at))
      note_members(at);
  for (dlw_state *at = __dlweld_state; at != NULL; at = at->later)
    if (at->stage == DLW_STAGE_LOADED && !is_doomed(dlw_number(at)))
      leave(dlw_number(at));
  /* Those that stay have their turn, too; the search lists that destructors
     see change at that moment. */
  for (uint32_t at = first; at != 0; at = __dlweld_state[at].pending) {
    if (!is_doomed(at)) {
      leave(at);
      continue;
    }
    if (__dlweld_state[at].stage == DLW_STAGE_OPEN)
      __dlweld_finish(at);
    __dlweld_state[at].flags |= DLW_STATE_REMOVED;
  }
  leave_lists();
  for (uint32_t at = first, next; at != 0; at = next) {
    next = __dlweld_state[at].pending;
    if (is_doomed(at))
      forget(at);
  }
}

void __dlweld_finish(uint32_t number) {
  dlw_run *run = &__dlweld_run;
  __dlweld_state[number].stage = DLW_STAGE_FINISHED;
  dlw_call(dlw_library(number)->fini);
  dlw_lock(); /* at exit nobody has it */
  if (run->run_exits != NULL)
    run->run_exits(number);
  __dlweld_state[number].flags &= (uint16_t)~DLW_STATE_LAST;
  dlw_unlock();
}

void __dlweld_collect(void) {
  dlw_run *run = &__dlweld_run;
  run->collect_again = 1;
  if (run->collecting)
    return;
  run->collecting = 1;
  while (run->collect_again) {
    run->collect_again = 0;
    collect();
  }
  run->collecting = 0;
}

static int close(void *handle) {
  if (!dlw_ready())
    return -1;
  uint32_t number = dlw_handle_number(handle);
  if (number == DLW_NONE) {
    __dlweld_fail(DLW_FAULT_HANDLE, handle);
    return -1;
  }
  dlw_state *state = &__dlweld_state[number];
  if (state->references == 0 || state->references == UINT32_MAX)
    return 0; /* the program; or one that was counted to the end: it stays */
  if (--state->references == 0 && !dlw_at_start(number) &&
      !(state->flags & DLW_STATE_LAST)) /* which is a reference, too */
    __dlweld_collect();
  return 0;
}

int __dlweld_dlclose(void *handle) {
  dlw_lock();
  int result = close(handle);
  dlw_unlock();
  return result;
}
