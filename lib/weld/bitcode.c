/* Inputs that are LLVM bitcode. All passes look at the object that describes
   one; what the renaming does to that is written down as a map as well, by
   which the bitcode is renamed in the end. The linker compiles it. */
#include "weld/bitcode.h"

static bool tasks_do(dlw_weld *w, dlw_bitcode_task *tasks, uint32_t count) {
  if (!count)
    return true;
  if (!w->bitcode_run)
    return dlw_error(w->cx, &tasks->where,
                     "is LLVM bitcode, which cannot be read here");
  return w->bitcode_run(w->cx, tasks, count);
}

bool dlw_bitcode_object(dlw_weld *w, const dlw_where *where, dlw_bytes bitcode,
                        dlw_bytes *object) {
  dlw_bitcode_task task = {.where = *where, .input = bitcode};
  if (!tasks_do(w, &task, 1))
    return false;
  *object = task.output;
  return true;
}

/* --- What is bitcode, and described --- */

/* Whether the file is bitcode, or an archive with some. */
static bool has_bitcode(dlw_ctx *cx, dlw_str path) {
  dlw_where where = {.file = path};
  dlw_file file;
  dlw_archive archive = {0};
  if (!dlw_file_open(cx, path, &file))
    return false;
  dlw_bytes bytes = {file.data, file.size};
  dlw_kind kind = dlw_kind_of(bytes);
  bool found = kind == DLW_KIND_BITCODE;
  if (kind == DLW_KIND_ARCHIVE || kind == DLW_KIND_THIN_ARCHIVE)
    dlw_archive_read(cx, &where, bytes, &archive);
  for (uint32_t i = 0; i < archive.count && !found; i++) {
    const dlw_member *member = &archive.members[i];
    dlw_file thin;
    if (!archive.thin) {
      found = dlw_kind_of(member->data) == DLW_KIND_BITCODE;
    } else if (dlw_file_open(cx, member->thin_path, &thin)) {
      found =
          dlw_kind_of((dlw_bytes){thin.data, thin.size}) == DLW_KIND_BITCODE;
      dlw_file_close(&thin);
    }
  }
  dlw_file_close(&file);
  return found;
}

bool dlw_weld_expects_bitcode(dlw_weld *w) {
  bool found = false;
  dlw_ctx quiet;
  dlw_ctx_init(&quiet, NULL, NULL);
  for (uint32_t i = 1; i < w->library_count && !found; i++) {
    const dlw_list *files = &w->libraries[i].files;
    for (uint32_t k = 0; k < files->count && !found; k++)
      found = has_bitcode(&quiet, files->items[k]);
  }
  dlw_ctx_done(&quiet);
  return found;
}

bool dlw_weld_describe(dlw_weld *w) {
  const dlw_program *p = &w->program;
  uint32_t count = 0, all = w->input_count + p->bitcode_count;
  dlw_bitcode_task *tasks = dlw_alloc(w->cx, all, sizeof *tasks);
  if (!tasks)
    return false;
  for (uint32_t i = 0; i < w->input_count; i++)
    if (w->inputs[i].bitcode.n)
      tasks[count++] = (dlw_bitcode_task){.where = w->inputs[i].where,
                                          .input = w->inputs[i].bitcode};
  for (uint32_t i = 0; i < p->bitcode_count; i++)
    tasks[count++] = (dlw_bitcode_task){.where = p->bitcode[i].where,
                                        .input = p->bitcode[i].bytes};
  if (!tasks_do(w, tasks, count))
    return false;
  const dlw_bitcode_task *task = tasks;
  for (uint32_t i = 0; i < w->input_count; i++) {
    dlw_input *input = &w->inputs[i];
    if (input->bitcode.n && (!dlw_object_read(w->cx, &input->where,
                                              task++->output, &input->object) ||
                             !dlw_input_check_word_size(w, input)))
      return false;
  }
  for (uint32_t i = 0; i < p->bitcode_count; i++)
    if (!dlw_program_add_described(w, &p->bitcode[i], task++->output))
      return false;
  return true;
}

