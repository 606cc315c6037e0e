/* Memory: whether all that the index names lies in what the module has from the
   start, and whose it is. */
#include <inttypes.h>
#include <stdlib.h>

#include "dlfcn/index.h"
#include "index/check-private.h"

/* What thread-local words count from, if that is known. */
typedef struct tls_base {
  bool known;
  uint64_t address;
} tls_base;

/* Whether memory has room for it. `size` UINT32_MAX: that or more. */
static bool check_room(dlw_checker *c, const dlw_subject *about,
                       const char *what, uint64_t start, uint64_t size) {
  uint64_t room = c->memory_room;
  if (start <= room && size <= room - start)
    return true;
  return dlw_check_fault(c, about, "data-beyond", DLW_ERROR,
                         "%s: %" PRIu64 " bytes at address %" PRIu64
                         " are beyond memory, of which the module has "
                         "%" PRIu64 " bytes at the start",
                         what, size, start, room);
}

bool dlw_welded_tls_base(const dlw_layout *l, const dlw_welded *x,
                         uint64_t *base) {
  static const uint8_t probe[] = DLW_TLS_PROBE;
  uint64_t value = x->tls_probe.value;
  uint8_t there[sizeof probe];
  *base = 0;
  if (!x->tls_probe.offset || !l->has_addresses)
    return false;
  if (dlw_layout_copy(l, value, there, sizeof there) &&
      memcmp(there, probe, sizeof probe) == 0)
    return true;
  for (uint32_t i = 0; i < l->segment_count; i++) {
    const dlw_placed *s = &l->segments[i];
    const uint8_t *p = memmem(s->data.p, s->data.n, probe, sizeof probe);
    uint64_t address = p ? s->address + (uint64_t)(p - s->data.p) : 0;
    if (p && address >= value) {
      *base = address - value;
      return true;
    }
  }
  return false;
}

static tls_base find_tls(dlw_checker *c) {
  const dlw_welded_word *probe = &c->x->tls_probe;
  tls_base base = {0};
  dlw_subject about = {.library = DLW_FAULT_MODULE,
                       .at = dlw_check_place(c, probe->offset)};
  base.known = dlw_welded_tls_base(&c->layout, c->x, &base.address);
  if (!base.known && probe->offset && c->layout.has_addresses)
    dlw_check_fault(c, &about, "tls-probe", DLW_ERROR,
                    "the probe of thread-local data is not at %" PRIu64
                    " in memory, nor in any data segment: the index's "
                    "addresses of thread-local data mean nothing",
                    probe->value);
  return base;
}

static void check_exports(dlw_checker *c, uint32_t library, tls_base tls) {
  const dlw_welded_library *lib = &c->x->libraries[library];
  for (uint32_t i = 0; i < lib->symbol_count; i++) {
    const dlw_welded_symbol *s = &lib->symbols[i];
    bool local = s->kind == DLW_SYMBOL_TLS;
    if ((s->kind != DLW_SYMBOL_DATA && !local) || (local && !tls.known))
      continue;
    dlw_subject about = {.library = library,
                         .symbol = s->name,
                         .at = dlw_check_place(c, s->offset)};
    if (!local && !s->value && !c->layout.relative) {
      /* The program's that was not linked in has none. */
      if (library && s->size)
        dlw_check_fault(c, &about, "data-null", DLW_ERROR,
                        "exported variable: its address is 0");
      continue;
    }
    check_room(c, &about, "exported variable",
               s->value + (local ? tls.address : 0), s->size);
  }
}

/* --- Ranges --- */

typedef struct range {
  uint64_t start, end;
  uint32_t library, offset;
} range;

