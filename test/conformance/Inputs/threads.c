/* Threads of a case that was built without a C library: the engine's runner
   (threads.py, threads.mjs) runs each in an instance of its own, which needs a
   stack and a block of thread-local variables in the shared memory. */
#include "thread.h"
#include <stdint.h>

enum { THREADS = 64, STACK = 1 << 14, TLS = 1 << 10 };

/* Starts a thread that calls conform_thread(t). The runner sets the stack
   pointer to `stack` and the thread-local variables up at `tls`. */
__attribute__((import_module("conform"), import_name("thread")))
void conform_spawn(thread *t, void *stack, void *tls);

static _Alignas(64) char stacks[THREADS][STACK];
static _Alignas(64) char blocks[THREADS][TLS];
static int started;

void thread_start(thread *t, void (*function)(void *), void *argument) {
  int number = add(&started, 1) - 1;
  if (number >= THREADS || __builtin_wasm_tls_size() > TLS) __builtin_trap();
  t->function = function;
  t->argument = argument;
  set(&t->done, 0);
  conform_spawn(t, stacks[number + 1], blocks[number]);
}

__attribute__((export_name("conform_thread"))) void conform_thread(thread *t) {
  t->function(t->argument);
  set(&t->done, 1);
  __builtin_wasm_memory_atomic_notify(&t->done, 1);
}

/* By itself: node 20 loses local variables over a wait. */
static __attribute__((noinline)) void wait(int *number, long long time) {
  __builtin_wasm_memory_atomic_wait32(number, 0, time);
}

void thread_join(thread *t) {
  while (!get(&t->done)) wait(&t->done, -1);
}

void thread_pause(void) {
  static int never;
  wait(&never, 1000000);
}
