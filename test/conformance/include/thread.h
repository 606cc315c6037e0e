/* Threads for a case (`threads: yes`). Natively they are pthreads. Debian's C
   library for WASI has none, so welded such a case has no C library, and its
   threads are those of the engine, started by Inputs/threads.c. */
#ifndef THREAD_H
#define THREAD_H

#include "conform.h"

#ifdef CONFORM_FREESTANDING

typedef struct thread {
  void (*function)(void *);
  void *argument;
  int done;
} thread;
void thread_start(thread *t, void (*function)(void *), void *argument);
void thread_join(thread *t);
void thread_pause(void);

#else

#include <pthread.h>
#include <unistd.h>

typedef struct thread {
  void (*function)(void *);
  void *argument;
  pthread_t id;
} thread;

CONFORM_STATIC void *thread_run(void *t) {
  ((thread *)t)->function(((thread *)t)->argument);
  return NULL;
}
CONFORM_STATIC void
thread_start(thread *t, void (*function)(void *), void *argument) {
  t->function = function;
  t->argument = argument;
  if (pthread_create(&t->id, NULL, thread_run, t) != 0) abort();
}
CONFORM_STATIC void thread_join(thread *t) { pthread_join(t->id, NULL); }
/* About a millisecond. */
CONFORM_STATIC void thread_pause(void) { usleep(1000); }

#endif

/* Shared numbers. */
CONFORM_STATIC int get(int *number) {
  return __atomic_load_n(number, __ATOMIC_SEQ_CST);
}
CONFORM_STATIC void set(int *number, int value) {
  __atomic_store_n(number, value, __ATOMIC_SEQ_CST);
}
CONFORM_STATIC int add(int *number, int value) { /* the new value */
  return __atomic_add_fetch(number, value, __ATOMIC_SEQ_CST);
}
/* Waits until the number is that large. */
CONFORM_STATIC void wait_for(int *number, int value) {
  while (get(number) < value) thread_pause();
}
/* Waits until `count` threads have come here. */
CONFORM_STATIC void meet(int *met, int count) {
  add(met, 1);
  while (get(met) < count) {
  }
}
/* Time for others to do what they should not do. */
CONFORM_STATIC void wait_a_while(void) {
  for (int i = 0; i < 50; i++) thread_pause();
}

#endif
