/* Plugins: loading, the transfer vector, and the functions behind it.

   The plugin API's functions have no context argument, so the run they belong
   to is the one global of this layer. Rules the API leaves open follow GNU ld:
   a --plugin-opt belongs to the last --plugin before it and is an error
   without one; a plugin given twice is loaded once; the error of a hook ends
   the link; the error of a cleanup hook is a warning. */
#include "host/plugins.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "host/gate.h"
#include "host/output.h"
#include "host/symbols.h"
#include "host/version.h"

static dlw_run *running;

static const char *plugin_name(const dlw_plugin *p) {
  return p->path ? p->path : "plugin";
}

/* --- Registering --- */

static enum ld_plugin_status
register_claim_file(ld_plugin_claim_file_handler handler) {
  if (!running->current)
    return LDPS_ERR;
  running->current->claim = handler;
  return LDPS_OK;
}

static enum ld_plugin_status
register_claim_file_v2(ld_plugin_claim_file_handler_v2 handler) {
  if (!running->current)
    return LDPS_ERR;
  running->current->claim_v2 = handler;
  return LDPS_OK;
}

static enum ld_plugin_status
register_all_symbols_read(ld_plugin_all_symbols_read_handler handler) {
  if (!running->current)
    return LDPS_ERR;
  running->current->all_symbols_read = handler;
  return LDPS_OK;
}

static enum ld_plugin_status
register_cleanup(ld_plugin_cleanup_handler handler) {
  if (!running->current)
    return LDPS_ERR;
  running->current->cleanup = handler;
  return LDPS_OK;
}

static enum ld_plugin_status register_finish(dlw_finish_handler *handler) {
  if (!running->current)
    return LDPS_ERR;
  running->current->finish = handler;
  return LDPS_OK;
}

/* --- Messages --- */

static enum ld_plugin_status message(int level, const char *format, ...) {
  dlw_run *run = running;
  va_list args;
  va_start(args, format);
  char *text = NULL;
  if (vasprintf(&text, format, args) < 0)
    text = NULL;
  va_end(args);
  /* A plugin made for other linkers may end its line itself. */
  size_t n = text ? strlen(text) : 0;
  while (n && text[n - 1] == '\n')
    text[--n] = '\0';
  const char *shown = text ? text : format;
  fflush(stdout);
  if (level == LDPL_INFO) {
    dlw_messages_emit(&run->messages, DLW_NOTE, shown);
  } else if (level == LDPL_WARNING && !run->messages.fatal_warnings) {
    dlw_messages_emit(&run->messages, DLW_WARNING, shown);
  } else {
    dlw_messages_emit(&run->messages, DLW_ERROR, shown);
    run->failed = true;
  }
  free(text);
  if (level == LDPL_FATAL) {
    /* The caller relies on not being returned to. */
    dlw_plugins_cleanup(run);
    dlw_output_close(run);
    fflush(NULL);
    _exit(1);
  }
  return LDPS_OK;
}

/* --- Inputs --- */

/* Handles are ours, and plugins have no other way to come by one. */
static dlw_input *input_of(const void *handle) { return (dlw_input *)handle; }

static char *copy_string(const char *s) {
  return s ? dlw_strdup(&running->cx, dlw_str_of(s)) : NULL;
}

static enum ld_plugin_status add_symbols(void *handle, int count,
                                         const struct ld_plugin_symbol *from,
                                         bool typed) {
  dlw_input *input = handle;
  if (!input || count < 0)
    return LDPS_BAD_HANDLE;
  struct ld_plugin_symbol *to =
      dlw_alloc(&running->cx, (size_t)count, sizeof *to);
  if (!to)
    return LDPS_ERR;
  for (int i = 0; i < count; i++) {
    to[i] = from[i];
    to[i].name = copy_string(from[i].name);
    to[i].version = copy_string(from[i].version);
    to[i].comdat_key = copy_string(from[i].comdat_key);
    if (!typed) {
      /* Then `def` was an int, and the bytes behind it say nothing. */
      to[i].symbol_type = LDST_UNKNOWN;
      to[i].section_kind = LDSSK_DEFAULT;
    }
    if ((from[i].name && !to[i].name) || (from[i].version && !to[i].version) ||
        (from[i].comdat_key && !to[i].comdat_key))
      return LDPS_ERR;
  }
  input->symbols = to;
  input->symbol_count = count;
  return LDPS_OK;
}

