/* dl_iterate_phdr, and the program headers that it shows: a library's parts of
   memory, told as ELF would tell them. */
#include "address.h"

/* Parts of memory, from low to high. */
typedef struct parts {
  uint32_t count, room;
  dlw_range at[DLW_HEADER_ROOM];
} parts;

/* What there is no more room for goes into the last one, with what lies
   between. */
static void add(parts *p, dlw_range range) {
  if (range.start == range.end)
    return;
  if (p->count == p->room) {
    dlw_range *last = &p->at[--p->count], *before = last - 1;
    before->end = last->end;
    if (before->kind != last->kind)
      before->kind = DLW_RANGE_DATA;
  }
  uint32_t i = p->count++;
  for (; i > 0 && p->at[i - 1].start > range.start; i--)
    p->at[i] = p->at[i - 1];
  p->at[i] = range;
}

static void add_header(dlw_headers *headers, uint32_t type, uintptr_t base,
                       dlw_range range) {
  uintptr_t size = range.end - range.start;
  bool writable = range.kind == DLW_RANGE_DATA || range.kind == DLW_RANGE_ZERO;
  headers->at[headers->count++] = (ElfW(Phdr)){
      .p_type = type,
      .p_vaddr = range.start - base,
      .p_paddr = range.start - base,
      .p_memsz = size,
      .p_filesz = range.kind == DLW_RANGE_ZERO ? 0 : size,
      .p_flags = writable ? PF_R | PF_W : PF_R,
      .p_align = 1,
  };
}

/* The library's thread-local variables. False: it has none. */
static bool find_tls(uint32_t number, dlw_range *range) {
  const dlw_index_library *library = dlw_library(number);
  for (uint32_t i = 0; i < library->range_count; i++) {
    *range = __dlweld_range(library, i);
    if (range->kind == DLW_RANGE_TLS && range->start != range->end)
      return true;
  }
  return false;
}

/* Behind the libraries' memory that begins at `at`. wasm-ld lays it out in
   order of the libraries; else it may take more than one call. */
static uintptr_t skip_libraries(uintptr_t at) {
  for (uint32_t n = 1; n < dlw_header()->library_count; n++) {
    const dlw_index_library *library = dlw_library(n);
    for (uint32_t i = 0; i < library->range_count; i++) {
      dlw_range range = __dlweld_range(library, i);
      if (at >= range.start && at < range.end)
        at = range.end;
    }
  }
  return at;
}

/* The start of the libraries' memory that comes next, or `end`. */
static uintptr_t next_library(uintptr_t at, uintptr_t end) {
  for (uint32_t n = 1; n < dlw_header()->library_count; n++) {
    const dlw_index_library *library = dlw_library(n);
    for (uint32_t i = 0; i < library->range_count; i++) {
      dlw_range range = __dlweld_range(library, i);
      if (range.start >= at && range.start < end && range.start < range.end)
        end = range.start;
    }
  }
  return end;
}

/* Of the static data what is no library's. */
static void add_program(parts *p) {
  uintptr_t at, end;
  __dlweld_static_data(&at, &end);
  while ((at = skip_libraries(at)) < end) {
    dlw_range range = {at, next_library(at, end), DLW_RANGE_DATA};
    add(p, range);
    at = range.end;
  }
}

/* With one thread its thread-local variables are what the linker has laid
   out: they are memory, too. */
static void add_library(parts *p, const dlw_index_library *library) {
  for (uint32_t i = 0; i < library->range_count; i++) {
    dlw_range range = __dlweld_range(library, i);
    if (range.kind == DLW_RANGE_TLS && !__dlweld_run.tls_absolute)
      continue;
    if (range.kind == DLW_RANGE_TLS)
      range.kind = DLW_RANGE_DATA;
    add(p, range);
  }
}

void __dlweld_headers(uint32_t number, dlw_headers *headers) {
  uintptr_t base = __dlweld_state[number].address;
  parts p;
  p.count = 0;
  p.room = DLW_HEADER_ROOM;
  dlw_range tls;
  bool has_tls = find_tls(number, &tls);
  if (has_tls)
    p.room--;
  if (number == DLW_PROGRAM)
    add_program(&p);
  else
    add_library(&p, dlw_library(number));
  headers->count = 0;
  for (uint32_t i = 0; i < p.count; i++)
    add_header(headers, PT_LOAD, base, p.at[i]);
  if (has_tls)
    add_header(headers, PT_TLS, base, tls);
}

size_t __dlweld_tls_module(uint32_t number, void **block) {
  dlw_range tls;
  bool found = find_tls(number, &tls);
  *block = found ? (void *)tls.start : NULL;
  return found ? number + 1 : 0; /* the program's would be 1 */
}

static int visit(uint32_t number,
                 int (*function)(struct dl_phdr_info *, size_t, void *),
                 void *data) {
  const dlw_state *state = &__dlweld_state[number];
  dlw_headers headers;
  __dlweld_headers(number, &headers);
  struct dl_phdr_info info = {
      .dlpi_addr = state->address,
      .dlpi_name = state->soname,
      .dlpi_phdr = headers.at,
      .dlpi_phnum = (ElfW(Half))headers.count,
      .dlpi_adds = __dlweld_run.loads,
      .dlpi_subs = __dlweld_run.unloads,
  };
  info.dlpi_tls_modid = __dlweld_tls_module(number, &info.dlpi_tls_data);
  return function(&info, sizeof(info), data);
}

/* As in glibc, the lock is held while the function runs, which may call dlopen
   and dlclose. Where that takes down the library it was called for, it has no
   successor. */
int __dlweld_iterate_phdr(int (*function)(struct dl_phdr_info *, size_t,
                                          void *),
                          void *data) {
  int result = 0;
  dlw_lock();
  if (function != NULL && dlw_ready())
    for (const dlw_state *at = __dlweld_state; at != NULL && result == 0;
         at = at->later)
      result = visit(dlw_number(at), function, data);
  dlw_unlock();
  return result;
}
