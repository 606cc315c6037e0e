/* dlweld ls --tree: which library needs which, of one module or of files that
   need each other; names that several libraries define; and definitions that
   are one for several libraries, as far as the file tells. */
#include <stdlib.h>

#include "seen.h"

/* One library in the forest. */
typedef struct node {
  const dlw_seen_library *lib;
  uint32_t *children; /* numbers, or DLW_NONE: not among the files */
  bool needed;        /* by another one */
  bool printed, open; /* with all that it needs; on the way down to here */
} node;

typedef struct forest {
  dlw_ctx *cx;
  const dlw_print *p;
  node *nodes;
  uint32_t count;

  char *stem; /* of each level, whether more comes: NUL-terminated */
  size_t depth, capacity;
} forest;

/* --- The tree --- */

static void put_stem(const forest *f, bool last) {
  const bool utf8 = f->p->utf8;
  fputs("  ", stdout);
  for (size_t i = 0; i + 1 < f->depth; i++)
    fputs(f->stem[i] ? utf8 ? "\u2502  " : "|  " : "   ", stdout);
  if (f->depth)
    fputs(last   ? utf8 ? "\u2514\u2500 " : "`- "
          : utf8 ? "\u251c\u2500 "
                 : "|- ",
          stdout);
}

static void put_note(const forest *f, dlw_style style, const char *text) {
  printf(" %s(%s)%s", dlw_paint(f->p, style), text, dlw_unpaint(f->p, style));
}

static bool push(forest *f, bool more) {
  if (f->depth == f->capacity) {
    size_t capacity = f->capacity ? 2 * f->capacity : 32;
    char *stem = realloc(f->stem, capacity);
    if (!stem)
      return dlw_out_of_memory(f->cx);
    f->stem = stem;
    f->capacity = capacity;
  }
  f->stem[f->depth++] = more;
  return true;
}

/* Where the walk is: a node and the next of its children. */
typedef struct step {
  uint32_t node, child;
} step;

static void put_node(forest *f, uint32_t number, dlw_str name, bool last) {
  node *n = number == DLW_NONE ? NULL : &f->nodes[number];
  put_stem(f, last);
  dlw_print_name(f->p, n ? DLW_CYAN : DLW_PLAIN, name);
  if (!n)
    put_note(f, DLW_YELLOW, "not among the files");
  else if (n->open)
    put_note(f, DLW_YELLOW, "cycle");
  else if (n->printed && n->lib->needed.count)
    put_note(f, DLW_DIM, "above");
  else if (n->lib->flags & DLW_LIBRARY_STARTUP)
    put_note(f, DLW_DIM, "startup");
  putchar('\n');
}

/* Prints a node and what it needs, depth first, without recursion: chains may
   be as long as the command line. */
static bool put_tree(forest *f, uint32_t root) {
  step *steps = dlw_alloc(f->cx, (size_t)f->count + 1, sizeof *steps);
  size_t n = 0;
  if (!steps)
    return false;
  put_node(f, root, dlw_seen_title(f->nodes[root].lib), true);
  f->nodes[root].printed = f->nodes[root].open = true;
  steps[n++] = (step){root, 0};
  while (n > 0) {
    step *top = &steps[n - 1];
    const dlw_list *needed = &f->nodes[top->node].lib->needed;
    if (top->child == needed->count) {
      f->nodes[top->node].open = false;
      n--;
      f->depth -= n > 0;
      continue;
    }
    uint32_t i = top->child++, child = f->nodes[top->node].children[i];
    bool last = top->child == needed->count;
    if (!push(f, !last))
      return false;
    put_node(f, child, needed->items[i], last);
    if (child == DLW_NONE || f->nodes[child].printed) {
      f->depth--;
      continue;
    }
    f->nodes[child].printed = f->nodes[child].open = true;
    steps[n++] = (step){child, 0};
  }
  return true;
}

static bool put_forest(forest *f) {
  for (uint32_t i = 0; i < f->count; i++)
    if (!f->nodes[i].needed && !put_tree(f, i))
      return false;
  for (uint32_t i = 0; i < f->count; i++) /* cycles that nobody needs */
    if (!f->nodes[i].printed && !put_tree(f, i))
      return false;
  return true;
}

/* --- Names that several have --- */

typedef struct definition {
  uint32_t node, next; /* next: number + 1 of the same name's next one, or 0 */
  const dlw_seen_export *e;
} definition;

typedef struct name_table {
  dlw_map map; /* name -> number of its first definition */
  definition *all;
  uint32_t *last; /* of each name, in order of the map */
  uint32_t count;
} name_table;

