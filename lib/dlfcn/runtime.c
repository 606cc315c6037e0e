/* The run time's state, and the check that the index is one it can read. What
   weld writes it has verified, so only what tells versions apart is checked
   here, once. */
#include "runtime.h"

dlw_run __dlweld_run;

static bool good(const dlw_index_header *h) {
  static const uint8_t magic[16] = DLW_INDEX_MAGIC;
  for (unsigned i = 0; i < sizeof(magic); i++)
    if (h->magic[i] != magic[i])
      return false;
  return h->version == DLW_INDEX_VERSION && h->word_size == sizeof(void *) &&
         (h->flags & ~(uint32_t)DLW_INDEX_TLS_RELATIVE) == 0 &&
         h->library_count > 0 && h->name_buckets > 0;
}

bool __dlweld_start(void) {
  dlw_run *run = &__dlweld_run;
  if (run->checked == DLW_INDEX_UNCHECKED) {
    if (good(dlw_header())) {
      run->checked = DLW_INDEX_GOOD;
      /* The program has been loaded and is the first of both lists. */
      __dlweld_state[DLW_PROGRAM].stage = DLW_STAGE_OPEN;
      __dlweld_state[DLW_PROGRAM].global = 1;
    } else {
      run->checked = DLW_INDEX_BAD;
    }
  }
  if (run->checked == DLW_INDEX_GOOD)
    return true;
  __dlweld_fail(DLW_FAULT_INDEX, NULL);
  return false;
}
