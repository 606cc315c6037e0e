/* Names of definitions in a library, by the rules of lib/weld/names.c. Those
   are said again here since nothing is shared with lib/weld; a test compares
   what comes of them (test/llvm/pass-names.test). */
#include "llvm/library.h"

#include <llvm-c/Comdat.h>
#include <stdlib.h>
#include <string.h>

#include "object/everyones.h"
#include "llvm/asm-text.h"
#include "llvm/asm.h"
#include "llvm/compat.h"
#include "llvm/values.h"

typedef struct library {
  dlw_asm_buf id;
  const dlw_llvm_map *but;
  dlw_asm_buf text;
} library;

static void put(dlw_asm_buf *b, const char *text) {
  dlw_asm_put(b, text, strlen(text));
}

static void put_hex(dlw_asm_buf *b, char mark, char c) {
  static const char digits[] = "0123456789abcdef";
  const char code[] = {mark, digits[(unsigned char)c >> 4], digits[c & 15]};
  dlw_asm_put(b, code, sizeof code);
}

/* dlw_library_id */
static void make_id(dlw_asm_buf *id, const char *soname) {
  for (const char *c = soname; *c; c++) {
    bool dot = *c == '.' && id->n > 0 && id->p[id->n - 1] != '.';
    if (dot || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
        (*c >= '0' && *c <= '9') || *c == '_')
      dlw_asm_put(id, c, 1);
    else
      put_hex(id, '$', *c);
  }
}

static void put_name(dlw_asm_buf *b, const char *name, size_t size) {
  for (size_t i = 0; i < size; i++)
    if ((unsigned char)name[i] <= ' ' || name[i] == 0x7f || name[i] == '%' ||
        name[i] == '#')
      put_hex(b, '%', name[i]);
    else
      dlw_asm_put(b, name + i, 1);
}

/* dlw_welded_name */
static void put_welded(library *l, const char *name, size_t size) {
  put_name(&l->text, name, size);
  put(&l->text, memchr(name, '.', size) ? ".." : ".");
  dlw_asm_put(&l->text, l->id.p, l->id.n);
}

/* The pass may have been here before. */
static bool is_welded(const library *l, const char *name, size_t size) {
  return size > l->id.n + 1 && name[size - l->id.n - 1] == '.' &&
         memcmp(name + size - l->id.n, l->id.p, l->id.n) == 0;
}

static bool is_one_of(const char *const *list, size_t count, const char *name,
                      size_t size) {
  for (size_t i = 0; i < count; i++)
    if (strlen(list[i]) == size && memcmp(list[i], name, size) == 0)
      return true;
  return false;
}

/* dlw_name_is_linkers, dlw_name_is_entry */
static bool is_everyones(const char *name, size_t size) {
  static const char *const names[] = {DLW_LINKER_NAMES, DLW_ENTRY_NAMES};
  return is_one_of(names, sizeof names / sizeof *names, name, size);
}

/* dlw_name_is_rtti */
static bool is_rtti(const char *name, size_t size) {
  return size > 4 && (!memcmp(name, "_ZTI", 4) || !memcmp(name, "_ZTS", 4));
}

static void add_symbol(void *user, const char *name, size_t size) {
  library *l = user;
  if (is_everyones(name, size) || is_welded(l, name, size) ||
      dlw_llvm_map_find(l->but, DLW_MAP_SYMBOL, name, size))
    return;
  put(&l->text, "symbol ");
  put_name(&l->text, name, size);
  put(&l->text, " ");
  put_welded(l, name, size);
  put(&l->text, "\nhidden ");
  put_name(&l->text, name, size);
  put(&l->text, "\n");
}

static void add_group(library *l, const char *name, size_t size) {
  if (is_welded(l, name, size) ||
      dlw_llvm_map_find(l->but, DLW_MAP_GROUP, name, size))
    return;
  put(&l->text, "group ");
  put_name(&l->text, name, size);
  put(&l->text, " ");
  put_welded(l, name, size);
  put(&l->text, "\n");
}

static void add(library *l, LLVMValueRef v) {
  size_t size;
  LLVMComdatRef comdat = LLVMIsAGlobalAlias(v) ? NULL : LLVMGetComdat(v);
  const char *group = comdat ? dlw_comdat_name(comdat, &size) : NULL;
  if (group && !is_rtti(group, size))
    add_group(l, group, size);
  const char *name = dlw_value_object_name(v, &size);
  if (size && dlw_value_is_definition(v) && !dlw_value_is_local(v) &&
      !(size > 5 && memcmp(name, "llvm.", 5) == 0) &&
      !(comdat && is_rtti(name, size)))
    add_symbol(l, name, size);
}

char *dlw_llvm_library_map(LLVMModuleRef m, const char *soname,
                           const dlw_llvm_map *but, size_t *size) {
  library l = {.but = but};
  LLVMValueRef v;
  make_id(&l.id, soname);
  put(&l.text, "\n");
  for (v = LLVMGetFirstFunction(m); v; v = LLVMGetNextFunction(v))
    add(&l, v);
  for (v = LLVMGetFirstGlobal(m); v; v = LLVMGetNextGlobal(v))
    add(&l, v);
  for (v = LLVMGetFirstGlobalAlias(m); v; v = LLVMGetNextGlobalAlias(v))
    add(&l, v);
  bool ok = dlw_llvm_asm_definitions(m, add_symbol, &l);
  free(l.id.p);
  if (!ok || l.id.failed || l.text.failed) {
    free(l.text.p);
    return NULL;
  }
  *size = l.text.n;
  return l.text.p;
}
