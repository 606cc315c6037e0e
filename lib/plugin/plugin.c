/* The plugin: hooks of the linker plugin API around the passes of weld.h.
   The API gives its hooks no argument for a context, so there is one plugin
   state a process. */
#include "plugin/plugin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/extension.h"
#include "plugin/bitcode.h"
#include "plugin/installed.h"
#include "plugin/library.h"
#include "plugin/llvm.h"
#include "weld/report.h"

static struct {
  dlw_ctx cx;
  dlw_weld weld;
  dlw_options options;
  bool started;
  bool passive; /* nothing to weld: the link is left as it is */
  bool checks;  /* but an input has been welded by -r, and the output is */
  bool linking; /* the linker has our inputs and has not succeeded yet */
  ld_plugin_message message;
  ld_plugin_get_view get_view;
  ld_plugin_add_input_library add_input_library;
  ld_plugin_add_input_file add_input_file;
  const dlw_host_extension *host;
  dlw_str claimed; /* the archive whose members are being claimed */
  bool export_all; /* of the program's own objects */
  bool held;       /* the linker has started, and waits for us */
  int slots_fd, index_fd, archive_fd;
  /* -shared: the library that is made. */
  bool makes_library;
  dlw_library_link library;
  dlw_buf made;           /* what is written in place of the linker's output */
  dlw_report_form report; /* if there is to be one */
  dlw_clock clock;
} self;

/* The phase that begins here; the report tells how long each took. */
static bool phase(const char *name) {
  return dlw_clock_begin(&self.clock, name);
}

static void emit(void *user, dlw_severity severity, const char *text) {
  (void)user;
  static const int levels[] = {LDPL_INFO, LDPL_WARNING, LDPL_ERROR};
  /* The API's own notes go to the standard output. */
  if (!self.message || severity == DLW_NOTE)
    fprintf(stderr, "dlweld: %s%s\n", severity == DLW_NOTE ? "note: " : "",
            text);
  else
    self.message(levels[severity], "%s", text);
}

/* --- The program's inputs --- */

static enum ld_plugin_status claim_file(const struct ld_plugin_input_file *file,
                                        int *claimed) {
  dlw_ctx *cx = &self.cx;
  const dlw_host_extension *host = self.host;
  *claimed = 0; /* we look, and take nothing */
  if (self.passive)
    return LDPS_OK;
  const char *member = host->member_name(file->handle);
  bool lazy = host->is_lazy(file->handle);
  dlw_str path = dlw_str_of(file->name);
  const void *view;
  if (self.get_view(file->handle, &view) != LDPS_OK)
    return LDPS_ERR;
  dlw_where where = {.file = path};
  if (member)
    where.member = dlw_str_of(member);
  dlw_bytes bytes = {view, (size_t)file->filesize};
  if (self.makes_library &&
      !dlw_weldable_note_segments(cx, &where, bytes, &self.library.segments))
    return LDPS_ERR;
  const char *archive = host->archive_path(file->handle);
  if (member && !dlw_archive_is_runtime(dlw_str_of(archive)) &&
      dlw_bytes_are_shared_library(bytes)) {
    dlw_error(cx, &where,
              "is a shared library in an archive, of which the linker takes "
              "nothing; give the archive with dlopen= or startup=, or the "
              "library itself");
    return LDPS_ERR;
  }
  bool thin = archive && strcmp(archive, file->name) != 0;
  if (member && lazy && !thin) {
    if (dlw_str_eq(path, self.claimed))
      return LDPS_OK;
    /* The first member: the whole archive's names at once. */
    char *kept = dlw_strdup(cx, path);
    dlw_file *mapped = dlw_alloc(cx, 1, sizeof *mapped);
    if (!kept || !mapped)
      return LDPS_ERR;
    self.claimed = (dlw_str){kept, path.n};
    if (!dlw_file_open(cx, self.claimed, mapped) ||
        !dlw_program_add_archive(&self.weld, self.claimed,
                                 (dlw_bytes){mapped->data, mapped->size}))
      return LDPS_ERR;
    return LDPS_OK;
  }
  bool ok =
      lazy ? dlw_program_add_lazy(&self.weld, &where, bytes,
                                  dlw_str_of(archive ? archive : ""))
           : dlw_program_add_object(&self.weld, &where, bytes, self.export_all);
  return ok ? LDPS_OK : LDPS_ERR;
}