static enum ld_plugin_status
add_symbols_v1(void *handle, int count, const struct ld_plugin_symbol *syms) {
  return add_symbols(handle, count, syms, false);
}

static enum ld_plugin_status
add_symbols_v2(void *handle, int count, const struct ld_plugin_symbol *syms) {
  return add_symbols(handle, count, syms, true);
}

static enum ld_plugin_status get_symbols(const void *handle, int count,
                                         struct ld_plugin_symbol *syms,
                                         int version) {
  dlw_input *input = input_of(handle);
  if (!input || !input->claimed)
    return LDPS_BAD_HANDLE;
  return dlw_symbols_get(running, input, count, syms, version);
}

static enum ld_plugin_status get_symbols_v1(const void *handle, int count,
                                            struct ld_plugin_symbol *syms) {
  return get_symbols(handle, count, syms, 1);
}

static enum ld_plugin_status get_symbols_v2(const void *handle, int count,
                                            struct ld_plugin_symbol *syms) {
  return get_symbols(handle, count, syms, 2);
}

static enum ld_plugin_status get_symbols_v3(const void *handle, int count,
                                            struct ld_plugin_symbol *syms) {
  return get_symbols(handle, count, syms, 3);
}

static void describe(const dlw_input *input, int fd,
                     struct ld_plugin_input_file *file) {
  *file = (struct ld_plugin_input_file){
      .name = input->source->path,
      .fd = fd,
      .offset = (off_t)input->offset,
      .filesize = (off_t)input->data.n,
      .handle = (void *)input,
  };
}

static enum ld_plugin_status get_input_file(const void *handle,
                                            struct ld_plugin_input_file *file) {
  dlw_input *input = input_of(handle);
  if (!input)
    return LDPS_BAD_HANDLE;
  if (input->fd < 0)
    input->fd = open(input->source->path, O_RDONLY | O_CLOEXEC);
  if (input->fd < 0)
    return LDPS_ERR;
  describe(input, input->fd, file);
  return LDPS_OK;
}

static enum ld_plugin_status release_input_file(const void *handle) {
  dlw_input *input = input_of(handle);
  if (!input)
    return LDPS_BAD_HANDLE;
  if (input->fd >= 0)
    close(input->fd);
  input->fd = -1;
  return LDPS_OK;
}

static enum ld_plugin_status get_view(const void *handle, const void **view) {
  const dlw_input *input = handle;
  if (!input)
    return LDPS_BAD_HANDLE;
  *view = input->data.p;
  return LDPS_OK;
}

static enum ld_plugin_status get_wrap_symbols(uint64_t *count,
                                              const char ***symbols) {
  *count = running->line.wraps.count;
  *symbols = running->line.wraps.items;
  return LDPS_OK;
}

static const char *member_name(const void *handle) {
  return input_of(handle)->member;
}

static const char *archive_path(const void *handle) {
  const dlw_input *input = input_of(handle);
  return input->member ? running->resolved[input->argument].source->path : NULL;
}

static bool is_lazy(const void *handle) { return input_of(handle)->lazy; }

/* --- Additions --- */

static enum ld_plugin_status add(dlw_strings *list, const char *string) {
  if (running->fixed || !string)
    return LDPS_ERR;
  char *copy = copy_string(string);
  return copy && dlw_strings_add(&running->cx, list, copy) ? LDPS_OK : LDPS_ERR;
}

static enum ld_plugin_status add_input_file(const char *path) {
  return add(&running->files, path);
}

static enum ld_plugin_status add_input_library(const char *name) {
  return add(&running->libraries, name);
}

static enum ld_plugin_status set_extra_library_path(const char *path) {
  return add(&running->library_paths, path);
}

static enum ld_plugin_status add_linker_argument(const char *argument) {
  return add(&running->extra, argument);
}

static enum ld_plugin_status allow_undefined_file(const char *path) {
  return add(&running->undefined_files, path);
}

static enum ld_plugin_status add_whole_archive(const char *path) {
  return add(&running->archives, path);
}

