/* A plugin for tests of the host. Options:
     trace            tells each hook and each file
     fail=HOOK        onload, claim, all, finish or cleanup returns an error
     claim=NAME       claims files and members of that base name
     say=LEVEL:TEXT   a message at once; LEVEL is a number
     say-all=LEVEL:TEXT        the same when all symbols have been read
     say-finish=LEVEL:TEXT     the same when the module is finished
     file=PATH library=NAME path=DIR argument=ARG translate=PATH
                      what is added when all symbols have been read
     module=TEXT      the finished module becomes that
     line             tells the host's fields
     tag=TEXT         begins what it prints */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/extension.h"

static ld_plugin_message message;
static ld_plugin_get_view view;
static ld_plugin_get_input_file input_file;
static ld_plugin_release_input_file release_file;
static ld_plugin_add_input_file add_file;
static ld_plugin_add_input_library add_library;
static ld_plugin_set_extra_library_path set_path;
static const dlw_host_extension *host;
static bool trace;
static const char *tag = "";
static const char *options[64];
static int option_count;

static const char *value(int i, const char *key) {
  size_t n = strlen(key);
  return strncmp(options[i], key, n) == 0 && options[i][n] == '='
             ? options[i] + n + 1
             : NULL;
}

static bool fails(const char *hook) {
  for (int i = 0; i < option_count; i++)
    if (value(i, "fail") && strcmp(value(i, "fail"), hook) == 0)
      return true;
  return false;
}

static void say(const char *key) {
  for (int i = 0; i < option_count; i++) {
    const char *text = value(i, key);
    if (text)
      message(text[0] - '0', "%s", text + 2);
  }
}

static enum ld_plugin_status done(const char *hook) {
  return fails(hook) ? LDPS_ERR : LDPS_OK;
}

static enum ld_plugin_status claim(const struct ld_plugin_input_file *file,
                                   int *claimed, int used) {
  const char *member = host->member_name(file->handle);
  const char *base = member ? member : file->name;
  if (strrchr(base, '/'))
    base = strrchr(base, '/') + 1;
  const void *bytes = NULL;
  char head[4] = {0}, again[4] = {0};
  if (view(file->handle, &bytes) != LDPS_OK ||
      pread(file->fd, head, 4, file->offset) < 0 ||
      (file->filesize >= 4 && memcmp(head, bytes, 4) != 0))
    message(LDPL_ERROR, "%s: view and descriptor differ", file->name);
  struct ld_plugin_input_file other;
  if (input_file(file->handle, &other) != LDPS_OK ||
      other.offset != file->offset || other.filesize != file->filesize ||
      pread(other.fd, again, 4, other.offset) < 0 ||
      memcmp(head, again, 4) != 0 || release_file(file->handle) != LDPS_OK)
    message(LDPL_ERROR, "%s: get_input_file gives another file", file->name);
  if (used == host->is_lazy(file->handle))
    message(LDPL_ERROR, "%s: lazy and known to be used", file->name);
  for (int i = 0; i < option_count; i++)
    if (value(i, "claim") && strcmp(value(i, "claim"), base) == 0)
      *claimed = 1;
  if (trace)
    message(LDPL_INFO, "%sclaim %s%s%s%s offset %d%s%s", tag, file->name,
            member ? "(" : "", member ? member : "", member ? ")" : "",
            file->offset != 0, used ? "" : " lazy", *claimed ? " mine" : "");
  return done("claim");
}

static enum ld_plugin_status all_symbols_read(void) {
  if (trace)
    message(LDPL_INFO, "%sall symbols read", tag);
  say("say-all");
  for (int i = 0; i < option_count; i++) {
    if (value(i, "path"))
      set_path(value(i, "path"));
    if (value(i, "file"))
      add_file(value(i, "file"));
    if (value(i, "library"))
      add_library(value(i, "library"));
    if (value(i, "argument"))
      host->add_linker_argument(value(i, "argument"));
    if (value(i, "translate"))
      host->translate_input(value(i, "translate"));
  }
  return done("all");
}