/* --- The weld --- */

/* A file of the run time of the installation that this plugin belongs to. */
static dlw_str runtime_file(dlw_ctx *cx, bool memory64, const char *name) {
  dlw_str path =
      dlw_sprintf(cx, "share/dlweld/wasm%s/%s", memory64 ? "64" : "32", name);
  dlw_str found = path.p ? dlw_installed_file(cx, path.p) : path;
  if (found.p && access(found.p, R_OK) == 0)
    return found;
  dlw_error(cx, NULL, "the run time library is not at its place: %.*s",
            DLW_FMT(found));
  return (dlw_str){0};
}

/* Room for the bytes of one of the linker's inputs, a file in memory. It was
   made before its size was known, because the command line names it. */
typedef struct room {
  int fd;
  uint8_t *data; /* mapped */
  size_t size;
} room;

static uint8_t *room_map(void *user, size_t size) {
  room *r = user;
  r->size = size;
  return r->data = dlw_file_anonymous_map(&self.cx, r->fd, size);
}

/* A file in memory with a path that the linker can open. */
static const char *memory_file(int *fd) {
  uint8_t *data;
  *fd = dlw_file_anonymous(&self.cx, "dlweld", 0, &data);
  return *fd < 0 ? NULL : dlw_sprintf(&self.cx, "/proc/self/fd/%d", *fd).p;
}

/* FOO.imports beside FOO.a names what the host provides, as wasm-ld has it. */
static bool add_imports(void) {
  for (uint32_t i = 1; i < self.weld.library_count; i++) {
    const dlw_list *files = &self.weld.libraries[i].files;
    for (uint32_t k = 0; k < files->count; k++) {
      dlw_str path = files->items[k];
      if (!dlw_str_ends(path, DLW_STR(".a")))
        continue;
      path.n -= 2;
      dlw_str imports = dlw_sprintf(&self.cx, "%.*s.imports", DLW_FMT(path));
      if (!imports.p)
        return false;
      if (access(imports.p, F_OK) == 0 &&
          self.host->allow_undefined_file(imports.p) != LDPS_OK)
        return false;
    }
  }
  return true;
}

static bool has_startup(const dlw_weld *w) {
  for (uint32_t i = 1; i < w->library_count; i++)
    if (w->libraries[i].startup)
      return true;
  return false;
}

/* The linker's inputs from us, by path: before all else what takes shared
   modules' slots, if the program may mention their functions, and what
   initialises startup libraries; the run time, before any other libdl; the
   libraries; and the index, behind all that it refers to, because wasm-ld gives
   no table slot to a function whose first reference has the right type and
   whose second has not. */
static bool add_inputs(bool memory64) {
  const dlw_host_extension *host = self.host;
  dlw_weld *w = &self.weld;
  const char *name = w->shared_memory ? "libdl-threads.a" : "libdl.a";
  dlw_str libdl = runtime_file(&self.cx, memory64, name);
  dlw_str start = has_startup(w)
                      ? runtime_file(&self.cx, memory64, "dlweld-start.o")
                      : (dlw_str){0};
  if (w->slots_in_front) {
    const char *path = memory_file(&self.slots_fd);
    if (!path || host->translate_input(path) != LDPS_OK ||
        self.add_input_library(path) != LDPS_OK)
      return false;
  }
  if ((has_startup(w) &&
       (!start.p || self.add_input_library(start.p) != LDPS_OK)) ||
      !libdl.p || self.add_input_library(libdl.p) != LDPS_OK || !add_imports())
    return false;
  int *files[] = {&self.archive_fd, &self.index_fd};
  for (int i = self.weld.library_count > 1 ? 0 : 1; i < 2; i++) {
    const char *path = memory_file(files[i]);
    if (!path || host->translate_input(path) != LDPS_OK ||
        host->add_whole_archive(path) != LDPS_OK)
      return false;
  }
  return true;
}