static int range_order(const void *a, const void *b) {
  const range *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* Reports what is wrong with one; true: it takes part in the next check. */
static bool check_range(dlw_checker *c, uint32_t library,
                        const dlw_welded_range *r, tls_base tls) {
  bool local = r->kind == DLW_RANGE_TLS;
  dlw_subject about = {.library = library, .at = dlw_check_place(c, r->offset)};
  if (r->end < r->start)
    return dlw_check_fault(c, &about, "range-order", DLW_ERROR,
                           "its data from %" PRIu64 " ends at %" PRIu64
                           ", before it begins",
                           r->start, r->end);
  if ((local && !tls.known) || r->start == r->end)
    return false;
  return check_room(c, &about, "its data", r->start + (local ? tls.address : 0),
                    r->end - r->start) &&
         !local;
}

static void check_ranges(dlw_checker *c, tls_base tls) {
  const dlw_welded *x = c->x;
  size_t count = 0, n = 0;
  for (uint32_t i = 0; i < x->library_count; i++)
    count += x->libraries[i].range_count;
  range *all = dlw_alloc(c->cx, count, sizeof *all);
  if (!all) {
    c->failed = true;
    return;
  }
  for (uint32_t i = 0; i < x->library_count; i++)
    for (uint32_t k = 0; k < x->libraries[i].range_count; k++) {
      const dlw_welded_range *r = &x->libraries[i].ranges[k];
      if (check_range(c, i, r, tls))
        all[n++] = (range){r->start, r->end, i, r->offset};
    }
  qsort(all, n, sizeof *all, range_order);
  for (size_t i = 1; i < n; i++) {
    const range *a = &all[i - 1], *b = &all[i];
    dlw_subject about = {.library = b->library,
                         .at = dlw_check_place(c, b->offset)};
    if (b->start < a->end)
      dlw_check_fault(c, &about, "range-overlap", DLW_ERROR,
                      "its data from %" PRIu64 " to %" PRIu64
                      " lies in that of %.*s, from %" PRIu64 " to %" PRIu64,
                      b->start, b->end,
                      DLW_FMT(dlw_welded_title(x, a->library)), a->start,
                      a->end);
  }
}

/* --- What the run time writes to --- */

static bool is_zero(const dlw_layout *l, uint64_t address, uint64_t size) {
  while (size) {
    const uint8_t *p;
    uint64_t run = dlw_layout_memory(l, address, &p);
    run = run < size ? run : size;
    for (uint64_t i = 0; p && i < run; i++)
      if (p[i])
        return false;
    address += run;
    size -= run;
  }
  return true;
}

static void check_state(dlw_checker *c) {
  const dlw_welded *x = c->x;
  uint64_t address = x->state.value;
  uint64_t size =
      (uint64_t)x->library_count * DLW_STATE_SIZE(x->memory64 ? 8u : 4u);
  dlw_subject about = {.library = DLW_FAULT_MODULE,
                       .at = dlw_check_place(c, x->state.offset)};
  if (!address && !c->layout.relative) {
    dlw_check_fault(c, &about, "state", DLW_ERROR,
                    "the address of the run time's state is 0");
    return;
  }
  if (address % 16)
    dlw_check_fault(c, &about, "state", DLW_ERROR,
                    "the address of the run time's state, %" PRIu64
                    ", is no multiple of 16",
                    address);
  about.hint = "it is not in a snapshot of a module that has run (wizer); else "
               "data has been moved";
  if (check_room(c, &about, "the run time's state", address, size) &&
      c->layout.has_addresses && !is_zero(&c->layout, address, size))
    dlw_check_fault(c, &about, "state-set", DLW_WARNING,
                    "the run time's state, at %" PRIu64 ", is not all zero",
                    address);
}

static void check_image(dlw_checker *c, uint32_t library) {
  const dlw_welded_library *lib = &c->x->libraries[library];
  uint64_t size = 0;
  for (uint32_t i = 0; i < lib->range_count; i++) {
    const dlw_welded_range *r = &lib->ranges[i];
    if ((r->kind == DLW_RANGE_DATA || r->kind == DLW_RANGE_TLS) &&
        r->end > r->start)
      size += r->end - r->start;
  }
  dlw_subject about = {.library = library,
                       .at = dlw_check_place(c, lib->image.offset)};
  if (lib->image.offset)
    check_room(c, &about, "room for the first image of its data",
               lib->image.value, size);
}

/* The table that tells whose functions of bitcode are in which slots; nobody
   may have filled it. */
static void check_owners(dlw_checker *c) {
  const dlw_welded *x = c->x;
  const dlw_layout *l = &c->layout;
  dlw_index_owners head = {0};
  dlw_subject about = {.library = DLW_FAULT_MODULE,
                       .at = dlw_check_place(c, x->owners.offset)};
  if (!x->owners.offset ||
      !check_room(c, &about, "the table of bitcode's functions",
                  x->owners.value, sizeof head) ||
      !l->has_addresses || l->relative)
    return;
  dlw_layout_copy(l, x->owners.value, &head, sizeof head);
  if (head.count > l->slot_count) {
    dlw_check_fault(c, &about, "owner-range", DLW_ERROR,
                    "in memory, the table of bitcode's functions has %u "
                    "entries, the module's table %" PRIu64 " slots",
                    head.count, l->slot_count);
    return;
  }
  if (!check_room(c, &about, "the table of bitcode's functions",
                  x->owners.value, sizeof head + 8 * (uint64_t)head.count))
    return;
  for (uint32_t i = 0; i < head.count; i++) {
    dlw_index_owner item = {0};
    dlw_layout_copy(l, x->owners.value + sizeof head + 8 * (uint64_t)i, &item,
                    sizeof item);
    bool known = !x->owner_count || (x->owner_count == head.count &&
                                     x->owner[i].slot == item.slot &&
                                     x->owner[i].library == item.library);
    if (item.slot < l->slot_count && item.library < x->library_count && known)
      continue;
    dlw_check_fault(
        c, &about, known ? "owner-range" : "owner-differs", DLW_ERROR,
        "in memory, entry %u of %u of the table of bitcode's "
        "functions says that table slot %u is of library %u%s",
        i, head.count, item.slot, item.library,
        known ? ": there is no such slot or library" : ", in dlsym.0 not");
    return;
  }
}

void dlw_check_data(dlw_checker *c) {
  const dlw_layout *l = &c->layout;
  dlw_subject module = {.library = DLW_FAULT_MODULE};
  if (!l->memory.exists) {
    dlw_check_fault(c, &module, "memory-missing", DLW_ERROR,
                    "the module has no memory");
    return;
  }
  if (!l->has_addresses)
    dlw_check_fault(c, &module, "data-unknown", DLW_NOTE,
                    "where data segments go is decided when the module runs "
                    "(passive segments, as --shared-memory makes them): the "
                    "contents of memory are not checked");
  tls_base tls = find_tls(c);
  for (uint32_t i = 0; i < c->x->library_count; i++)
    check_exports(c, i, tls);
  check_ranges(c, tls);
  check_state(c);
  for (uint32_t i = 1; i < c->x->library_count; i++)
    check_image(c, i);
  check_owners(c);
}
