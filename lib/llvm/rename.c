/* Renames the symbols of a module of bitcode by a map (map.h). What the map
   says of a name is said of the symbol in an object file, so that a value of
   LLVM's stands for a definition, or for all references, or for both; `refer`
   parts the two.

   Names are given when everything else is done and all values that get one
   have lost theirs: so they may change places. A value that finds its name
   taken is the same symbol as the one that has it, and they become one. */
#include "llvm/rename.h"

#include <llvm-c/Comdat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "llvm/asm.h"
#include "llvm/compat.h"
#include "llvm/place.h"
#include "llvm/values.h"

/* A value, and the line whose operand is its new name. */
typedef struct naming {
  LLVMValueRef value;
  const dlw_map_line *line;
} naming;

typedef struct renaming {
  LLVMModuleRef m;
  const dlw_llvm_map *map;
  naming *namings;
  size_t count, room;
  char **message;
} renaming;

static bool fail(renaming *r, const char *format, const char *a,
                 const char *b) {
  if (asprintf(r->message, format, a, b) < 0)
    *r->message = NULL;
  return false;
}

static const dlw_map_line *line_for(const renaming *r, dlw_map_word word,
                                    LLVMValueRef v) {
  size_t size;
  const char *name = dlw_value_object_name(v, &size);
  return dlw_llvm_map_find(r->map, word, name, size);
}

static bool note(renaming *r, LLVMValueRef v, const dlw_map_line *line) {
  if (r->count == r->room) {
    size_t room = r->room ? 2 * r->room : 64;
    naming *more = realloc(r->namings, room * sizeof *more);
    if (!more)
      return fail(r, "out of memory", NULL, NULL);
    r->namings = more;
    r->room = room;
  }
  r->namings[r->count++] = (naming){v, line};
  return true;
}

/* From now on the value has no name; it gets one by name_all. */
static bool will_be(renaming *r, LLVMValueRef v, const dlw_map_line *line) {
  LLVMSetValueName2(v, "", 0);
  return note(r, v, line);
}

/* An undefined symbol in place of a definition. What LLVM found out about that
   definition need not be true of the other one, so it has no attributes. */
static LLVMValueRef declare_like(renaming *r, LLVMValueRef v) {
  LLVMTypeRef type = LLVMGlobalGetValueType(v);
  unsigned space = LLVMGetPointerAddressSpace(LLVMTypeOf(v));
  LLVMValueRef d;
  if (LLVMGetTypeKind(type) == LLVMFunctionTypeKind) {
    d = LLVMAddFunction(r->m, "", type);
    if (LLVMIsAFunction(v))
      LLVMSetFunctionCallConv(d, LLVMGetFunctionCallConv(v));
  } else {
    d = LLVMAddGlobalInAddressSpace(r->m, type, "", space);
    dlw_value_set_thread_local(d, dlw_value_thread_local(v));
  }
  return d;
}

static void discard(LLVMValueRef v) {
  if (LLVMIsAFunction(v))
    LLVMDeleteFunction(v);
  else
    LLVMDeleteGlobal(v);
}

static bool refer(renaming *r, LLVMValueRef v, const dlw_map_line *line) {
  LLVMValueRef reference = v;
  if (!LLVMIsDeclaration(v)) {
    reference = declare_like(r, v);
    dlw_value_redirect(v, reference);
    if (!LLVMGetFirstUse(reference)) {
      discard(reference);
      return true;
    }
  }
  if (line->word == DLW_MAP_REFER_WEAK)
    LLVMSetLinkage(reference, LLVMExternalWeakLinkage);
  return will_be(r, reference, line);
}

/* Weak aliases may not be what other aliases stand for; those stand for what
   the alias does. */
static void pass_over_alias(renaming *r, LLVMValueRef alias) {
  LLVMValueRef a = LLVMGetFirstGlobalAlias(r->m);
  for (; a; a = LLVMGetNextGlobalAlias(a))
    if (LLVMAliasGetAliasee(a) == alias)
      LLVMAliasSetAliasee(a, LLVMAliasGetAliasee(alias));
}