/* Makes the inputs' bytes. */
static bool fill_inputs(void) {
  dlw_weld *w = &self.weld;
  room archive = {.fd = self.archive_fd}, index = {.fd = self.index_fd};
  room slots = {.fd = self.slots_fd};
  if (w->slots_in_front) {
    if (!room_map(&slots, w->slots.size))
      return false;
    memcpy(slots.data, w->slots.data, w->slots.size);
    munmap(slots.data, slots.size);
  }
  bool ok = (w->library_count < 2 || dlw_weld_archive(w, room_map, &archive)) &&
            dlw_index_archive(w, room_map, &index);
  if (archive.data)
    munmap(archive.data, archive.size);
  if (index.data)
    munmap(index.data, index.size);
  return ok;
}

static bool program_exports(void) {
  const dlw_host_extension *host = self.host;
  for (size_t i = 0; i < host->export_count; i++)
    if (!dlw_program_export(&self.weld, dlw_str_of(host->exports[i])))
      return false;
  for (size_t i = 0; i < host->export_if_defined_count; i++)
    if (!dlw_program_export(&self.weld,
                            dlw_str_of(host->exports_if_defined[i])))
      return false;
  return true;
}

static enum ld_plugin_status all_symbols_read(void) {
  dlw_weld *w = &self.weld;
  if (self.makes_library)
    return dlw_library_pull(w, self.host, self.add_input_file, &self.library)
               ? LDPS_OK
               : LDPS_ERR;
  if (self.passive)
    return LDPS_OK;
  /* The flat list of what a weld is; weld.h says what holds after each. */
  bool ok = dlw_weld_read(w) && phase("bitcode") && dlw_weld_describe(w) &&
            phase("binding") && program_exports() && dlw_weld_resolve(w) &&
            dlw_weld_bind(w) && phase("renaming") && dlw_weld_rename(w) &&
            phase("bitcode") && dlw_weld_rename_bitcode(w) && phase("index") &&
            dlw_weld_slots(w) && dlw_weld_marks(w) && dlw_index_build(w) &&
            phase("archive") && (self.held || add_inputs(w->memory64)) &&
            fill_inputs() && phase("linker");
  self.linking = ok;
  return ok ? LDPS_OK : LDPS_ERR;
}

static bool write_report(dlw_bytes linked, dlw_bytes module) {
  dlw_weld *w = &self.weld;
  dlw_list options = {0};
  dlw_buf report = {0};
  dlw_report_facts facts = {.module = module,
                            .linked = linked,
                            .output = dlw_str_of(self.host->output),
                            .options = &options,
                            .linker = self.host->linker_version(),
                            .clock = &self.clock};
  facts.runtime = runtime_file(
      w->cx, w->memory64, w->shared_memory ? "libdl-threads.a" : "libdl.a");
  bool ok = facts.runtime.p &&
            dlw_options_list(w->cx, &self.options, &options) &&
            dlw_weld_report(w, self.report, &facts, &report) &&
            dlw_file_replace(w->cx, self.options.report, report.data,
                             report.size, 0666);
  dlw_buf_free(&report);
  return ok;
}

static enum ld_plugin_status finish(const uint8_t **data, size_t *size) {
  dlw_weld *w = &self.weld;
  self.linking = false;
  if (self.makes_library) {
    dlw_where where = {.file = dlw_str_of(self.host->output)};
    if (!dlw_weldable_make(&self.cx, &where, (dlw_bytes){*data, *size},
                           &self.library.library, &self.library.exports,
                           &self.library.segments, &self.made))
      return LDPS_ERR;
    *data = self.made.data;
    *size = self.made.size;
    return LDPS_OK;
  }
  dlw_bytes linked = {*data, *size};
  if (self.checks)
    return dlw_weld_check(&self.cx, linked) ? LDPS_OK : LDPS_ERR;
  if (self.passive)
    return LDPS_OK;
  phase("check");
  if (!dlw_weld_verify(w, linked) || !phase("finish") ||
      !dlw_weld_finish(w, &self.made))
    return LDPS_ERR;
  if (self.made.size) {
    *data = self.made.data;
    *size = self.made.size;
  }
  phase(NULL);
  return !self.options.report.n ||
                 write_report(linked, (dlw_bytes){*data, *size})
             ? LDPS_OK
             : LDPS_ERR;
}

