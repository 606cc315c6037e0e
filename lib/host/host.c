/* One run, as a list of its phases. Read this file first. */
#include "host/host.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "host/child.h"
#include "host/find.h"
#include "host/gate.h"
#include "host/inputs.h"
#include "host/output.h"
#include "host/plugins.h"
#include "host/relink.h"
#include "host/translate.h"

/* The real linker in our place. */
static int become(dlw_run *run, const char **argv) {
  run->linker = run->request->linker;
  if (!run->linker)
    run->linker =
        dlw_find_linker(&run->cx, run->name, run->line.flavor != NULL);
  if (run->linker)
    dlw_child_become(run, argv);
  return 1;
}

/* A link that needs no host: the arguments as they came. */
static int pass(dlw_run *run) {
  const dlw_host_request *request = run->request;
  dlw_strings argv = {0};
  bool flavored = request->argc > 2 && strcmp(request->argv[1], "-flavor") == 0;
  if (!dlw_strings_add(&run->cx, &argv,
                       flavored ? run->name : dlw_find_argv0(run->name)))
    return 1;
  for (int i = 1; i < request->argc; i++)
    if (!dlw_strings_add(&run->cx, &argv, request->argv[i]))
      return 1;
  if (!dlw_strings_add(&run->cx, &argv, NULL))
    return 1;
  run->line.flavor = flavored ? request->argv[2] : NULL;
  return become(run, argv.items);
}

/* Starts the real linker. Without --soname the module bears the name of the
   output's path. NULL: reported. */
static dlw_child *start_linker(dlw_run *run, bool no_soname) {
  const char **argv;
  return dlw_output_open(run, no_soname) && dlw_relink(run, !no_soname, &argv)
             ? dlw_child_start(run, argv)
             : NULL;
}

/* Lets the plugins see the module, and nobody else has so far; then writes it,
   but not yet to its place. */
static bool take_module(dlw_run *run, const dlw_buf *module) {
  const uint8_t *data = module->data;
  size_t size = module->size;
  return dlw_plugins_finish(run, &data, &size) && !run->failed &&
         dlw_output_write(run, data, size);
}

/* Sees the linker to its end, with all messages. What is to be done with its
   module is done while its process ends. `*made`: there is one. */
static bool run_linker(dlw_run *run, dlw_child *child, dlw_buf *module,
                       bool *made, int *status, int *signal) {
  bool no_soname = true;
  for (int attempt = 0; attempt < 2 && no_soname; attempt++) {
    if (attempt > 0) {
      dlw_output_close(run);
      child = start_linker(run, true);
    }
    if (!child)
      return false;
    bool ok = dlw_child_module(run, child, module);
    *made = ok && run->line.output && module->size;
    ok = ok && (!*made || take_module(run, module));
    if (!dlw_child_finish(run, child, status, signal, &no_soname) || !ok)
      return false;
  }
  return true;
}

/* Maps that the linker wrote name inputs as people know them. */
static bool translate_records(dlw_run *run) {
  bool ok = true;
  for (uint32_t i = 0; i < run->line.count; i++) {
    const dlw_argument *a = &run->line.arguments[i];
    if (a->option == DLW_OPT_RECORD && strcmp(a->value, "-") != 0)
      ok = dlw_translate_file(run, a->value) && ok;
  }
  return ok;
}

/* What we open must not become somebody's standard output. */
static void open_standard(void) {
  int fd;
  do
    fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0)
    close(fd);
}

/* The plugins' work before the link. */
static bool prepare(dlw_run *run) {
  /* Each input and archive member is shown to them. From here on it is known
     which inputs the linker does not get. */
  if (dlw_plugins_claim(run) && !dlw_inputs_offer(run))
    return false;

  /* They make what they make of it, and add it to the link. From here on the
     linker's command line is fixed. */
  return dlw_plugins_all_symbols_read(run);
}

