/* Where a library's bitcode puts its data, and what its local symbols are
   called, so that both can be told from others' after link-time optimization.
 */
#include "llvm/place.h"

#include <stdlib.h>
#include <string.h>

#include "llvm/values.h"

/* The first operand of the one line with that word, or NULL. */
static const char *operand_of(const dlw_llvm_map *map, dlw_map_word word) {
  for (size_t i = 0; i < map->count; i++)
    if (map->lines[i].word == word)
      return map->lines[i].name;
  return NULL;
}

static bool is_llvms(LLVMValueRef v) {
  size_t size;
  const char *name = LLVMGetValueName2(v, &size);
  return size >= 5 && memcmp(name, "llvm.", 5) == 0;
}

/* The members of type identifiers, such as C++'s virtual tables, are laid out
   by LLVM where those are used, and must not be in sections. */
static bool is_typed(LLVMValueRef v, unsigned type_kind) {
  size_t count;
  LLVMValueMetadataEntry *all = LLVMGlobalCopyAllMetadata(v, &count);
  bool typed = false;
  for (unsigned i = 0; i < count; i++)
    typed |= LLVMValueMetadataEntriesGetKind(all, i) == type_kind;
  LLVMDisposeValueMetadataEntries(all);
  return typed;
}

/* Strings and what else the compiler makes: LLVM and the linker merge these
   with other libraries', if they are in no section. And a section of strings
   and other data the linker would take apart as if all were strings. */
static bool is_literal(LLVMValueRef v) {
  return LLVMIsGlobalConstant(v) &&
         (LLVMGetLinkage(v) == LLVMPrivateLinkage || dlw_value_is_string(v) ||
          (dlw_value_is_local(v) && dlw_value_is_only_read(v)));
}

/* Whether nobody said in which section it is to be; the name that LLVM gives to
   the section of that variable alone counts as such. */
static bool is_anywhere(LLVMValueRef v) {
  static const char *const heads[] = {".data.", ".bss.", ".rodata."};
  const char *section = LLVMGetSection(v);
  size_t size;
  const char *name = dlw_value_object_name(v, &size);
  for (size_t i = 0; section && i < sizeof heads / sizeof *heads; i++) {
    if (strncmp(section, heads[i], strlen(heads[i])) != 0)
      continue;
    section += strlen(heads[i]);
    size_t n = strlen(section); /* the name is a longer one by now */
    return n <= size && memcmp(section, name, n) == 0 &&
           (n == size || name[n] == '.');
  }
  return !section || !*section;
}

/* Functions that refer to a local variable in a section ThinLTO does not import
   into other modules, since it cannot make that global. So it becomes global at
   once, under a name that no other module has; where nobody else comes to refer
   to it, the linker makes it local again. */
static bool make_global(LLVMValueRef v, const char *suffix) {
  if (!suffix || !dlw_value_is_local(v))
    return true;
  if (!dlw_value_add_suffix(v, suffix))
    return false;
  LLVMSetLinkage(v, LLVMExternalLinkage);
  LLVMSetVisibility(v, LLVMHiddenVisibility);
  return true;
}

/* Data without a section of its own goes to that of its kind. What another
   module defines, too (available_externally), has its place there. */
static bool set_sections(LLVMModuleRef m, const dlw_llvm_map *map) {
  const char *data = operand_of(map, DLW_MAP_DATA);
  const char *constants = operand_of(map, DLW_MAP_CONSTANTS);
  const char *locals = operand_of(map, DLW_MAP_THREAD_LOCALS);
  bool thin = !LLVMGetModuleFlag(m, "ThinLTO", strlen("ThinLTO"));
  const char *suffix = thin ? operand_of(map, DLW_MAP_VARIABLES) : NULL;
  unsigned type_kind =
      LLVMGetMDKindIDInContext(LLVMGetModuleContext(m), "type", 4);
  LLVMValueRef v = LLVMGetFirstGlobal(m);
  for (; v; v = LLVMGetNextGlobal(v)) {
    const char *wanted = LLVMIsThreadLocal(v)      ? locals
                         : LLVMIsGlobalConstant(v) ? constants
                                                   : data;
    if (!wanted || !is_anywhere(v) || LLVMIsDeclaration(v) || is_llvms(v) ||
        is_typed(v, type_kind) || is_literal(v) ||
        LLVMGetLinkage(v) == LLVMAvailableExternallyLinkage)
      continue;
    LLVMSetSection(v, wanted);
    if (!make_global(v, suffix))
      return false;
  }
  return true;
}

static bool rename_local(LLVMValueRef v, const char *suffix) {
  size_t size;
  LLVMGetValueName2(v, &size);
  return !dlw_value_is_local(v) || size == 0 || is_llvms(v) ||
         dlw_value_add_suffix(v, suffix);
}

static bool rename_locals(LLVMModuleRef m, const char *suffix) {
  LLVMValueRef v;
  for (v = LLVMGetFirstFunction(m); v; v = LLVMGetNextFunction(v))
    if (!rename_local(v, suffix))
      return false;
  for (v = LLVMGetFirstGlobal(m); v; v = LLVMGetNextGlobal(v))
    if (!rename_local(v, suffix))
      return false;
  for (v = LLVMGetFirstGlobalAlias(m); v; v = LLVMGetNextGlobalAlias(v))
    if (!rename_local(v, suffix))
      return false;
  return true;
}

/* ThinLTO tells local symbols of one name apart by it. */
static bool rename_source(LLVMModuleRef m, const char *suffix) {
  size_t size, more = strlen(suffix);
  const char *name = LLVMGetSourceFileName(m, &size);
  char *longer = malloc(size + more);
  if (!longer)
    return false;
  memcpy(longer, name, size);
  memcpy(longer + size, suffix, more);
  LLVMSetSourceFileName(m, longer, size + more);
  free(longer);
  return true;
}

bool dlw_llvm_place(LLVMModuleRef m, const dlw_llvm_map *map) {
  const char *locals = operand_of(map, DLW_MAP_LOCALS);
  const char *source = operand_of(map, DLW_MAP_SOURCE);
  return set_sections(m, map) && (!locals || rename_locals(m, locals)) &&
         (!source || rename_source(m, source));
}