static enum ld_plugin_status cleanup(void) {
  if (self.started) {
    if (self.linking) {
      dlw_weld_hints(&self.weld);
      dlw_weld_check_bitcode(&self.weld);
    }
    dlw_weld_done(&self.weld);
    dlw_bitcode_done();
    dlw_buf_free(&self.made);
    dlw_ctx_done(&self.cx);
    self.started = false;
  }
  return LDPS_OK;
}

/* --- Loading --- */

static bool has_argument(const char *argument, const char *value);

/* Names of functions tell whose those are that the linker compiles (owners.c),
   so that they must be there in the meantime. Linkers before LLVM 18 cannot
   leave them alone. */
static bool keep_names(void) {
  enum { KEEP_SECTION = 18 };
  const dlw_host_extension *host = self.host;
  if (!host->strip_all || has_argument("--keep-section=name", NULL) ||
      !dlw_weld_expects_bitcode(&self.weld) ||
      host->linker_version() < KEEP_SECTION)
    return true;
  self.weld.drop_names = true;
  return host->add_linker_argument("--keep-section=name") == LDPS_OK;
}

/* Whether the link line has the argument (with that value next, if any). */
static bool has_argument(const char *argument, const char *value) {
  const dlw_host_extension *host = self.host;
  for (int i = 1; i < host->argc; i++)
    if (!strcmp(host->argv[i], argument) &&
        (!value || (i + 1 < host->argc && !strcmp(host->argv[i + 1], value))))
      return true;
  return false;
}

/* Shared libraries among a program's inputs are its startup libraries. */
static bool take_startup(void) {
  const dlw_host_extension *host = self.host;
  dlw_weld *w = &self.weld;
  for (size_t i = 0; i < host->input_count; i++) {
    dlw_str path = dlw_str_of(host->inputs[i].path);
    if (!dlw_bytes_are_shared_library(
            (dlw_bytes){host->inputs[i].data, host->inputs[i].size}))
      continue;
    dlw_library *lib = dlw_weld_find_file(w, path);
    bool known = lib != NULL;
    dlw_str soname = dlw_soname_in_file(w->cx, path);
    if (!soname.p)
      return false;
    if (!dlw_name_is_soname(soname))
      return dlw_error(w->cx, NULL,
                       "%.*s: '%.*s' is no soname; give one with "
                       "startup=SONAME=%.*s",
                       DLW_FMT(path), DLW_FMT(soname), DLW_FMT(path));
    if (!known && dlw_name_is_runtime_library(soname)) {
      if (host->inputs[i].kind == DLW_KIND_SHARED)
        continue; /* the linker's affair */
      return dlw_error(w->cx, NULL,
                       "%.*s is a weldable library with the soname of a part "
                       "of the C library; give it another one with "
                       "startup=SONAME=%.*s",
                       DLW_FMT(path), DLW_FMT(path));
    }
    if (!known && dlw_weld_find(w, soname))
      return dlw_error(
          w->cx, NULL, "soname %.*s is given twice, by %.*s and %.*s",
          DLW_FMT(soname), DLW_FMT(dlw_weld_find(w, soname)->files.items[0]),
          DLW_FMT(path));
    if (!known && (!(lib = dlw_weld_library(w, soname)) ||
                   !dlw_list_add(w->cx, &lib->files, path)))
      return false;
    /* Another name of one file. */
    dlw_str base = dlw_str_basename(path);
    if (known && host->inputs[i].kind == DLW_KIND_SHARED &&
        !dlw_str_eq(base, lib->soname) && !dlw_weld_find(w, base) &&
        !dlw_list_add(w->cx, &lib->aliases, base))
      return false;
    lib->startup = true;
    lib->named_by_file |= !known;
    if (host->take_input(i) != LDPS_OK)
      return false;
  }
  return true;
}

