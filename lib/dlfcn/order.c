/* The order in which constructors and destructors run: glibc's, since 2.35.

   Both sort libraries by depth first search. A library is finished after what
   it depends on, and the order of finishing is that of constructors; its
   reverse, dependents first, is that of destructors. What is not said by that
   is decided by where the search starts and by the order of a library's edges:

   constructors  the search list, from its last member to its first; but the
                 library that is opened comes last, whatever cycles it is in
   destructors   all that is loaded, from what was loaded last to the first

   glibc keeps an array of edges in each library, which is what DT_NEEDED says
   until the library is opened by name: from then on it is the library's sorted
   search list. Searching that visits the same libraries, but maybe in another
   order. weld has given room for such a list. Where it is too long, so that
   many libraries with many dependencies do not take the square of their number,
   we keep those of its members that a search would go to directly, the others
   being found through them: no more than the library has dependencies. That
   makes a difference only where there are cycles. */
#include "runtime.h"

uint32_t __dlweld_new_walk(void) {
  if (++__dlweld_run.walk == 0) {
    for (uint32_t i = 0; i < dlw_header()->library_count; i++)
      __dlweld_state[i].mark = 0;
    __dlweld_run.walk = 1;
  }
  return __dlweld_run.walk;
}

uint32_t __dlweld_search_list(uint32_t root) {
  uint32_t walk = __dlweld_new_walk();
  uint32_t last = root;
  __dlweld_state[root].mark = walk;
  for (uint32_t at = root;; at = __dlweld_state[at].next) {
    const dlw_index_library *library = dlw_library(at);
    const uint32_t *needed = dlw_u32s(library->needed);
    for (uint32_t i = 0; i < library->needed_count; i++) {
      dlw_state *state = &__dlweld_state[needed[i]];
      if (state->mark == walk)
        continue;
      state->mark = walk;
      __dlweld_state[last].next = needed[i];
      last = needed[i];
    }
    if (at == last || __dlweld_state[root].flags & DLW_STATE_SHALLOW) {
      __dlweld_state[last].next = DLW_NONE;
      return walk;
    }
  }
}

uint32_t __dlweld_loader(uint32_t number) {
  while (__dlweld_state[number].loader != number)
    number = __dlweld_state[number].loader;
  return number;
}

bool __dlweld_has_scope(uint32_t number, uint32_t root) {
  const dlw_state *state = &__dlweld_state[number];
  if (__dlweld_loader(number) == root &&
      !(__dlweld_state[root].flags & DLW_STATE_ORPHAN))
    return true;
  return state->stage != DLW_STAGE_LOADED &&
         __dlweld_state[root].rank > state->frame;
}

/* Room for the edges of a library that has been opened by name. */
static uint32_t *edges_of(const dlw_index_library *library) {
  return (uint32_t *)((char *)__dlweld_state + library->edges);
}

/* Where the search goes from a library; 0 is nowhere. */
static const uint32_t *edges(uint32_t number, uint32_t *count) {
  const dlw_index_library *library = dlw_library(number);
  uint16_t flags = __dlweld_state[number].flags;
  if (flags & DLW_STATE_SORTED) {
    *count = library->edge_room;
    return edges_of(library);
  }
  *count = flags & DLW_STATE_LEAF ? 0 : library->needed_count;
  return dlw_u32s(library->needed);
}

/* Searches from `number`, which has not been visited, and puts each library in
   front of *list when it is finished, unless that is NULL. `uses`: dependencies
   that came about by dlsym are edges, too, the latest first; *uses is set if
   there are any. */
static void search(uint32_t number, uint32_t walk, uint32_t *list, bool *uses) {
  const dlw_run *run = &__dlweld_run;
  uint32_t at = number, came_from = DLW_NONE;
  for (;;) {
    dlw_state *state = &__dlweld_state[at];
    if (state->mark != walk) {
      state->mark = walk;
      state->parent = came_from;
      state->edge = 0;
    }
    uint32_t count, edge = DLW_PROGRAM;
    const uint32_t *to = edges(at, &count);
    if (state->edge < count) {
      edge = to[state->edge++];
    } else if (uses != NULL && state->edge < count + run->use_count) {
      const dlw_use *use =
          &run->uses[run->use_count - 1 - (state->edge++ - count)];
      if (use->from == at) {
        edge = use->to;
        *uses = true;
      }
    } else {
      if (list != NULL) {
        state->sorted = *list;
        *list = at;
      }
      if (at == number)
        return;
      at = state->parent;
      continue;
    }
    if (edge != DLW_PROGRAM && __dlweld_state[edge].mark != walk) {
      came_from = at;
      at = edge;
    }
  }
}

/* Searches from each library of the list through `next`; returns the first of
   all that have been visited, dependents first, through `sorted`. */
static uint32_t sort(uint32_t first, bool *uses) {
  uint32_t walk = __dlweld_new_walk(), list = DLW_NONE;
  for (uint32_t at = first; at != DLW_NONE; at = __dlweld_state[at].next)
    if (__dlweld_state[at].mark != walk)
      search(at, walk, &list, uses);
  return list;
}

/* Turns the list through `next` round. */
static uint32_t reverse(uint32_t first) {
  uint32_t reversed = DLW_NONE;
  while (first != DLW_NONE) {
    uint32_t next = __dlweld_state[first].next;
    __dlweld_state[first].next = reversed;
    reversed = first;
    first = next;
  }
  return reversed;
}

/* The edges of `root`, whose sorted search list begins with itself. */
static void set_edges(uint32_t root) {
  const dlw_index_library *library = dlw_library(root);
  uint32_t room = library->edge_room, count = 0, length = 0;
  if (room == 0)
    return;
  uint32_t *to = edges_of(library), walk = __dlweld_new_walk();
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].sorted)
    length++;
  __dlweld_state[root].mark = walk;
  for (uint32_t at = root; at != DLW_NONE; at = __dlweld_state[at].sorted) {
    if (__dlweld_state[at].mark == walk || count == room)
      continue;
    to[count++] = at;
    if (length - 1 > room)
      search(at, walk, NULL, NULL);
  }
  while (count < room)
    to[count++] = DLW_PROGRAM;
  __dlweld_state[root].flags |= DLW_STATE_SORTED;
}

uint32_t __dlweld_constructor_order(uint32_t root) {
  __dlweld_search_list(root);
  uint32_t list = sort(reverse(root), NULL);
  if (list != root) {
    uint32_t before = list;
    while (__dlweld_state[before].sorted != root)
      before = __dlweld_state[before].sorted;
    __dlweld_state[before].sorted = __dlweld_state[root].sorted;
    __dlweld_state[root].sorted = list;
  }
  __dlweld_state[root].flags &= (uint16_t)~DLW_STATE_LEAF;
  set_edges(root);
  return root;
}

uint32_t __dlweld_destructor_order(void) {
  for (dlw_state *at = __dlweld_state; at != NULL; at = at->later)
    at->next = at->earlier ? dlw_number(at->earlier) : DLW_NONE;
  bool uses = false;
  uint32_t list = sort(__dlweld_run.last_loaded, &uses);
  if (!uses)
    return list;
  /* Where what the libraries say and what came about by dlsym make a cycle, the
     former counts. */
  for (uint32_t at = list; at != DLW_NONE; at = __dlweld_state[at].sorted)
    __dlweld_state[at].next = __dlweld_state[at].sorted;
  return sort(reverse(list), NULL);
}
