/* Reads maps (map.h). The lines are sorted, so that what a map says of a name
   is found by bisection, and so that it does not matter in which order it says
   it. */
#include "llvm/map.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *word;
  bool two; /* operands */
} words[] = {
    [DLW_MAP_SYMBOL] = {"symbol", true},
    [DLW_MAP_HIDDEN] = {"hidden", false},
    [DLW_MAP_WEAK] = {"weak", false},
    [DLW_MAP_PLAIN] = {"plain", true},
    [DLW_MAP_REFER] = {"refer", true},
    [DLW_MAP_REFER_WEAK] = {"refer-weak", true},
    [DLW_MAP_GLOBAL] = {"global", true},
    [DLW_MAP_GROUP] = {"group", true},
    [DLW_MAP_SECTION] = {"section", true},
    [DLW_MAP_CONSTRUCTORS] = {"constructors", false},
    [DLW_MAP_DATA] = {"data", false},
    [DLW_MAP_CONSTANTS] = {"constants", false},
    [DLW_MAP_THREAD_LOCALS] = {"thread-locals", false},
    [DLW_MAP_VARIABLES] = {"variables", false},
    [DLW_MAP_LOCALS] = {"locals", false},
    [DLW_MAP_SOURCE] = {"source", false},
};

static int hex(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Moves an operand from *in, where a space is before it, to *out, decoded and
   with a zero behind it: that takes no more room. False if there is none. */
static bool take_operand(const char **in, const char *end, char **out,
                         const char **name, size_t *size) {
  const char *p = *in;
  if (p == end)
    return false;
  p++;
  char *to = *out;
  *name = to;
  while (p < end && *p != ' ') {
    if (*p == '%') {
      int high = end - p > 2 ? hex(p[1]) : -1;
      int low = high < 0 ? -1 : hex(p[2]);
      if (low < 0 || high * 16 + low == 0)
        return false;
      *to++ = (char)(high * 16 + low);
      p += 3;
    } else if ((unsigned char)*p < ' ' || *p == 0x7f || *p == '#') {
      return false;
    } else {
      *to++ = *p++;
    }
  }
  *size = (size_t)(to - *name);
  *to++ = '\0';
  *in = p;
  *out = to;
  return *size > 0;
}

/* NULL, or what is wrong with the line. */
static const char *parse_line(const char *p, const char *end, char **names,
                              dlw_map_line *line) {
  const char *space = memchr(p, ' ', (size_t)(end - p));
  size_t length = (size_t)((space ? space : end) - p), i = 0;
  const size_t count = sizeof words / sizeof *words;
  while (i < count && (strlen(words[i].word) != length ||
                       memcmp(words[i].word, p, length) != 0))
    i++;
  if (i == count)
    return "it does not begin with a word that maps have";
  line->word = (dlw_map_word)i;
  p += length;
  if (!take_operand(&p, end, names, &line->name, &line->name_size))
    return "the name is missing or damaged";
  if (words[i].two &&
      !take_operand(&p, end, names, &line->operand, &line->operand_size))
    return "the second name is missing or damaged";
  if (p != end)
    return "there is something behind the last name";
  if (line->word == DLW_MAP_CONSTRUCTORS && strcmp(line->name, "drop") != 0)
    return "constructors can only be dropped";
  return NULL;
}

static int compare(const char *a, size_t an, const char *b, size_t bn) {
  int order = memcmp(a, b, an < bn ? an : bn);
  return order ? order : (an > bn) - (an < bn);
}

static int by_name(const dlw_map_line *a, dlw_map_word word, const char *name,
                   size_t size) {
  if (a->word != word)
    return a->word < word ? -1 : 1;
  return compare(a->name, a->name_size, name, size);
}

static int by_all(const void *left, const void *right) {
  const dlw_map_line *a = left, *b = right;
  int order = by_name(a, b->word, b->name, b->name_size);
  return order || !a->operand ? order
                              : compare(a->operand, a->operand_size, b->operand,
                                        b->operand_size);
}

/* Takes out second copies. NULL, or a line with a name of which another says
   something else. */
static const dlw_map_line *settle(dlw_llvm_map *map) {
  size_t n = 0;
  qsort(map->lines, map->count, sizeof *map->lines, by_all);
  for (size_t i = 0; i < map->count; i++) {
    const dlw_map_line *line = &map->lines[i];
    const dlw_map_line *last = n ? &map->lines[n - 1] : NULL;
    if (last && by_all(last, line) == 0)
      continue;
    bool once = line->word >= DLW_MAP_DATA;
    if (last && line->word != DLW_MAP_PLAIN &&
        (once ? last->word == line->word
              : by_name(last, line->word, line->name, line->name_size) == 0))
      return last->number > line->number ? last : line;
    map->lines[n++] = *line;
  }
  map->count = n;
  return NULL;
}

static bool fail(dlw_llvm_map *map, char **message, size_t number,
                 const char *what) {
  dlw_llvm_map_free(map);
  if (asprintf(message, "line %zu: %s", number, what) < 0)
    *message = NULL;
  return false;
}

bool dlw_llvm_map_parse(const char *text, size_t size, dlw_llvm_map *out,
                        char **message) {
  size_t lines = 1;
  for (size_t i = 0; i < size; i++)
    lines += text[i] == '\n';
  *out = (dlw_llvm_map){.names = malloc(size + 1),
                        .lines = calloc(lines, sizeof *out->lines)};
  if (!out->lines || !out->names)
    return fail(out, message, 1, "out of memory");
  char *names = out->names;
  const char *p = text, *end = text + size;
  for (size_t number = 1; p < end; number++) {
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    const char *stop = newline ? newline : end;
    if (p < stop && *p != '#') {
      dlw_map_line *line = &out->lines[out->count++];
      line->number = number;
      const char *wrong = parse_line(p, stop, &names, line);
      if (wrong)
        return fail(out, message, number, wrong);
    }
    p = newline ? newline + 1 : end;
  }
  const dlw_map_line *other = settle(out);
  return !other || fail(out, message, other->number,
                        "another line says something else of that name");
}

void dlw_llvm_map_free(dlw_llvm_map *map) {
  free(map->lines);
  free(map->names);
  *map = (dlw_llvm_map){0};
}

const dlw_map_line *dlw_llvm_map_find(const dlw_llvm_map *map,
                                      dlw_map_word word, const char *name,
                                      size_t size) {
  size_t low = 0, high = map->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (by_name(&map->lines[middle], word, name, size) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  const dlw_map_line *line = map->lines + low;
  return low < map->count && by_name(line, word, name, size) == 0 ? line : NULL;
}