static enum ld_plugin_status finish(const uint8_t **data, size_t *size) {
  if (trace)
    message(LDPL_INFO, "%sfinish %s", tag,
            *size > 8 && memcmp(*data, "\0asm", 4) == 0 ? "a module" : "?");
  say("say-finish");
  for (int i = 0; i < option_count; i++)
    if (value(i, "module")) {
      *data = (const uint8_t *)value(i, "module");
      *size = strlen(value(i, "module"));
    }
  if (add_file("late.o") != LDPS_ERR)
    message(LDPL_ERROR, "a file could be added after the link");
  return done("finish");
}

static enum ld_plugin_status cleanup(void) {
  if (trace)
    message(LDPL_INFO, "%scleanup", tag);
  return done("cleanup");
}

static void tell_list(const char *name, const char *const *items, size_t n) {
  for (size_t i = 0; i < n; i++)
    message(LDPL_INFO, "%s %s", name, items[i]);
}

static void tell_line(void) {
  tell_list("argv", host->argv, (size_t)host->argc);
  message(LDPL_INFO, "output %s dynamic %d shared %d pie %d r %d strip %d",
          host->output, host->export_dynamic, host->shared, host->pie,
          host->relocatable, host->strip_all);
  tell_list("export", host->exports, host->export_count);
  tell_list("if-defined", host->exports_if_defined,
            host->export_if_defined_count);
  tell_list("path", host->library_paths, host->library_path_count);
}

enum ld_plugin_status onload(struct ld_plugin_tv *tv);

__attribute__((visibility("default"))) enum ld_plugin_status
onload(struct ld_plugin_tv *tv) {
  ld_plugin_register_claim_file_v2 on_claim = NULL;
  for (; tv->tv_tag != LDPT_NULL; tv++) {
    switch ((unsigned)tv->tv_tag) {
    case LDPT_OPTION:
      options[option_count++] = tv->tv_u.tv_string;
      break;
    case LDPT_MESSAGE:
      message = tv->tv_u.tv_message;
      break;
    case LDPT_GET_VIEW:
      view = tv->tv_u.tv_get_view;
      break;
    case LDPT_GET_INPUT_FILE:
      input_file = tv->tv_u.tv_get_input_file;
      break;
    case LDPT_RELEASE_INPUT_FILE:
      release_file = tv->tv_u.tv_release_input_file;
      break;
    case LDPT_ADD_INPUT_FILE:
      add_file = tv->tv_u.tv_add_input_file;
      break;
    case LDPT_ADD_INPUT_LIBRARY:
      add_library = tv->tv_u.tv_add_input_library;
      break;
    case LDPT_SET_EXTRA_LIBRARY_PATH:
      set_path = tv->tv_u.tv_set_extra_library_path;
      break;
    case LDPT_REGISTER_CLAIM_FILE_HOOK_V2:
      on_claim = tv->tv_u.tv_register_claim_file_v2;
      break;
    case LDPT_REGISTER_ALL_SYMBOLS_READ_HOOK:
      tv->tv_u.tv_register_all_symbols_read(all_symbols_read);
      break;
    case LDPT_REGISTER_CLEANUP_HOOK:
      tv->tv_u.tv_register_cleanup(cleanup);
      break;
    case LDPT_DLWELD_HOST:
      host = (const dlw_host_extension *)(const void *)tv->tv_u.tv_string;
      break;
    default:
      break;
    }
  }
  if (!host || host->version != 1 || !on_claim)
    return LDPS_ERR;
  on_claim(claim);
  host->register_finish(finish);
  for (int i = 0; i < option_count; i++) {
    if (strcmp(options[i], "trace") == 0)
      trace = true;
    if (value(i, "tag"))
      tag = value(i, "tag");
    if (strcmp(options[i], "line") == 0)
      tell_line();
  }
  if (trace)
    message(LDPL_INFO, "%sonload", tag);
  say("say");
  return done("onload");
}