static void weaken(renaming *r, LLVMValueRef v) {
  LLVMLinkage linkage = LLVMGetLinkage(v);
  if (linkage != LLVMExternalLinkage && linkage != LLVMCommonLinkage)
    return;
  LLVMSetLinkage(v, LLVMWeakAnyLinkage);
  if (LLVMIsAGlobalAlias(v))
    pass_over_alias(r, v);
}

static void hide(LLVMValueRef v) {
  LLVMSetVisibility(v, LLVMHiddenVisibility);
  if (LLVMIsAFunction(v))
    LLVMRemoveStringAttributeAtIndex(v, LLVMAttributeFunctionIndex,
                                     "wasm-export-name",
                                     strlen("wasm-export-name"));
}

/* A second name is an alias. It is in the COMDAT group of what it stands for by
   being one. */
static bool add_plain(renaming *r, LLVMValueRef v, const dlw_map_line *line) {
  LLVMValueRef aliasee = LLVMIsAGlobalAlias(v) ? LLVMAliasGetAliasee(v) : v;
  LLVMValueRef alias =
      LLVMAddAlias2(r->m, LLVMGlobalGetValueType(v),
                    LLVMGetPointerAddressSpace(LLVMTypeOf(v)), aliasee, "");
  LLVMSetLinkage(alias, LLVMWeakAnyLinkage);
  LLVMSetVisibility(alias, LLVMHiddenVisibility);
  dlw_value_set_thread_local(alias, dlw_value_thread_local(v));
  return will_be(r, alias, line);
}

static bool change_local(renaming *r, LLVMValueRef v) {
  const dlw_map_line *global = line_for(r, DLW_MAP_GLOBAL, v);
  if (!global)
    return true;
  LLVMSetLinkage(v, LLVMExternalLinkage);
  LLVMSetVisibility(v, LLVMHiddenVisibility);
  /* LTO drops a group with a variable that another module has, too, and this
     may be its constructor, which is called all the same. */
  LLVMSetComdat(v, NULL);
  return will_be(r, v, global);
}

/* Of loops LLVM makes calls of these, but not in functions of their names. In
   one that loses such a name it must not, either. */
static void keep_loops(renaming *r, LLVMValueRef v, const char *name,
                       size_t size) {
  static const char *const made[] = {"bcmp",   "memcmp", "memcpy", "memmove",
                                     "memset", "strlen", "wcslen"};
  static const char none[] = "no-builtins";
  for (size_t i = 0; LLVMIsAFunction(v) && i < sizeof made / sizeof *made; i++)
    if (strlen(made[i]) == size && memcmp(made[i], name, size) == 0)
      LLVMAddAttributeAtIndex(
          v, LLVMAttributeFunctionIndex,
          LLVMCreateStringAttribute(LLVMGetModuleContext(r->m), none,
                                    sizeof none - 1, "", 0));
}

static bool change_definition(renaming *r, LLVMValueRef v) {
  size_t size;
  const char *name = dlw_value_object_name(v, &size);
  if (line_for(r, DLW_MAP_WEAK, v))
    weaken(r, v);
  if (line_for(r, DLW_MAP_HIDDEN, v))
    hide(v);
  if (line_for(r, DLW_MAP_SYMBOL, v))
    keep_loops(r, v, name, size);
  const dlw_map_line *plain =
      dlw_llvm_map_find(r->map, DLW_MAP_PLAIN, name, size);
  const dlw_map_line *end = r->map->lines + r->map->count;
  for (; plain && plain < end && plain->word == DLW_MAP_PLAIN &&
         plain->name_size == size && memcmp(plain->name, name, size) == 0;
       plain++)
    if (!add_plain(r, v, plain))
      return false;
  return true;
}