static bool collect(const forest *f, name_table *out) {
  size_t total = 0;
  for (uint32_t i = 0; i < f->count; i++)
    total += f->nodes[i].lib->export_count;
  out->all = dlw_alloc(f->cx, total, sizeof *out->all);
  out->last = dlw_alloc(f->cx, total, sizeof *out->last);
  if (!out->all || !out->last || !dlw_map_reserve(f->cx, &out->map, total))
    return false;
  for (uint32_t i = 0; i < f->count; i++)
    for (uint32_t k = 0; k < f->nodes[i].lib->export_count; k++) {
      const dlw_seen_export *e = &f->nodes[i].lib->exports[k];
      bool added;
      dlw_map_entry *entry = dlw_map_put(f->cx, &out->map, e->name, &added);
      if (!entry)
        return false;
      uint32_t number = (uint32_t)(entry - out->map.entries);
      out->all[out->count] = (definition){i, 0, e};
      if (added)
        entry->value = out->count;
      else
        out->all[out->last[number]].next = out->count + 1;
      out->last[number] = out->count++;
    }
  return true;
}

static bool is_same(const definition *a, const definition *b) {
  return a->e->has_value && b->e->has_value && a->e->value &&
         a->e->kind == b->e->kind && a->e->value == b->e->value;
}

#define AT_MOST 6u

/* Names that the same libraries have. */
typedef struct group {
  uint32_t first, last; /* entries of the map of names */
  uint32_t count;
} group;

typedef struct groups {
  dlw_map map; /* libraries' numbers, as bytes -> number in all */
  group *all;
  uint32_t *next; /* of each name the next one in its group, or 0 */
  uint32_t count;
} groups;

/* Whether several have the name, and all of them mean one definition if
   `shared`, else not all. */
static bool is_wanted(const name_table *names, uint32_t name, bool shared) {
  const definition *first = &names->all[names->map.entries[name].value];
  bool same = true;
  for (const definition *d = first; d->next;) {
    d = &names->all[d->next - 1];
    same &= is_same(first, d);
  }
  return first->next && same == shared;
}

/* The numbers of the libraries that have the name. */
static bool key_of(dlw_ctx *cx, const name_table *names, uint32_t name,
                   dlw_str *key) {
  const definition *first = &names->all[names->map.entries[name].value];
  uint32_t n = 1;
  for (const definition *d = first; d->next; n++)
    d = &names->all[d->next - 1];
  uint32_t *numbers = dlw_alloc(cx, n, sizeof *numbers);
  if (!numbers)
    return false;
  n = 0;
  for (const definition *d = first;; d = &names->all[d->next - 1]) {
    numbers[n++] = d->node;
    if (!d->next)
      break;
  }
  *key = (dlw_str){(const char *)numbers, n * sizeof *numbers};
  return true;
}

static bool make_groups(const forest *f, const name_table *names, bool shared,
                        groups *out) {
  uint32_t n = names->map.count;
  out->all = dlw_alloc(f->cx, n, sizeof *out->all);
  out->next = dlw_alloc(f->cx, n, sizeof *out->next);
  if (!out->all || !out->next)
    return false;
  for (uint32_t i = 0; i < n; i++) {
    dlw_str key;
    bool added;
    if (!is_wanted(names, i, shared))
      continue;
    if (!key_of(f->cx, names, i, &key))
      return false;
    dlw_map_entry *e = dlw_map_put(f->cx, &out->map, key, &added);
    if (!e)
      return false;
    if (added)
      out->all[e->value = out->count++] = (group){.first = i, .last = i};
    group *g = &out->all[e->value];
    if (!added)
      out->next[g->last] = i;
    g->last = i;
    g->count++;
  }
  return true;
}

/* "liba.so, libb.so: 3 names" */
static void put_libraries(const forest *f, const name_table *names,
                          const group *g) {
  const definition *d = &names->all[names->map.entries[g->first].value];
  uint32_t n = 0;
  fputs("    ", stdout);
  for (;; d = &names->all[d->next - 1]) {
    if (n++ < AT_MOST) {
      fputs(n > 1 ? ", " : "", stdout);
      dlw_print_name(f->p, DLW_CYAN, dlw_seen_title(f->nodes[d->node].lib));
    }
    if (!d->next)
      break;
  }
  if (n > AT_MOST)
    printf(" and %u more", n - AT_MOST);
  printf(": %u name%s\n", g->count, g->count == 1 ? "" : "s");
}

