/* dladdr: from an address to the library and the symbol it belongs to. As glibc
   has it: of the symbols that an address lies in the one that begins last, by
   name in the library that the address lies in; thread-local variables are
   nobody's.

   A function pointer is a table slot, a data pointer a place in memory; both
   are numbers. wasm-ld keeps them apart unless a module with thousands of
   functions in its table has its data where the linker's old versions put them
   (from 1024 on). Then exported functions come first. */
#include "address.h"
#include "key.h"

_Static_assert(
    offsetof(dlw_state, address) == offsetof(struct link_map, l_addr) &&
        offsetof(dlw_state, soname) == offsetof(struct link_map, l_name) &&
        offsetof(dlw_state, dynamic) == offsetof(struct link_map, l_ld) &&
        offsetof(dlw_state, later) == offsetof(struct link_map, l_next) &&
        offsetof(dlw_state, earlier) == offsetof(struct link_map, l_prev),
    "a state begins as a link_map");

/* --- Memory. --- */

dlw_range __dlweld_range(const dlw_index_library *library, uint32_t i) {
  const uintptr_t *words =
      (const uintptr_t *)(__dlweld_index + library->ranges) + 3 * i;
  dlw_range range = {words[0], words[1], (uint32_t)words[2]};
  if (range.kind == DLW_RANGE_TLS) {
    uintptr_t base = __dlweld_thread_base();
    range.start += base;
    range.end += base;
  }
  return range;
}

/* The library with the range that the address lies in, loaded or not, and the
   range's kind; or DLW_NONE. */
static uint32_t find_range(uintptr_t address, uint32_t *kind) {
  for (uint32_t n = 1; n < dlw_header()->library_count; n++) {
    const dlw_index_library *library = dlw_library(n);
    for (uint32_t i = 0; i < library->range_count; i++) {
      dlw_range range = __dlweld_range(library, i);
      if (address < range.start || address >= range.end)
        continue;
      *kind = range.kind;
      return n;
    }
  }
  return DLW_NONE;
}

/* Made by the linker, in position-independent output only the second. */
extern const char __global_base[] __attribute__((weak)) DLW_HIDDEN;
extern const char __data_end[] __attribute__((weak)) DLW_HIDDEN;

static uintptr_t memory_base(void) {
  uintptr_t base = 0;
#ifdef __wasm__
  __asm__("global.get __memory_base\n\tlocal.set %0" : "=r"(base));
#endif
  return base;
}
#ifdef __wasm64__
__asm__(".globaltype __memory_base, i64, immutable\n");
#elif defined(__wasm__)
__asm__(".globaltype __memory_base, i32, immutable\n");
#endif

void __dlweld_static_data(uintptr_t *start, uintptr_t *end) {
  *start = *end = (uintptr_t)__data_end;
  if (*end != 0)
    *start = __global_base != NULL ? (uintptr_t)__global_base : memory_base();
}

/* --- Table slots. --- */

/* The library of a function that the linker compiled; or DLW_NONE. */
static uint32_t find_owner(uintptr_t slot) {
  const dlw_index_header *h = dlw_header();
  const dlw_index_owners *owners =
      h->owners != 0 ? (const dlw_index_owners *)dlw_address(h->owners) : NULL;
  uint32_t low = 0, high = owners != NULL ? owners->count : 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (owners->items[middle].slot == slot)
      return owners->items[middle].library;
    if (owners->items[middle].slot < slot)
      low = middle + 1;
    else
      high = middle;
  }
  return DLW_NONE;
}

/* The library whose own functions, those that are no exports, have slots from
   its mark to the next, or in a range of their own; or DLW_NONE. */
static uint32_t find_mark(uintptr_t slot) {
  const dlw_index_header *h = dlw_header();
  uint32_t found = DLW_NONE;
  for (uint32_t n = 1; n < h->library_count; n++) {
    uint32_t slots = dlw_library(n)->slots;
    if (slots != 0 && slot >= dlw_address(slots) &&
        slot < dlw_address(slots + (uint32_t)sizeof(void *)))
      return n;
  }
  for (uint32_t n = 1; n < h->library_count; n++) {
    uint32_t mark = dlw_library(n)->mark;
    if (mark == 0)
      continue;
    if (slot <= dlw_address(mark))
      return found;
    found = n;
  }
  if (h->slots_end == 0 || slot >= dlw_address(h->slots_end))
    return find_owner(slot);
  return found;
}

/* Whether what no library owns is the program's: in the static data; or a slot,
   which is any number below the libraries' last one, and below the static data
   any that is not of the stack (which lies there, too, and grows downward). */
static bool in_program(uintptr_t address) {
  const dlw_index_header *h = dlw_header();
  if (h->slots_end != 0 && address <= dlw_address(h->slots_end))
    return true;
  if (address < (uintptr_t)__global_base)
    return address < (uintptr_t)__builtin_frame_address(0);
  uintptr_t start, end;
  __dlweld_static_data(&start, &end);
  return address >= start && address < end;
}

/* --- Symbols. --- */