/* What the map says of one value. */
static bool change(renaming *r, LLVMValueRef v) {
  size_t size;
  const char *name = LLVMGetValueName2(v, &size);
  if (size == 0 || (size >= 5 && memcmp(name, "llvm.", 5) == 0))
    return true;
  if (dlw_value_is_local(v))
    return change_local(r, v);
  const dlw_map_line *symbol = line_for(r, DLW_MAP_SYMBOL, v);
  const dlw_map_line *reference = line_for(r, DLW_MAP_REFER, v);
  if (!reference)
    reference = line_for(r, DLW_MAP_REFER_WEAK, v);
  if (dlw_value_is_definition(v) && !change_definition(r, v))
    return false;
  if (reference && !refer(r, v, reference))
    return false;
  return !symbol || (reference && LLVMIsDeclaration(v)) ||
         will_be(r, v, symbol);
}

/* Values that change() adds are nameless and stand at the lists' ends. */
static bool change_all(renaming *r) {
  LLVMValueRef v;
  if ((v = LLVMGetFirstGlobalIFunc(r->m))) {
    size_t size;
    return fail(r,
                "'%s' is an indirect function (ifunc), which WebAssembly does "
                "not have",
                dlw_value_object_name(v, &size), NULL);
  }
  for (v = LLVMGetFirstFunction(r->m); v; v = LLVMGetNextFunction(v))
    if (!change(r, v))
      return false;
  for (v = LLVMGetFirstGlobal(r->m); v; v = LLVMGetNextGlobal(v))
    if (!change(r, v))
      return false;
  for (v = LLVMGetFirstGlobalAlias(r->m); v; v = LLVMGetNextGlobalAlias(v))
    if (!change(r, v))
      return false;
  return true;
}

/* `stays` is all that refers to the symbol from now on. */
static bool merge(renaming *r, LLVMValueRef stays, LLVMValueRef goes,
                  const dlw_map_line *line) {
  LLVMTypeRef type = LLVMTypeOf(goes);
  if (LLVMGetPointerAddressSpace(type) !=
          LLVMGetPointerAddressSpace(LLVMTypeOf(stays)) ||
      !dlw_value_thread_local(goes) != !dlw_value_thread_local(stays))
    return fail(r,
                "'%s' cannot be called '%s': symbols of that name are of "
                "another kind",
                line->name, line->operand);
  if (LLVMGetVisibility(goes) == LLVMHiddenVisibility)
    LLVMSetVisibility(stays, LLVMHiddenVisibility);
  if (LLVMGetLinkage(stays) == LLVMExternalWeakLinkage &&
      LLVMGetLinkage(goes) != LLVMExternalWeakLinkage)
    LLVMSetLinkage(stays, LLVMExternalLinkage);
  LLVMReplaceAllUsesWith(goes, LLVMConstBitCast(stays, type));
  discard(goes);
  return true;
}

static bool name_one(renaming *r, const naming *n) {
  const char *name = n->line->operand;
  size_t size = n->line->operand_size;
  LLVMValueRef other = dlw_value_named(r->m, name, size);
  if (!other || dlw_value_is_local(other)) {
    if (other) /* It makes room, and LLVM finds it another name. */
      LLVMSetValueName2(other, "", 0);
    LLVMSetValueName2(n->value, name, size);
    if (other)
      LLVMSetValueName2(other, name, size);
    return true;
  }
  if (dlw_value_is_definition(n->value) && dlw_value_is_definition(other))
    return fail(r, "'%s' cannot be called '%s': that is defined, too",
                n->line->name, name);
  if (!dlw_value_is_definition(n->value) &&
      (!LLVMIsDeclaration(other) || LLVMIsDeclaration(n->value)))
    return merge(r, other, n->value, n->line);
  if (!merge(r, n->value, other, n->line))
    return false;
  LLVMSetValueName2(n->value, name, size);
  return true;
}

static bool name_all(renaming *r) {
  for (size_t i = 0; i < r->count; i++)
    if (!name_one(r, &r->namings[i]))
      return false;
  return true;
}

