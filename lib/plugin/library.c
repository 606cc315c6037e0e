/* Links with -shared: see library.h. */
#include "plugin/library.h"

#include <sys/mman.h>

#include "plugin/version-script.h"

static bool has_item(const dlw_list *list, dlw_str item) {
  for (uint32_t i = 0; i < list->count; i++)
    if (dlw_str_eq(list->items[i], item))
      return true;
  return false;
}

/* What every program has anyway stays out: its start file, and libc and the
   other run-time archives. */
static bool take_inputs(dlw_ctx *cx, const dlw_host_extension *host,
                        dlw_weldable *l) {
  for (size_t i = 0; i < host->input_count; i++) {
    const dlw_host_input *input = &host->inputs[i];
    dlw_str path = dlw_str_of(input->path);
    if (dlw_bytes_are_shared_library((dlw_bytes){input->data, input->size})) {
      dlw_str soname = dlw_soname_in_file(cx, path);
      if (!soname.p || (!dlw_name_is_runtime_library(soname) &&
                        !has_item(&l->needed, soname) &&
                        !dlw_list_add(cx, &l->needed, soname)))
        return false;
    } else if (!dlw_object_is_startup(path) && !dlw_archive_is_runtime(path)) {
      continue;
    }
    if (host->take_input(i) != LDPS_OK)
      return false;
  }
  return true;
}

static bool add_all(dlw_ctx *cx, dlw_list *list, const char *const *items,
                    size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!dlw_list_add(cx, list, dlw_str_of(items[i])))
      return false;
  return true;
}

bool dlw_library_plan(dlw_ctx *cx, const dlw_host_extension *host,
                      const dlw_options *options, bool export_all,
                      dlw_library_link *link) {
  dlw_weldable *l = &link->library;
  dlw_weldable_exports *x = &link->exports;
  l->soname = host->soname ? dlw_str_of(host->soname)
                           : dlw_str_basename(dlw_str_of(host->output));
  if (!dlw_name_is_soname(l->soname))
    return dlw_error(cx, NULL, "'%.*s' is no soname; give one with -soname",
                     DLW_FMT(l->soname));
  if (!take_inputs(cx, host, l) ||
      !add_all(cx, &l->run_paths, host->run_paths, host->run_path_count) ||
      !add_all(cx, &x->names, host->exports, host->export_count) ||
      !add_all(cx, &x->if_defined, host->exports_if_defined,
               host->export_if_defined_count))
    return false;
  for (size_t i = 0; i < host->version_script_count; i++)
    if (!dlw_version_script(cx, dlw_str_of(host->version_scripts[i]),
                            &x->global, &x->local))
      return false;
  x->named_only = !host->export_dynamic;
  x->has_patterns = export_all;
  if (export_all && !dlw_list_add(cx, &x->patterns, DLW_STR("*")))
    return false;
  return dlw_options_apply_library(cx, options, l, x) &&
         host->make_relocatable() == LDPS_OK;
}

bool dlw_library_pull(dlw_weld *w, const dlw_host_extension *host,
                      ld_plugin_add_input_file add_input_file,
                      const dlw_library_link *link) {
  dlw_ctx *cx = w->cx;
  dlw_list names = {0};
  if (!add_all(cx, &names, host->undefined, host->undefined_count))
    return false;
  for (uint32_t i = 0; i < link->exports.names.count; i++)
    if (!dlw_list_add(cx, &names, link->exports.names.items[i]))
      return false;
  dlw_buf object = {0};
  uint8_t *data;
  /* What bitcode defines matters only where something is to be pulled in. */
  bool ok = (!names.count || dlw_weld_describe(w)) &&
            dlw_weldable_pull(w, &names, &object);
  int fd =
      ok ? dlw_file_anonymous(cx, "dlweld-pull.o", object.size, &data) : -1;
  ok = fd >= 0;
  if (ok) {
    memcpy(data, object.data, object.size);
    munmap(data, object.size);
    dlw_str path = dlw_sprintf(cx, "/proc/self/fd/%d", fd);
    ok = path.p && host->translate_input(path.p) == LDPS_OK &&
         add_input_file(path.p) == LDPS_OK;
  }
  dlw_buf_free(&object);
  return ok;
}