static enum ld_plugin_status take_input(size_t number) {
  dlw_run *run = running;
  if (run->fixed || number >= run->found_count)
    return LDPS_ERR;
  run->resolved[run->found_at[number]].taken = true;
  return LDPS_OK;
}

static enum ld_plugin_status accept_elf_options(void) {
  if (running->fixed)
    return LDPS_ERR;
  running->elf_options = true;
  return LDPS_OK;
}

static enum ld_plugin_status make_relocatable(void) {
  if (running->fixed || !running->line.shared)
    return LDPS_ERR;
  running->relocatable = true;
  return LDPS_OK;
}

static unsigned linker_version(void) {
  return dlw_linker_version(running->linker, running->name,
                            running->line.flavor);
}

static bool hold(void) {
  dlw_run *run = running;
  return !run->fixed && !run->gate.path && run->plugin_count == 1 &&
         dlw_gate_open(run);
}

static enum ld_plugin_status translate_input(const char *from) {
  char *copy = from && *from ? copy_string(from) : NULL;
  return copy && dlw_run_translate(running, dlw_str_of(copy), (dlw_str){0})
             ? LDPS_OK
             : LDPS_ERR;
}

static int get_api_version(const char *plugin, const char *plugin_version,
                           int minimal, int maximal, const char **linker,
                           const char **linker_version) {
  (void)plugin, (void)plugin_version;
  *linker = "dlweld";
  *linker_version = DLWELD_VERSION;
  if (minimal <= LAPI_V1 && maximal >= LAPI_V1)
    return LAPI_V1;
  return minimal <= LAPI_V0 && maximal >= LAPI_V0 ? LAPI_V0 : -1;
}

/* --- Loading --- */

/* The plugins of the command line with their options. */
static bool collect(dlw_run *run) {
  const dlw_cmdline *line = &run->line;
  const dlw_host_request *request = run->request;
  run->plugins =
      dlw_alloc(&run->cx, (size_t)line->count + 1, sizeof *run->plugins);
  if (!run->plugins)
    return false;
  if (request->plugin) {
    dlw_plugin *p = &run->plugins[run->plugin_count++];
    *p = (dlw_plugin){.path = request->library, .onload = request->plugin};
    for (size_t i = 0; i < request->option_count; i++)
      if (!dlw_strings_add(&run->cx, &p->options, request->options[i]))
        return false;
  }
  /* Plugins that have another way in (lib/plugin/load.c) see this one is
     taken. */
  setenv(DLW_HOST_VARIABLE, "1", 1);
  dlw_plugin *last = NULL;
  for (uint32_t i = 0; i < line->count; i++) {
    const dlw_argument *a = &line->arguments[i];
    if (a->option == DLW_OPT_PLUGIN_OPT) {
      if (!last)
        return dlw_error(&run->cx, NULL,
                         "--plugin-opt=%s: no --plugin before it to be an "
                         "option of",
                         a->value);
      if (!dlw_strings_add(&run->cx, &last->options, a->value))
        return false;
    }
    if (a->option != DLW_OPT_PLUGIN)
      continue;
    void *library = dlopen(a->value, RTLD_NOW | RTLD_LOCAL);
    if (!library)
      return dlw_error(&run->cx, NULL, "cannot load plugin: %s", dlerror());
    last = NULL;
    for (uint32_t k = 0; k < run->plugin_count; k++)
      if (run->plugins[k].library == library)
        last = &run->plugins[k];
    if (last) {
      dlclose(library);
      continue;
    }
    last = &run->plugins[run->plugin_count++];
    *last = (dlw_plugin){.path = a->value, .library = library};
    /* POSIX's way to get a function out of a data pointer. */
    *(void **)&last->onload = dlsym(library, "onload");
    if (!last->onload)
      return dlw_error(&run->cx, NULL,
                       "%s: not a linker plugin: it defines no onload",
                       a->value);
  }
  return true;
}