/* Names in lines as wide as the terminal, or 80. */
static void put_group(const forest *f, const name_table *names,
                      const groups *from, const group *g) {
  size_t room = f->p->width ? f->p->width : 80, at = 0;
  put_libraries(f, names, g);
  for (uint32_t i = g->first;; i = from->next[i]) {
    dlw_str name = names->map.entries[i].key;
    size_t width = dlw_text_width(name);
    if (at && at + 1 + width > room) {
      putchar('\n');
      at = 0;
    }
    at += (size_t)printf(at ? " " : "      ") + width;
    dlw_print_name(f->p, DLW_PLAIN, name);
    if (i == g->last)
      break;
  }
  putchar('\n');
}

static bool put_names(const forest *f, const name_table *names, bool shared) {
  groups found = {.count = 0};
  if (!make_groups(f, names, shared, &found))
    return false;
  if (found.count)
    printf("\n  %s%s%s\n", dlw_paint(f->p, DLW_BOLD),
           shared ? "one definition for several:" : "defined by several:",
           dlw_unpaint(f->p, DLW_BOLD));
  for (uint32_t i = 0; i < found.count; i++)
    put_group(f, names, &found, &found.all[i]);
  return true;
}

/* --- Putting it together --- */

static bool resolve(forest *f) {
  dlw_map sonames = {0};
  for (uint32_t i = 0; i < f->count; i++) {
    const dlw_seen_library *lib = f->nodes[i].lib;
    bool added = false;
    for (uint32_t k = 0; k <= lib->aliases.count; k++) {
      dlw_str name = k ? lib->aliases.items[k - 1] : lib->soname;
      dlw_map_entry *e = dlw_map_put(f->cx, &sonames, name, &added);
      if (!e)
        return false;
      if (added)
        e->value = i;
    }
  }
  for (uint32_t i = 0; i < f->count; i++) {
    const dlw_list *needed = &f->nodes[i].lib->needed;
    uint32_t *children = dlw_alloc(f->cx, needed->count, sizeof *children);
    if (!children)
      return false;
    for (uint32_t k = 0; k < needed->count; k++) {
      const dlw_map_entry *e = dlw_map_get(&sonames, needed->items[k]);
      children[k] = e ? e->value : DLW_NONE;
      if (e && e->value != i)
        f->nodes[e->value].needed = true;
    }
    f->nodes[i].children = children;
  }
  return true;
}

static bool print_forest(forest *f) {
  name_table names = {.count = 0};
  bool ok = resolve(f) && put_forest(f) && collect(f, &names) &&
            put_names(f, &names, false) && put_names(f, &names, true);
  free(f->stem);
  return ok;
}

static bool print_module(const dlw_print *p, dlw_seen *s) {
  forest f = {.cx = &s->cx, .p = p, .count = s->library_count};
  dlw_print_name(p, DLW_BOLD, s->path);
  putchar('\n');
  f.nodes = dlw_alloc(f.cx, f.count, sizeof *f.nodes);
  for (uint32_t i = 0; f.nodes && i < f.count; i++)
    f.nodes[i].lib = &s->libraries[i];
  return f.nodes && print_forest(&f);
}

/* Libraries that are files of their own may need each other. */
static bool print_libraries(const dlw_print *p, dlw_seen *const *files,
                            uint32_t count) {
  dlw_ctx *cx = &files[0]->cx;
  forest f = {.cx = cx, .p = p};
  f.nodes = dlw_alloc(cx, count, sizeof *f.nodes);
  for (uint32_t i = 0; f.nodes && i < count; i++)
    if (files[i]->kind == DLW_SEEN_WELDABLE ||
        files[i]->kind == DLW_SEEN_SHARED)
      f.nodes[f.count++].lib = &files[i]->libraries[0];
  return f.nodes && (!f.count || print_forest(&f));
}

bool dlw_ls_tree(const dlw_print *p, dlw_seen *const *files, uint32_t count) {
  bool ok = true, more = false;
  for (uint32_t i = 0; i < count; i++) {
    if (files[i]->kind == DLW_SEEN_WELDED) {
      fputs(more ? "\n" : "", stdout);
      ok &= print_module(p, files[i]);
      more = true;
    } else if (files[i]->kind == DLW_SEEN_OTHER) {
      dlw_print_name(p, DLW_BOLD, files[i]->path);
      printf(": %s\n", dlw_seen_name(files[i]));
      more = true;
    }
  }
  for (uint32_t i = 0; i < count; i++)
    if (files[i]->kind == DLW_SEEN_WELDABLE ||
        files[i]->kind == DLW_SEEN_SHARED) {
      fputs(more ? "\n" : "", stdout);
      return ok & print_libraries(p, files, count);
    }
  return ok;
}