/* The phases of a link with plugins; false: it failed, as reported. */
static bool link_hosted(dlw_run *run, int *status, int *signal) {
  run->linker = run->request->linker;
  if (!run->linker)
    run->linker =
        dlw_find_linker(&run->cx, run->name, run->line.flavor != NULL);
  if (!run->linker)
    return false;

  /* Plugins get their options and register hooks; some take inputs, or read
     others of their own, already. */
  if (!dlw_inputs_find(run) || !dlw_plugins_load(run))
    return false;

  if (!dlw_output_check(run))
    return false;

  /* With a gate the command line is known by now, and the linker can start
     while the plugin works. */
  dlw_child *child = NULL;
  run->fixed = run->gate.path != NULL;
  if (run->gate.path && !(child = start_linker(run, false)))
    return false;
  if (!prepare(run)) {
    if (child)
      dlw_child_abandon(child);
    return false;
  }
  if (!child && !(child = start_linker(run, false)))
    return false;

  /* The real linker links, into our memory; the plugins see the finished
     module. */
  dlw_buf module = {0};
  bool made = false;
  bool ok = run_linker(run, child, &module, &made, status, signal);
  if (ok && (*status || *signal))
    ok = false;
  ok = ok && translate_records(run);
  if (ok && !made && !run->line.shows_version && dlw_plugins_want_module(run))
    ok = dlw_error(&run->cx, NULL, "%s wrote no module", run->linker);

  /* It appears at its place, as a whole. */
  if (made && ok)
    ok = dlw_output_publish(run);
  dlw_plugins_cleanup(run);
  dlw_buf_free(&module);
  return ok;
}

static int run_all(dlw_run *run) {
  const dlw_host_request *request = run->request;
  bool given = request->plugin != NULL;
  if (!given && !dlw_cmdline_may_plug(request->argc, request->argv))
    return pass(run);
  if (!dlw_cmdline_read(&run->cx, request->argc, request->argv, &run->line))
    return 1;
  const dlw_cmdline *line = &run->line;
  bool wasm = line->flavor ? strcasecmp(line->flavor, "wasm") == 0 ||
                                 strcasecmp(line->flavor, "ld-wasm") == 0
                           : dlw_find_is_wasm(dlw_find_argv0(run->name));
  if (!wasm || (!given && !line->has_plugin))
    return pass(run);
  run->messages.color =
      line->color == DLW_OPT_COLOR ||
      (line->color == DLW_OPT_OTHER && dlw_messages_colorful(STDERR_FILENO));
  run->messages.fatal_warnings = line->fatal_warnings;

  /* --help and --version link nothing. */
  if (line->information) {
    const char **argv;
    return dlw_relink_plain(run, &argv) ? become(run, argv) : 1;
  }

  open_standard();
  int status = 1, signal = 0;
  bool ok = link_hosted(run, &status, &signal);
  dlw_plugins_cleanup(run);
  dlw_output_close(run);
  dlw_gate_close(run);
  fflush(NULL);
  if (signal) {
    /* Whoever stopped us sees us stopped by that signal. */
    raise(signal);
    return 128 + signal;
  }
  if (!ok)
    return status ? status : 1;
  return run->messages.fatal_warnings && run->cx.diag.warnings ? 1 : 0;
}

int dlw_host_run(const dlw_host_request *request) {
  dlw_run run = {
      .request = request,
      .output_read = -1,
      .output_write = -1,
      .module = {.fd = -1},
      .gate = {.read = -1, .write = -1},
  };
  run.name = request->argc > 0 ? request->argv[0] : "wasm-ld";
  run.messages.name = dlw_str_basename(dlw_str_of(run.name));
  dlw_ctx_init(&run.cx, dlw_messages_emit, &run.messages);
  dlw_ctx_init(&run.quiet, NULL, NULL);
  int code = run_all(&run);
  dlw_ctx_done(&run.quiet);
  dlw_ctx_done(&run.cx);
  return code;
}