static bool onload(dlw_run *run, dlw_plugin *p) {
  const dlw_cmdline *line = &run->line;
  int output = line->relocatable ? LDPO_REL
               : line->shared    ? LDPO_DYN
               : line->pie       ? LDPO_PIE
                                 : LDPO_EXEC;
#define VALUE(tag, field, value)                                               \
  {                                                                            \
    .tv_tag = tag, .tv_u = {.field = (value) }                                 \
  }
  const struct ld_plugin_tv fixed[] = {
      VALUE(LDPT_MESSAGE, tv_message, message),
      VALUE(LDPT_API_VERSION, tv_val, LD_PLUGIN_API_VERSION),
      VALUE(LDPT_LINKER_OUTPUT, tv_val, output),
      VALUE(LDPT_OUTPUT_NAME, tv_string, run->extension.output),
      VALUE(LDPT_REGISTER_CLAIM_FILE_HOOK, tv_register_claim_file,
            register_claim_file),
      VALUE(LDPT_REGISTER_CLAIM_FILE_HOOK_V2, tv_register_claim_file_v2,
            register_claim_file_v2),
      VALUE(LDPT_REGISTER_ALL_SYMBOLS_READ_HOOK, tv_register_all_symbols_read,
            register_all_symbols_read),
      VALUE(LDPT_REGISTER_CLEANUP_HOOK, tv_register_cleanup, register_cleanup),
      VALUE(LDPT_ADD_SYMBOLS, tv_add_symbols, add_symbols_v1),
      VALUE(LDPT_ADD_SYMBOLS_V2, tv_add_symbols, add_symbols_v2),
      VALUE(LDPT_GET_SYMBOLS, tv_get_symbols, get_symbols_v1),
      VALUE(LDPT_GET_SYMBOLS_V2, tv_get_symbols, get_symbols_v2),
      VALUE(LDPT_GET_SYMBOLS_V3, tv_get_symbols, get_symbols_v3),
      VALUE(LDPT_ADD_INPUT_FILE, tv_add_input_file, add_input_file),
      VALUE(LDPT_ADD_INPUT_LIBRARY, tv_add_input_library, add_input_library),
      VALUE(LDPT_SET_EXTRA_LIBRARY_PATH, tv_set_extra_library_path,
            set_extra_library_path),
      VALUE(LDPT_GET_INPUT_FILE, tv_get_input_file, get_input_file),
      VALUE(LDPT_RELEASE_INPUT_FILE, tv_release_input_file, release_input_file),
      VALUE(LDPT_GET_VIEW, tv_get_view, get_view),
      VALUE(LDPT_GET_WRAP_SYMBOLS, tv_get_wrap_symbols, get_wrap_symbols),
      VALUE(LDPT_GET_API_VERSION, tv_get_api_version, get_api_version),
      VALUE((enum ld_plugin_tag)LDPT_DLWELD_HOST, tv_string,
            (const char *)&run->extension),
  };
#undef VALUE
  size_t n = sizeof fixed / sizeof *fixed;
  struct ld_plugin_tv *tv =
      dlw_alloc(&run->cx, n + p->options.count + 1, sizeof *tv);
  if (!tv)
    return false;
  memcpy(tv, fixed, sizeof fixed);
  for (uint32_t i = 0; i < p->options.count; i++) {
    tv[n].tv_tag = LDPT_OPTION;
    tv[n++].tv_u.tv_string = p->options.items[i];
  }
  tv[n].tv_tag = LDPT_NULL;
  run->current = p;
  enum ld_plugin_status status = p->onload(tv);
  run->current = NULL;
  if (run->failed)
    return false;
  return status == LDPS_OK ||
         dlw_error(&run->cx, NULL, "%s: the plugin failed to start",
                   plugin_name(p));
}

bool dlw_plugins_load(dlw_run *run) {
  const dlw_cmdline *line = &run->line;
  running = run;
  run->extension = (dlw_host_extension){
      .version = 1,
      .argc = (int)line->argc,
      .argv = line->argv,
      .output = line->output ? line->output : "a.out",
      .export_dynamic = line->export_dynamic,
      .shared = line->shared,
      .pie = line->pie,
      .relocatable = line->relocatable,
      .strip_all = line->strip_all,
      .exports = line->exports.items,
      .export_count = line->exports.count,
      .exports_if_defined = line->exports_if_defined.items,
      .export_if_defined_count = line->exports_if_defined.count,
      .library_paths = line->library_paths.items,
      .library_path_count = line->library_paths.count,
      .undefined = line->undefined.items,
      .undefined_count = line->undefined.count,
      .run_paths = line->run_paths.items,
      .run_path_count = line->run_paths.count,
      .soname = line->soname,
      .version_scripts = line->version_scripts.items,
      .version_script_count = line->version_scripts.count,
      .accept_elf_options = accept_elf_options,
      .inputs = run->found,
      .input_count = run->found_count,
      .take_input = take_input,
      .make_relocatable = make_relocatable,
      .member_name = member_name,
      .archive_path = archive_path,
      .is_lazy = is_lazy,
      .add_linker_argument = add_linker_argument,
      .register_finish = register_finish,
      .allow_undefined_file = allow_undefined_file,
      .add_whole_archive = add_whole_archive,
      .hold = hold,
      .linker_version = linker_version,
      .translate_input = translate_input,
  };
  if (!collect(run))
    return false;
  for (uint32_t i = 0; i < run->plugin_count; i++)
    if (!onload(run, &run->plugins[i]))
      return false;
  return true;
}