typedef struct match {
  uint32_t library, symbol; /* symbol: number or DLW_NONE */
  uintptr_t address;
  uint32_t kind, size;
} match;

static uintptr_t symbol_address(const dlw_index_library *library, uint32_t i) {
  return dlw_address(library->addresses + i * (uint32_t)sizeof(void *));
}

/* The exported function with that slot. */
static bool find_function(uint32_t number, uintptr_t slot, match *m) {
  const dlw_index_library *library = dlw_library(number);
  for (uint32_t i = 0; i < library->symbol_count; i++) {
    if (DLW_LIKELY(symbol_address(library, i) != slot) ||
        dlw_symbol_kind(library, i) != DLW_SYMBOL_FUNCTION)
      continue;
    *m = (match){number, i, slot, DLW_SYMBOL_FUNCTION, 1};
    return true;
  }
  return false;
}

/* Of the exported data that the address lies in what begins last. Nothing lies
   in data without a size but their beginning. */
static bool find_object(uint32_t number, uintptr_t address, match *m) {
  const dlw_index_library *library = dlw_library(number);
  const dlw_index_size *sizes =
      (const dlw_index_size *)(__dlweld_index + library->sizes);
  *m = (match){.library = number, .symbol = DLW_NONE};
  for (uint32_t i = 0; i < library->size_count; i++) {
    uintptr_t start = symbol_address(library, sizes[i].symbol);
    if (start == 0 || (address - start >= sizes[i].size && address != start) ||
        (m->symbol != DLW_NONE && start <= m->address))
      continue;
    m->symbol = sizes[i].symbol;
    m->address = start;
    m->kind = DLW_SYMBOL_DATA;
    m->size = sizes[i].size;
  }
  return m->symbol != DLW_NONE;
}

/* Whether it is an exported function of a library that has been unloaded, say.
   (Of what was never loaded nobody has a pointer.) */
static bool find_unloaded(uintptr_t slot, match *m) {
  for (uint32_t n = 1; n < dlw_header()->library_count; n++)
    if (dlw_library(n)->flags & DLW_LIBRARY_UNLOAD &&
        __dlweld_state[n].stage == DLW_STAGE_CLOSED &&
        find_function(n, slot, m))
      return true;
  return false;
}

/* False: it is nothing that is loaded. */
static bool find(uintptr_t address, match *m) {
  if (address == 0)
    return false;
  for (const dlw_state *at = __dlweld_state; at != NULL; at = at->later)
    if (find_function(dlw_number(at), address, m))
      return true;
  uint32_t kind, owner = find_range(address, &kind);
  if (owner == DLW_NONE) {
    for (const dlw_state *at = __dlweld_state; at != NULL; at = at->later)
      if (find_object(dlw_number(at), address, m))
        return true;
    owner = find_mark(address);
    if (owner == DLW_NONE && in_program(address) && !find_unloaded(address, m))
      owner = DLW_PROGRAM;
    *m = (match){.library = owner, .symbol = DLW_NONE};
  } else if (kind == DLW_RANGE_TLS) {
    return false;
  } else {
    find_object(owner, address, m);
  }
  return owner != DLW_NONE && __dlweld_state[owner].stage != DLW_STAGE_CLOSED;
}

/* As an ELF symbol table would have it. */
static const ElfW(Sym) * symbol_entry(const match *m) {
  static DLW_THREAD_LOCAL ElfW(Sym) entry;
  if (m->symbol == DLW_NONE)
    return NULL;
  entry = (ElfW(Sym)){
      .st_value = m->address - __dlweld_state[m->library].address,
      .st_size = m->size,
      .st_info = ELF32_ST_INFO(
          STB_GLOBAL, m->kind == DLW_SYMBOL_FUNCTION ? STT_FUNC : STT_OBJECT),
      .st_other = STV_DEFAULT,
      .st_shndx = 1, /* any but SHN_UNDEF */
  };
  return &entry;
}

static int tell(const void *address, Dl_info *info, void **extra, int what) {
  match m;
  if (!dlw_ready() || !find((uintptr_t)address, &m))
    return 0;
  const dlw_index_library *library = dlw_library(m.library);
  dlw_state *state = &__dlweld_state[m.library];
  *info =
      (Dl_info){.dli_fname = dlw_string(library->soname), .dli_fbase = state};
  if (m.symbol != DLW_NONE) {
    info->dli_sname = __dlweld_symbol_text(library, m.symbol);
    info->dli_saddr = (void *)m.address;
  }
  if (!dlw_writable(extra, sizeof(*extra)))
    return 1;
  if (what == RTLD_DL_SYMENT)
    *(const ElfW(Sym) **)extra = symbol_entry(&m);
  else if (what == RTLD_DL_LINKMAP)
    *(struct link_map **)extra = (struct link_map *)state;
  return 1;
}

int __dlweld_dladdr1(const void *address, Dl_info *info, void **extra,
                     int what) {
  if (!dlw_writable(info, sizeof(*info)))
    return 0;
  dlw_lock();
  int result = tell(address, info, extra, what);
  dlw_unlock();
  return result;
}