static void change_section(renaming *r, LLVMValueRef v) {
  const char *name = LLVMGetSection(v);
  if (!name || !*name)
    return;
  const dlw_map_line *line =
      dlw_llvm_map_find(r->map, DLW_MAP_SECTION, name, strlen(name));
  if (line)
    LLVMSetSection(v, line->operand);
}

/* Notes objects whose group gets another name. */
static bool find_group(renaming *r, LLVMValueRef v) {
  size_t size;
  LLVMComdatRef comdat = LLVMGetComdat(v);
  const char *name = comdat ? dlw_comdat_name(comdat, &size) : NULL;
  const dlw_map_line *line =
      name ? dlw_llvm_map_find(r->map, DLW_MAP_GROUP, name, size) : NULL;
  return !line || note(r, v, line);
}

/* Groups may change places, too. */
static bool change_places(renaming *r) {
  LLVMValueRef v;
  r->count = 0;
  for (v = LLVMGetFirstFunction(r->m); v; v = LLVMGetNextFunction(v)) {
    change_section(r, v);
    if (!find_group(r, v))
      return false;
  }
  for (v = LLVMGetFirstGlobal(r->m); v; v = LLVMGetNextGlobal(v)) {
    change_section(r, v);
    if (!find_group(r, v))
      return false;
  }
  for (size_t i = 0; i < r->count; i++) {
    v = r->namings[i].value;
    LLVMComdatRef comdat =
        LLVMGetOrInsertComdat(r->m, r->namings[i].line->operand);
    LLVMSetComdatSelectionKind(comdat,
                               LLVMGetComdatSelectionKind(LLVMGetComdat(v)));
    LLVMSetComdat(v, comdat);
  }
  return true;
}

/* Names in strings: what LLVM calls when memory is to be zeroed, and what
   metadata says of functions with control flow integrity. The names in debug
   info are those of the source, and types' identifiers are not symbols. */
static const char *new_name(void *user, const char *name, size_t size,
                            size_t *new_size) {
  renaming *r = user;
  const dlw_map_line *line =
      dlw_llvm_map_find(r->map, DLW_MAP_SYMBOL, name, size);
  if (!line)
    return NULL;
  *new_size = line->operand_size;
  return line->operand;
}

static void change_strings(renaming *r) {
  static const char zeroed[] = "alloc-variant-zeroed";
  const unsigned length = sizeof zeroed - 1;
  LLVMValueRef f = LLVMGetFirstFunction(r->m);
  for (; f; f = LLVMGetNextFunction(f)) {
    LLVMAttributeRef attribute = LLVMGetStringAttributeAtIndex(
        f, LLVMAttributeFunctionIndex, zeroed, length);
    unsigned old_size = 0;
    size_t size;
    const char *old =
        attribute ? LLVMGetStringAttributeValue(attribute, &old_size) : NULL;
    const char *name = old ? new_name(r, old, old_size, &size) : NULL;
    if (name)
      LLVMAddAttributeAtIndex(
          f, LLVMAttributeFunctionIndex,
          LLVMCreateStringAttribute(LLVMGetModuleContext(r->m), zeroed, length,
                                    name, (unsigned)size));
  }
  dlw_module_change_names(r->m, new_name, r);
}

static void drop_constructors(renaming *r) {
  static const char drop[] = "drop";
  LLVMValueRef list = LLVMGetNamedGlobal(r->m, "llvm.global_ctors");
  if (list && dlw_llvm_map_find(r->map, DLW_MAP_CONSTRUCTORS, drop, 4))
    LLVMDeleteGlobal(list);
}

bool dlw_llvm_rename(LLVMModuleRef m, const dlw_llvm_map *map, char **message) {
  renaming r = {.m = m, .map = map, .message = message};
  *message = NULL;
  bool ok = dlw_llvm_rename_asm(m, map, message) && change_all(&r) &&
            name_all(&r) && change_places(&r);
  if (ok) {
    change_strings(&r);
    drop_constructors(&r);
    ok = dlw_llvm_place(m, map) || fail(&r, "out of memory", NULL, NULL);
  }
  free(r.namings);
  return ok;
}