/* The linker would take it for an object. */
static bool refuse_weldable(const char *part) {
  for (size_t i = 0; i < self.host->input_count; i++) {
    const dlw_host_input *input = &self.host->inputs[i];
    if (!dlw_bytes_are_weldable((dlw_bytes){input->data, input->size}))
      continue;
    dlw_where where = {.file = dlw_str_of(input->path)};
    return dlw_error(&self.cx, &where,
                     "is a weldable library, which cannot become part of %s; "
                     "give it to the link of the program",
                     part);
  }
  return true;
}

/* An object that a partial link has welded brings its index with it: there is
   nothing left to weld. */
static bool refuse_second_index(void) {
  for (size_t i = 0; i < self.host->input_count; i++) {
    const dlw_host_input *input = &self.host->inputs[i];
    if (!dlw_bytes_are_welded_object((dlw_bytes){input->data, input->size}))
      continue;
    self.passive = self.checks = true;
    dlw_where where = {.file = dlw_str_of(input->path)};
    if (self.weld.library_count > 1)
      return dlw_error(&self.cx, &where,
                       "is welded already, and a module has one index: give "
                       "all libraries to the link that made it (-r)");
  }
  return true;
}

/* What a link with -shared or -r is to the plugin. False: an error. */
static bool choose_part(void) {
  const dlw_host_extension *host = self.host;
  dlw_weld *w = &self.weld;
  if (host->shared && !host->relocatable &&
      !dlw_options_want_module(&self.options)) {
    self.makes_library = true;
    return dlw_library_plan(&self.cx, host, &self.options,
                            has_argument("--export-all", NULL), &self.library);
  }
  if (!dlw_options_add_libraries(&self.options, w))
    return false;
  /* A shared module that has libraries of its own is a program to them; one
     that has none gets its index where it is welded into a program. */
  if (host->shared && w->library_count == 1) {
    if (!dlw_options_apply(&self.options, w))
      return false;
    self.passive = true;
    return refuse_weldable("a shared module (output=module)");
  }
  /* A partial link of some of the program's objects: its output is an input of
     the link that has the libraries, and gets the index there. */
  if (host->relocatable && w->library_count == 1) {
    if (!dlw_options_apply(&self.options, w))
      return false;
    self.passive = true;
    return refuse_weldable("an object (-r)");
  }
  return take_startup() && dlw_options_apply(&self.options, w) &&
         dlw_weld_alias_files(w) && refuse_second_index();
}

/* What the linker has for plugins. */
typedef struct hooks {
  ld_plugin_register_claim_file claim_file;
  ld_plugin_register_all_symbols_read all_symbols_read;
  ld_plugin_register_cleanup cleanup;
} hooks;

/* Reads the transfer vector; an option that is wrong is reported, and the rest
   read all the same. */