/* --- Maps --- */

static void put_name(dlw_buf *b, dlw_str name) {
  static const char digits[] = "0123456789abcdef";
  dlw_buf_u8(b, ' ');
  for (size_t i = 0; i < name.n; i++) {
    unsigned char c = (unsigned char)name.p[i];
    if (c <= ' ' || c == '%' || c == '#' || c == 0x7f) {
      dlw_buf_u8(b, '%');
      dlw_buf_u8(b, (uint8_t)digits[c >> 4]);
      dlw_buf_u8(b, (uint8_t)digits[c & 15]);
    } else {
      dlw_buf_u8(b, c);
    }
  }
}

static void put_line(dlw_buf *b, const char *word, dlw_str name, dlw_str to) {
  dlw_buf_bytes(b, word, strlen(word));
  put_name(b, name);
  if (to.p)
    put_name(b, to);
  dlw_buf_u8(b, '\n');
}

void dlw_map_line(dlw_input *input, const char *word, dlw_str name,
                  dlw_str to) {
  if (input->bitcode.n)
    put_line(&input->map, word, name, to);
}

/* All names that code of the library may mean: its own, and its dependencies'
   exports. */
static bool map_others(dlw_weld *w, dlw_library *lib) {
  dlw_map known = {0};
  for (uint32_t i = 0; i < lib->name_count; i++) {
    const dlw_name *name = &lib->names[i];
    if (!dlw_map_put(w->cx, &known, name->name, NULL))
      return false;
    if (!dlw_str_eq(name->name, name->target))
      put_line(&lib->others, "symbol", name->name, name->target);
  }
  for (uint32_t k = 0; k < lib->scope_count; k++) {
    const dlw_library *needed = &w->libraries[lib->scope[k]];
    for (uint32_t i = 0; i < needed->name_count; i++) {
      const dlw_name *name = &needed->names[i];
      bool added = false;
      if (name->exported && !dlw_map_put(w->cx, &known, name->name, &added))
        return false;
      if (added && !dlw_str_eq(name->name, name->target))
        put_line(&lib->others, "symbol", name->name, name->target);
    }
  }
  return dlw_buf_ok(&lib->others) || dlw_out_of_memory(w->cx);
}

bool dlw_weld_rename_bitcode(dlw_weld *w) {
  uint32_t count = 0;
  dlw_bitcode_task *tasks = dlw_alloc(w->cx, w->input_count, sizeof *tasks);
  if (!tasks)
    return false;
  for (uint32_t i = 1; i < w->library_count; i++)
    if (w->libraries[i].bitcode && !map_others(w, &w->libraries[i]))
      return false;
  for (uint32_t i = 0; i < w->input_count; i++) {
    dlw_input *input = &w->inputs[i];
    if (!input->bitcode.n)
      continue;
    const dlw_buf *others = &w->libraries[input->library].others;
    if (!dlw_buf_ok(&input->map))
      return dlw_error(w->cx, &input->where, "out of memory");
    tasks[count++] = (dlw_bitcode_task){
        .where = input->where,
        .input = input->bitcode,
        .rename = true,
        .map = {(const char *)input->map.data, input->map.size},
        .others = {(const char *)others->data, others->size}};
  }
  if (!tasks_do(w, tasks, count))
    return false;
  for (uint32_t i = 0, k = 0; i < w->input_count; i++)
    if (w->inputs[i].bitcode.n)
      w->inputs[i].renamed = tasks[k++].output;
  return true;
}

void dlw_weld_check_bitcode(dlw_weld *w) {
  const dlw_program *p = &w->program;
  dlw_bitcode_task *tasks = dlw_alloc(w->cx, p->bitcode_count, sizeof *tasks);
  for (uint32_t i = 0; tasks && i < p->bitcode_count; i++)
    tasks[i] = (dlw_bitcode_task){.where = p->bitcode[i].where,
                                  .input = p->bitcode[i].bytes,
                                  .rename = true,
                                  .map = DLW_STR("")};
  if (tasks)
    tasks_do(w, tasks, p->bitcode_count);
}
