/* What libraries in a welded module export, with what the module's table, code
   and data say of it. */
#include "nm.h"
#include "object/layout.h"

/* Where data lies: in constants, in zeros, or else. */
static char data_letter(const dlw_welded_library *lib, const dlw_layout *layout,
                        uint64_t address) {
  static const char letters[] = {[DLW_RANGE_CONST] = 'R',
                                 [DLW_RANGE_DATA] = 'D',
                                 [DLW_RANGE_ZERO] = 'B',
                                 [DLW_RANGE_TLS] = 'L'};
  const uint8_t *p;
  for (uint32_t i = 0; i < lib->range_count; i++) {
    const dlw_welded_range *range = &lib->ranges[i];
    if (address >= range->start && address < range->end &&
        range->kind < DLW_RANGE_TLS)
      return letters[range->kind];
  }
  dlw_layout_memory(layout, address, &p);
  return layout->has_addresses && !p ? 'B' : 'D';
}

/* Linkers differ in what a thread-local symbol is relocated to (DLW_TLS_PROBE).
 */
static bool tls_is_address(const dlw_welded *x, const dlw_layout *layout) {
  static const uint8_t probe[8] = DLW_TLS_PROBE;
  uint8_t found[8];
  return x->tls_probe.offset && !x->relocatable &&
         dlw_layout_copy(layout, x->tls_probe.value, found, sizeof found) &&
         memcmp(found, probe, sizeof probe) == 0;
}

static void take_function(const dlw_module *m, const dlw_layout *layout,
                          dlw_nm_symbol *s) {
  uint32_t function;
  s->letter = 'T';
  s->form = DLW_NM_SLOT;
  if (!dlw_slot_code(m, layout, s->value, &function, &s->size))
    return;
  s->has_size = true;
  if (!s->type.n)
    s->type = m->types[dlw_module_function_type(m, function)];
}

static void take_symbol(const dlw_module *m, const dlw_welded *x,
                        const dlw_layout *layout, const dlw_welded_library *lib,
                        const dlw_welded_symbol *from, dlw_nm_symbol *s) {
  s->name = from->name;
  s->kind = from->kind;
  s->libc = from->libc;
  s->value = from->value;
  s->type = from->type;
  s->relative = x->relative && from->kind <= DLW_SYMBOL_DATA;
  s->defined = x->relocatable || x->relative || from->value != 0 ||
               from->kind >= DLW_SYMBOL_TLS;
  s->weak = !s->defined;
  if (!s->defined) {
    s->letter = from->kind == DLW_SYMBOL_FUNCTION ? 'w' : 'v';
    return;
  }
  if (from->kind != DLW_SYMBOL_FUNCTION) {
    s->has_size = from->kind != DLW_SYMBOL_ABSOLUTE;
    s->size = from->size;
  }
  switch (from->kind) {
  case DLW_SYMBOL_FUNCTION:
    take_function(m, layout, s);
    break;
  case DLW_SYMBOL_DATA:
    s->letter = data_letter(lib, layout, from->value);
    s->form = DLW_NM_ADDRESS;
    break;
  case DLW_SYMBOL_TLS:
    s->letter = 'L';
    s->form = tls_is_address(x, layout) ? DLW_NM_ADDRESS : DLW_NM_DISTANCE;
    break;
  default:
    s->letter = 'A';
    s->form = DLW_NM_NUMBER;
  }
  /* With -shared the program's own may be somebody else's:
   * docs/dlsym-section.md
   */
  bool chosen_later = s->relative && !s->value && lib == &x->libraries[0];
  if (x->relocatable || chosen_later) {
    s->form = DLW_NM_NONE;
    s->has_size &= from->kind != DLW_SYMBOL_FUNCTION;
  }
}

bool dlw_nm_welded(dlw_nm_list *list, const dlw_module *m,
                   const dlw_welded *x) {
  dlw_layout layout = {0};
  if (!x->relocatable && !dlw_layout_read(list->cx, m, &layout))
    return false;
  for (uint32_t i = 0; i < x->library_count; i++) {
    const dlw_welded_library *lib = &x->libraries[i];
    for (uint32_t k = 0; k < lib->symbol_count; k++) {
      dlw_nm_symbol *s = dlw_nm_add(list);
      if (!s)
        return false;
      s->number = i;
      s->library = dlw_welded_title(x, i);
      take_symbol(m, x, &layout, lib, &lib->symbols[k], s);
      if (s->libc)
        s->library = DLW_STR("libc");
    }
  }
  return true;
}