static bool take_vector(struct ld_plugin_tv *tv, hooks *h) {
  dlw_ctx *cx = &self.cx;
  bool ok = true;
  for (struct ld_plugin_tv *t = tv; t->tv_tag != LDPT_NULL; t++)
    if (t->tv_tag == LDPT_MESSAGE)
      self.message = t->tv_u.tv_message;
  for (; tv->tv_tag != LDPT_NULL; tv++) {
    switch ((int)tv->tv_tag) {
    case LDPT_OPTION:
      if (!dlw_options_add(cx, &self.options, NULL,
                           dlw_str_of(tv->tv_u.tv_string)))
        ok = false;
      break;
    case LDPT_REGISTER_CLAIM_FILE_HOOK:
      h->claim_file = tv->tv_u.tv_register_claim_file;
      break;
    case LDPT_REGISTER_ALL_SYMBOLS_READ_HOOK:
      h->all_symbols_read = tv->tv_u.tv_register_all_symbols_read;
      break;
    case LDPT_REGISTER_CLEANUP_HOOK:
      h->cleanup = tv->tv_u.tv_register_cleanup;
      break;
    case LDPT_ADD_INPUT_LIBRARY:
      self.add_input_library = tv->tv_u.tv_add_input_library;
      break;
    case LDPT_ADD_INPUT_FILE:
      self.add_input_file = tv->tv_u.tv_add_input_file;
      break;
    case LDPT_GET_VIEW:
      self.get_view = tv->tv_u.tv_get_view;
      break;
    case LDPT_DLWELD_HOST:
      self.host = (const dlw_host_extension *)(const void *)tv->tv_u.tv_string;
      break;
    default:
      break;
    }
  }
  if (!self.host || !h->claim_file || !h->all_symbols_read || !h->cleanup ||
      !self.add_input_library || !self.get_view)
    ok = dlw_error(cx, NULL,
                   "this linker does not offer what dlweld needs: use the "
                   "wasm-ld that comes with dlweld, or load dlweld.so into "
                   "another wasm-ld with -mllvm -load=");
  return ok;
}

enum ld_plugin_status onload(struct ld_plugin_tv *tv) {
  dlw_ctx *cx = &self.cx;
  hooks h = {0};
  if (self.started) {
    fprintf(stderr, "dlweld: the plugin is loaded twice\n");
    return LDPS_ERR;
  }
  dlw_ctx_init(cx, emit, NULL);
  dlw_weld_init(&self.weld, cx);
  self.started = true;
  if (!take_vector(tv, &h))
    return LDPS_ERR;
  const dlw_host_extension *host = self.host;
  dlw_llvm_init(host->linker_version);
  self.weld.bitcode_run = dlw_bitcode_process;
  for (size_t i = 0; i < host->library_path_count; i++)
    if (!dlw_list_add(cx, &self.weld.library_paths,
                      dlw_str_of(host->library_paths[i])))
      return LDPS_ERR;
  if (host->accept_elf_options() != LDPS_OK || !choose_part() ||
      (self.options.report.n &&
       !dlw_report_form_of(cx, self.options.report, &self.report)))
    return LDPS_ERR;
  self.export_all = host->export_dynamic || has_argument("--export-all", NULL);
  self.weld.shared_memory = has_argument("--shared-memory", NULL);
  self.weld.relocatable = host->relocatable;
  self.weld.fixed_data =
      self.weld.shared_memory || has_argument("--import-memory", NULL);
  self.weld.pic = host->pie || host->relocatable || host->shared;
  /* Where the program, before them, may take addresses of libraries' functions.
   */
  self.weld.slots_in_front =
      !self.passive && !self.makes_library &&
      (has_startup(&self.weld) || self.weld.shares.count);
  self.weld.keep_segments =
      host->relocatable || has_argument("--no-merge-data-segments", NULL);
  if (!self.passive && !self.makes_library && !keep_names())
    return LDPS_ERR;
  h.cleanup(cleanup);
  h.claim_file(claim_file);
  h.all_symbols_read(all_symbols_read);
  if (host->register_finish(finish) != LDPS_OK)
    return LDPS_ERR;
  /* Where the command line tells the word size, all that the linker needs to
     know is known, and it can start while we work. */
  bool memory64 =
      has_argument("-mwasm64", NULL) || has_argument("-m", "wasm64");
  bool memory32 =
      has_argument("-mwasm32", NULL) || has_argument("-m", "wasm32");
  phase("reading");
  if (self.passive || self.makes_library || memory32 == memory64)
    return LDPS_OK;
  self.weld.memory64 = memory64;
  self.weld.memory64_known = true;
  self.held = !self.weld.slots_in_front && host->hold();
  return !self.held || add_inputs(memory64) ? LDPS_OK : LDPS_ERR;
}
