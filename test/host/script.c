/* A plugin like those for link-time optimization, for tests of the host. It
   claims files that begin with "#script", whose lines are
     def NAME | weak NAME | undef NAME | hidden NAME   symbols
     object PATH                 what it "compiles" to
   tells how each symbol is resolved, and adds the objects of files that are in
   the link. Option `api=N`: by which get_symbols function (1, 2 or 3).

   It is compiled against binutils' own header where there is one: so it shows
   that plugins made for other linkers run here. */
#define HAVE_STDINT_H 1
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_include) && __has_include(<plugin-api.h>)
#include <plugin-api.h>
#else
#include "host/plugin-api.h"
#endif

typedef struct unit {
  char *name;
  void *handle;
  char *objects[8];
  int object_count;
  struct ld_plugin_symbol symbols[16];
  int symbol_count;
} unit;

static unit units[16];
static int unit_count;
static int api = 3;
static ld_plugin_message message;
static ld_plugin_get_view view;
static ld_plugin_add_symbols add_symbols;
static ld_plugin_get_symbols get_symbols[4];
static ld_plugin_add_input_file add_file;

static void add(unit *u, const char *name, int kind, int visibility) {
  struct ld_plugin_symbol *s = &u->symbols[u->symbol_count++];
  memset(s, 0, sizeof *s);
  s->name = strdup(name);
  s->def = (char)kind;
  s->visibility = visibility;
}

static enum ld_plugin_status claim(const struct ld_plugin_input_file *file,
                                   int *claimed) {
  const void *bytes = NULL;
  if (file->filesize < 8 || view(file->handle, &bytes) != LDPS_OK ||
      memcmp(bytes, "#script\n", 8) != 0)
    return LDPS_OK;
  unit *u = &units[unit_count++];
  u->name = strdup(file->name);
  u->handle = file->handle;
  char *text = strndup(bytes, (size_t)file->filesize), *next = text;
  for (char *line; (line = strsep(&next, "\n")) != NULL;) {
    char word[16], name[256];
    if (sscanf(line, "%15s %255s", word, name) != 2)
      continue;
    if (strcmp(word, "def") == 0)
      add(u, name, LDPK_DEF, LDPV_DEFAULT);
    else if (strcmp(word, "hidden") == 0)
      add(u, name, LDPK_DEF, LDPV_HIDDEN);
    else if (strcmp(word, "weak") == 0)
      add(u, name, LDPK_WEAKDEF, LDPV_DEFAULT);
    else if (strcmp(word, "undef") == 0)
      add(u, name, LDPK_UNDEF, LDPV_DEFAULT);
    else if (strcmp(word, "object") == 0)
      u->objects[u->object_count++] = strdup(name);
  }
  free(text);
  *claimed = 1;
  return add_symbols(file->handle, u->symbol_count, u->symbols);
}

static const char *const resolutions[] = {
    "UNKNOWN",      "UNDEF",        "PREVAILING_DEF", "PREVAILING_DEF_IRONLY",
    "PREEMPTED_REG", "PREEMPTED_IR", "RESOLVED_IR",    "RESOLVED_EXEC",
    "RESOLVED_DYN", "PREVAILING_DEF_IRONLY_EXP"};

static enum ld_plugin_status all_symbols_read(void) {
  for (int i = 0; i < unit_count; i++) {
    unit *u = &units[i];
    enum ld_plugin_status status =
        get_symbols[api](u->handle, u->symbol_count, u->symbols);
    if (status == LDPS_NO_SYMS) {
      message(LDPL_INFO, "%s is not in the link", u->name);
      continue;
    }
    if (status != LDPS_OK)
      return status;
    for (int k = 0; k < u->symbol_count; k++)
      message(LDPL_INFO, "%s %s %s", u->name, u->symbols[k].name,
              resolutions[u->symbols[k].resolution]);
    for (int k = 0; k < u->object_count; k++)
      if (add_file(u->objects[k]) != LDPS_OK)
        return LDPS_ERR;
  }
  return LDPS_OK;
}

enum ld_plugin_status onload(struct ld_plugin_tv *tv);

__attribute__((visibility("default"))) enum ld_plugin_status
onload(struct ld_plugin_tv *tv) {
  for (; tv->tv_tag != LDPT_NULL; tv++) {
    switch ((unsigned)tv->tv_tag) {
    case LDPT_OPTION:
      if (strncmp(tv->tv_u.tv_string, "api=", 4) == 0)
        api = tv->tv_u.tv_string[4] - '0';
      break;
    case LDPT_MESSAGE:
      message = tv->tv_u.tv_message;
      break;
    case LDPT_GET_VIEW:
      view = tv->tv_u.tv_get_view;
      break;
    case LDPT_REGISTER_CLAIM_FILE_HOOK:
      tv->tv_u.tv_register_claim_file(claim);
      break;
    case LDPT_REGISTER_ALL_SYMBOLS_READ_HOOK:
      tv->tv_u.tv_register_all_symbols_read(all_symbols_read);
      break;
    case LDPT_ADD_SYMBOLS:
      add_symbols = tv->tv_u.tv_add_symbols;
      break;
    case LDPT_GET_SYMBOLS:
      get_symbols[1] = tv->tv_u.tv_get_symbols;
      break;
    case LDPT_GET_SYMBOLS_V2:
      get_symbols[2] = tv->tv_u.tv_get_symbols;
      break;
    case LDPT_GET_SYMBOLS_V3:
      get_symbols[3] = tv->tv_u.tv_get_symbols;
      break;
    case LDPT_ADD_INPUT_FILE:
      add_file = tv->tv_u.tv_add_input_file;
      break;
    default:
      break;
    }
  }
  return LDPS_OK;
}
