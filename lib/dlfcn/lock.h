/* The lock around the run time's state. Any thread may call dlopen and dlsym at
   any time, and constructors run with the lock held, as in glibc, so that
   whoever gets a handle gets it constructed; they may call dlopen themselves,
   so the lock is recursive.

   libdl-threads.a is compiled with atomics and has it. libdl.a is for modules
   with one thread: there nothing of it is left. */
#ifndef DLWELD_DLFCN_LOCK_H
#define DLWELD_DLFCN_LOCK_H

#include <stdint.h>

#ifdef __wasm_atomics__
#define DLW_THREADS 1
#define DLW_THREAD_LOCAL _Thread_local
#else
#define DLW_THREADS 0
#define DLW_THREAD_LOCAL
#endif

/* Of what is read without the lock. */
static inline uint8_t dlw_load(const uint8_t *from) {
#if DLW_THREADS
  return __atomic_load_n(from, __ATOMIC_ACQUIRE);
#else
  return *from;
#endif
}

static inline void dlw_store(uint8_t *to, uint8_t value) {
#if DLW_THREADS
  __atomic_store_n(to, value, __ATOMIC_RELEASE);
#else
  *to = value;
#endif
}

#if DLW_THREADS

typedef struct dlw_mutex {
  uint32_t word;   /* 0: free, 1: held, 2: held and waited for */
  uint32_t depth;  /* of the owner's calls, the first not counted */
  uintptr_t owner; /* the thread, by the address of its __dlweld_me */
} dlw_mutex;

extern dlw_mutex __dlweld_mutex __attribute__((visibility("hidden")));
extern _Thread_local char __dlweld_me __attribute__((visibility("hidden")));

/* runtime.c: the slow ways. */
void __dlweld_lock_wait(void);
void __dlweld_lock_wake(void);

static inline void dlw_lock(void) {
  dlw_mutex *m = &__dlweld_mutex;
  uintptr_t me = (uintptr_t)&__dlweld_me;
  uint32_t expected = 0;
  if (__atomic_load_n(&m->owner, __ATOMIC_RELAXED) == me) {
    m->depth++;
    return;
  }
  if (!__atomic_compare_exchange_n(&m->word, &expected, 1, 0, __ATOMIC_ACQUIRE,
                                   __ATOMIC_RELAXED))
    __dlweld_lock_wait();
  __atomic_store_n(&m->owner, me, __ATOMIC_RELAXED);
}

static inline void dlw_unlock(void) {
  dlw_mutex *m = &__dlweld_mutex;
  if (m->depth != 0) {
    m->depth--;
    return;
  }
  __atomic_store_n(&m->owner, 0, __ATOMIC_RELAXED);
  if (__atomic_exchange_n(&m->word, 0, __ATOMIC_RELEASE) == 2)
    __dlweld_lock_wake();
}

#else

static inline void dlw_lock(void) {}
static inline void dlw_unlock(void) {}

#endif

#endif
