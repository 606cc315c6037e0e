/* The run time's state, and the check that the index is one it can read. What
   weld writes it has verified, so only what tells versions apart is checked
   here, once. */
#include "key.h"

dlw_run __dlweld_run;

#if DLW_THREADS
dlw_mutex __dlweld_mutex;
_Thread_local char __dlweld_me;

/* A function of its own, so that nothing uses the address after it: V8's
   baseline compiler (that of node 20, for one) overwrites the register. */
static __attribute__((noinline)) void wait_for_change(int *word) {
  __builtin_wasm_memory_atomic_wait32(word, 2, -1);
}

void __dlweld_lock_wait(void) {
  while (__atomic_exchange_n(&__dlweld_mutex.word, 2, __ATOMIC_ACQUIRE) != 0)
    wait_for_change((int *)&__dlweld_mutex.word);
}

void __dlweld_lock_wake(void) {
  __builtin_wasm_memory_atomic_notify((int *)&__dlweld_mutex.word, 1);
}
#endif

static bool good(const dlw_index_header *h) {
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  for (unsigned i = 0; i < sizeof(magic); i++)
    if (h->magic[i] != magic[i])
      return false;
  return h->version == DLW_INDEX_VERSION && h->word_size == sizeof(void *) &&
         h->flags == 0 && h->library_size == sizeof(dlw_index_library) &&
         h->library_count > 0 && h->name_buckets > 0;
}

/* Whether the address of the thread-local probe is one. A distance is a small
   number, and those bytes are not to be found there. */
static bool probe(void) {
  static const uint8_t expected[8] = DLW_TLS_PROBE;
  const char *at = (const char *)dlw_address(dlw_header()->tls_probe);
  for (unsigned i = 0; i < sizeof(expected); i++)
    if (!dlw_readable(at + i) || (uint8_t)at[i] != expected[i])
      return false;
  return true;
}

static bool has_libc_symbols(const dlw_index_library *program) {
  bool small = program->flags & DLW_LIBRARY_SMALL;
  for (uint32_t i = 0; i < program->symbol_count; i++)
    if (small ? (__dlweld_index + program->tags)[i] & DLW_SMALL_LIBC
              : dlw_u32s(program->names)[i] & DLW_SYMBOL_LIBC)
      return true;
  return false;
}

static void start_program(void) {
  dlw_run *run = &__dlweld_run;
  dlw_state *program = &__dlweld_state[DLW_PROGRAM];
  run->tls_absolute = dlw_header()->tls_probe == 0 || probe();
  run->libc_symbols = has_libc_symbols(dlw_library(DLW_PROGRAM));
  /* It has been loaded and is the first of all lists. */
  program->address = (uintptr_t)program;
  program->soname = "";
  program->stage = DLW_STAGE_OPEN;
  program->flags = DLW_STATE_GLOBAL | DLW_STATE_ROOT;
  run->loads = 1;
  const uint32_t *startup = dlw_u32s(dlw_header()->startup);
  for (uint32_t i = 0; i < dlw_header()->startup_count; i++) {
    __dlweld_load(startup[i], DLW_PROGRAM, 0);
    __dlweld_append_global(startup[i]);
  }
  dlw_store(&run->checked, DLW_INDEX_GOOD);
}

bool __dlweld_start(void) {
  dlw_run *run = &__dlweld_run;
  dlw_lock();
  if (run->checked == DLW_INDEX_UNCHECKED) {
    if (good(dlw_header()))
      start_program();
    else
      run->checked = DLW_INDEX_BAD;
  }
  dlw_unlock();
  if (run->checked == DLW_INDEX_GOOD)
    return true;
  __dlweld_fail(DLW_FAULT_INDEX, NULL);
  return false;
}

uintptr_t __dlweld_thread_base(void) {
  uintptr_t base = 0;
#ifdef __wasm__
  /* clang's builtin for it demands a feature that the instruction does not. */
  if (!__dlweld_run.tls_absolute)
    __asm__("global.get __tls_base\n\tlocal.set %0" : "=r"(base));
#endif
  return base;
}
#ifdef __wasm64__
__asm__(".globaltype __tls_base, i64\n");
#elif defined(__wasm__)
__asm__(".globaltype __tls_base, i32\n");
#endif