/* --- Hooks --- */

bool dlw_plugins_claim(const dlw_run *run) {
  for (uint32_t i = 0; i < run->plugin_count; i++)
    if (run->plugins[i].claim || run->plugins[i].claim_v2)
      return true;
  return false;
}

bool dlw_plugins_offer(dlw_run *run, dlw_input *input, int fd) {
  for (uint32_t i = 0; i < run->plugin_count && !input->claimed; i++) {
    dlw_plugin *p = &run->plugins[i];
    struct ld_plugin_input_file file;
    describe(input, fd, &file);
    int claimed = 0;
    enum ld_plugin_status status = LDPS_OK;
    run->current = p;
    if (p->claim_v2)
      status = p->claim_v2(&file, &claimed, !input->lazy);
    else if (p->claim)
      status = p->claim(&file, &claimed);
    run->current = NULL;
    if (run->failed)
      return false;
    if (status != LDPS_OK) {
      dlw_where where = {.file = dlw_str_of(input->source->path)};
      if (input->member)
        where.member = dlw_str_of(input->member);
      return dlw_error(&run->cx, &where, "the plugin %s failed on it",
                       plugin_name(p));
    }
    if (claimed && run->fixed)
      return dlw_error(&run->cx, NULL,
                       "%s: the plugin claims an input when the linker has "
                       "been started already",
                       plugin_name(p));
    if (claimed) {
      input->claimed = p;
    } else {
      input->symbols = NULL;
      input->symbol_count = 0;
    }
  }
  return true;
}

bool dlw_plugins_all_symbols_read(dlw_run *run) {
  for (uint32_t i = 0; i < run->plugin_count; i++) {
    dlw_plugin *p = &run->plugins[i];
    if (!p->all_symbols_read)
      continue;
    run->current = p;
    enum ld_plugin_status status = p->all_symbols_read();
    run->current = NULL;
    if (run->failed)
      return false;
    if (status != LDPS_OK)
      return dlw_error(&run->cx, NULL, "%s: the plugin failed", plugin_name(p));
  }
  run->fixed = true;
  return !run->gate.path || dlw_gate_lift(run);
}

bool dlw_plugins_want_module(const dlw_run *run) {
  for (uint32_t i = 0; i < run->plugin_count; i++)
    if (run->plugins[i].finish)
      return true;
  return false;
}

bool dlw_plugins_finish(dlw_run *run, const uint8_t **data, size_t *size) {
  for (uint32_t i = 0; i < run->plugin_count; i++) {
    dlw_plugin *p = &run->plugins[i];
    if (!p->finish)
      continue;
    run->current = p;
    enum ld_plugin_status status = p->finish(data, size);
    run->current = NULL;
    if (run->failed)
      return false;
    if (status != LDPS_OK)
      return dlw_error(&run->cx, NULL,
                       "%s: the plugin rejected the linked module",
                       plugin_name(p));
  }
  return true;
}

void dlw_plugins_cleanup(dlw_run *run) {
  if (run->cleaned)
    return;
  run->cleaned = true;
  for (uint32_t i = 0; i < run->plugin_count; i++) {
    dlw_plugin *p = &run->plugins[i];
    if (!p->cleanup)
      continue;
    run->current = p;
    enum ld_plugin_status status = p->cleanup();
    run->current = NULL;
    if (status != LDPS_OK)
      dlw_warning(&run->cx, NULL, "%s: the plugin failed to clean up",
                  plugin_name(p));
  }
}
