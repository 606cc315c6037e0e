/* Exit entries of libraries that can be unloaded, and what runs at exit.

   As on Linux there are two kinds. Exit entries are functions given to atexit
   or __cxa_atexit; C++ registers destructors of static objects that way. They
   run at exit in reverse order, all of them, the program's and the libraries';
   the C library has the list. Then come the destructors proper, functions with
   __attribute__((destructor)), library by library.

   dlclose runs both for a library that it takes down, so it must know the exit
   entries. They have slots here, and in the C library's list one callback each,
   which keeps their places among the others: it finds its entry by a serial
   number, or none if the library is gone.

   This object is linked where some library has destructors, and it alone needs
   __cxa_atexit. Its constructor comes before all others, so that what it
   registers runs after all other exit entries. */
#include "runtime.h"

int __cxa_atexit(void (*function)(void *), void *argument, void *dso);
/* The program's, if it has one. C libraries' __cxa_atexit needs it, too; one
   without makes position-independent modules import it. */
__attribute__((weak)) void *malloc(size_t size);

typedef struct slot {
  struct slot *older; /* registered before it; or the next free one */
  void (*function)(void *);
  void *argument;
  uintptr_t serial;
  uint32_t library;
} slot;

enum { SLOTS = 32 };

static slot first_slots[SLOTS];
static unsigned first_used; /* of them have been used ever */
static slot *newest, *unused;
static uintptr_t last_serial;

static slot *new_slot(void) {
  slot *s = unused;
  if (s != NULL)
    unused = s->older;
  else if (first_used < SLOTS)
    s = &first_slots[first_used++];
  else if (malloc != NULL)
    s = malloc(sizeof(*s));
  return s;
}

/* Takes the entry that *link points to out of the list and calls it. */
static void call(slot **link) {
  slot s = **link;
  slot *freed = *link;
  *link = s.older;
  freed->older = unused;
  unused = freed;
  dlw_unlock();
  s.function(s.argument);
  dlw_lock();
}

/* The C library's turn. */
static void at_exit(void *serial) {
  dlw_lock();
  slot **link = &newest;
  while (*link != NULL && (*link)->serial > (uintptr_t)serial)
    link = &(*link)->older;
  if (*link != NULL && (*link)->serial == (uintptr_t)serial)
    call(link);
  dlw_unlock();
}

/* Those of one library, the latest first; also what they register. */
static void run_exits(uint32_t library) {
  for (slot **link = &newest; *link != NULL;)
    if ((*link)->library == library) {
      call(link);
      link = &newest;
    } else {
      link = &(*link)->older;
    }
}

/* Whether the entry's turn is right behind the destructors of its library and
   not the C library's: from when those are to run at exit; and what the
   constructors of startup libraries register, because on Linux that is done
   before the C library is told what to run last. */
static bool is_late(uint32_t library) {
  return __dlweld_state[library].flags & DLW_STATE_LAST ||
         __dlweld_state[DLW_PROGRAM].flags & DLW_STATE_BUSY;
}

static bool is_tracked(uint32_t library) {
  return library != DLW_PROGRAM &&
         (is_late(library) || !__dlweld_stays(library));
}

static int add(uint32_t library, void (*function)(void *), void *argument,
               void *dso) {
  slot *s = NULL;
  if (dlw_ready() && is_tracked(library)) {
    s = new_slot();
    if (s == NULL) /* it has to stay, then */
      __dlweld_state[library].flags |= DLW_STATE_NODELETE;
  }
  if (s == NULL)
    return __cxa_atexit(function, argument, dso);
  *s = (slot){newest, function, argument, ++last_serial, library};
  if (!is_late(library) && __cxa_atexit(at_exit, (void *)s->serial, dso) != 0) {
    s->older = unused;
    unused = s;
    return -1;
  }
  newest = s;
  return 0;
}

int __dlweld_cxa_atexit(void (*function)(void *), void *argument, void *dso) {
  dlw_lock();
  int result = add(dlw_library_of(dso), function, argument, dso);
  dlw_unlock();
  return result;
}

int __dlweld_cxa_atexit_of(uint32_t caller, void (*function)(void *),
                           void *argument, void *dso) {
  (void)dso;
  dlw_lock();
  int result = add(caller, function, argument, &__dlweld_state[caller]);
  dlw_unlock();
  return result;
}

static void call_plain(void *function) { ((void (*)(void))function)(); }

int __dlweld_atexit(uint32_t caller, void (*function)(void)) {
  dlw_lock();
  int result =
      add(caller, call_plain, (void *)function, &__dlweld_state[caller]);
  dlw_unlock();
  return result;
}

void __dlweld_exit(void) {
  if (!dlw_ready())
    return;
  dlw_lock();
  /* In a list of its own, as the destructors may open and close others. What is
     in it stays until its turn is over. */
  uint32_t first = 0, last = 0;
  for (uint32_t at = __dlweld_destructor_order(); at != DLW_NONE;
       at = __dlweld_state[at].sorted) {
    dlw_state *state = &__dlweld_state[at];
    if (at == DLW_PROGRAM || state->stage != DLW_STAGE_OPEN)
      continue;
    state->flags |= DLW_STATE_LAST;
    state->before = 0;
    if (last != 0)
      __dlweld_state[last].before = at;
    else
      first = at;
    last = at;
  }
  dlw_unlock();
  dlw_call(dlw_library(DLW_PROGRAM)->fini);
  for (uint32_t at = first, next; at != 0; at = next) {
    next = __dlweld_state[at].before;
    __dlweld_finish(at);
  }
}

static void at_last(void *unused_argument) {
  (void)unused_argument;
  __dlweld_exit();
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wprio-ctor-dtor"
#endif
__attribute__((constructor(0))) static void start(void) {
  __dlweld_run.run_exits = run_exits;
  __cxa_atexit(at_last, NULL, NULL);
}
