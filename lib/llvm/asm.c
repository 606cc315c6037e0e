/* Renames the symbols of inline assembly. LLVM keeps it as text, so it is read
   as the assembler would (asm-text.h), and all that is not the name of a
   symbol, a section or a COMDAT group stays byte for byte.

   What a directive says of a symbol (`.globl foo`) goes with its definition;
   what an instruction or data says (`call foo`) refers to it: `refer` changes
   the latter only. What the map says of definitions is done by directives at
   the end of the module's assembly. */
#include "llvm/asm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "llvm/asm-text.h"
#include "llvm/compat.h"
#include "llvm/values.h"

enum {
  LABEL = 1,       /* a label defines it */
  ASSIGNED = 2,    /* .set or = defines it */
  GLOBAL = 4,      /* other files see it */
  FUNCTION = 8,    /* it has a .functype */
  OTHER_KIND = 16, /* it is a WebAssembly global, table or tag */
  REFERRED = 32,   /* something refers to it */
  REPEATED = 64,   /* labels define it more than once */
  DEFINED = LABEL | ASSIGNED,
};

/* A symbol that the assembly says something of. */
typedef struct asm_symbol {
  char *name;
  size_t size;
  unsigned flags;
} asm_symbol;

typedef struct asm_module {
  LLVMModuleRef m;
  const dlw_llvm_map *map;
  dlw_llvm_map others; /* of map->others, once it is needed */
  bool others_read;
  asm_symbol *symbols; /* once all are known: each once, in order of name */
  size_t count, room;
  bool conditional; /* what is defined depends on .if or macros */
  dlw_asm_buf out;  /* the text as it will be */
  char **message;
} asm_module;

/* What is done with each text; `call` is the call of a function's body that it
   stands in, or NULL. */
typedef bool text_visitor(asm_module *a, const char *text, size_t size,
                          LLVMValueRef call);

static bool fail(asm_module *a, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (vasprintf(a->message, format, arguments) < 0)
    *a->message = NULL;
  va_end(arguments);
  return false;
}

static bool out_of_memory(asm_module *a) { return fail(a, "out of memory"); }

static int compare_names(const char *a, size_t an, const char *b, size_t bn) {
  int order = memcmp(a, b, an < bn ? an : bn);
  return order ? order : (an > bn) - (an < bn);
}

static int by_name(const void *left, const void *right) {
  const asm_symbol *a = left, *b = right;
  return compare_names(a->name, a->size, b->name, b->size);
}

static const asm_symbol *find(const asm_module *a, const char *name,
                              size_t size) {
  const asm_symbol key = {.name = (char *)name, .size = size};
  return a->count ? bsearch(&key, a->symbols, a->count, sizeof key, by_name)
                  : NULL;
}

/* --- What the texts say of symbols. */

/* Takes over `name`, which is malloc's. */
static bool add_symbol(asm_module *a, char *name, size_t size, unsigned flags) {
  if (name && a->count == a->room) {
    size_t room = a->room ? 2 * a->room : 32;
    asm_symbol *more = realloc(a->symbols, room * sizeof *more);
    if (more) {
      a->symbols = more;
      a->room = room;
    }
  }
  if (!name || a->count == a->room) {
    free(name);
    return out_of_memory(a);
  }
  a->symbols[a->count++] = (asm_symbol){name, size, flags};
  return true;
}

static unsigned flags_of(dlw_asm_role role, dlw_asm_directive directive) {
  switch (role) {
  case DLW_ASM_LABEL:
    return LABEL;
  case DLW_ASM_SET:
    return ASSIGNED;
  case DLW_ASM_REFERS:
    return REFERRED;
  case DLW_ASM_ABOUT:
    return directive == DLW_ASM_GLOBL        ? GLOBAL
           : directive == DLW_ASM_FUNCTYPE   ? FUNCTION
           : directive == DLW_ASM_OTHER_TYPE ? OTHER_KIND
                                             : 0;
  default:
    return 0;
  }
}

static bool read_symbols(asm_module *a, const char *text, size_t size,
                         LLVMValueRef call) {
  dlw_asm_reader r = {.p = text, .end = text + size, .body = call};
  dlw_asm_statement s = {0};
  bool ok = true;
  while (ok && dlw_asm_next(&r, &s)) {
    a->conditional |= s.directive == DLW_ASM_CONDITIONAL;
    for (size_t i = 0; ok && i < s.count; i++) {
      unsigned flags = flags_of(s.tokens[i].role, s.directive);
      size_t length = 0;
      if (flags) {
        char *name = dlw_asm_name(&s.tokens[i], r.body, &length);
        ok = add_symbol(a, name, length, flags);
      }
    }
  }
  free(s.tokens);
  return ok && (!r.failed || out_of_memory(a));
}

/* Makes one of all entries of a symbol. */
static void sort_symbols(asm_module *a) {
  size_t n = 0;
  if (a->count)
    qsort(a->symbols, a->count, sizeof *a->symbols, by_name);
  for (size_t i = 0; i < a->count; i++) {
    asm_symbol *last = n ? &a->symbols[n - 1] : NULL, *s = &a->symbols[i];
    if (!last || by_name(last, s) != 0) {
      a->symbols[n++] = *s;
      continue;
    }
    last->flags |= (last->flags & s->flags & LABEL) ? REPEATED : s->flags;
    free(s->name);
  }
  a->count = n;
}

/* An assembler says so too, but not of which library's module. */
static bool check_symbols(asm_module *a) {
  for (size_t i = 0; i < a->count; i++) {
    const asm_symbol *s = &a->symbols[i];
    LLVMValueRef v = dlw_value_named(a->m, s->name, s->size);
    if (s->flags & REPEATED && !a->conditional)
      return fail(a, "inline assembly defines symbol '%s' twice", s->name);
    if (s->flags & DEFINED && v && dlw_value_is_definition(v))
      return fail(a,
                  "inline assembly defines symbol '%s', which the module "
                  "defines, too",
                  s->name);
  }
  return true;
}

/* --- What the map says of symbols. */

static const dlw_map_line *line_of(const asm_module *a, dlw_map_word word,
                                   const asm_symbol *s) {
  return dlw_llvm_map_find(a->map, word, s->name, s->size);
}

static const dlw_map_line *refer_line(const asm_module *a,
                                      const asm_symbol *s) {
  const dlw_map_line *line = line_of(a, DLW_MAP_REFER, s);
  return line ? line : line_of(a, DLW_MAP_REFER_WEAK, s);
}

static bool is_defined(const asm_module *a, const asm_symbol *s) {
  LLVMValueRef v = dlw_value_named(a->m, s->name, s->size);
  return s->flags & DEFINED || (v && dlw_value_is_definition(v));
}

static bool is_local(const asm_module *a, const asm_symbol *s) {
  LLVMValueRef v = dlw_value_named(a->m, s->name, s->size);
  return (s->flags & DEFINED && !(s->flags & GLOBAL)) ||
         (v && dlw_value_is_local(v));
}

/* The line with the name of the definition, or NULL if it stays. */
static const dlw_map_line *definition_line(const asm_module *a,
                                           const asm_symbol *s) {
  return line_of(a, is_local(a, s) ? DLW_MAP_GLOBAL : DLW_MAP_SYMBOL, s);
}

/* The same of a symbol of which only functions' assembly speaks. */
static const dlw_map_line *other_line(asm_module *a, const asm_symbol *s) {
  char *message = NULL;
  if (!a->map->others || s->flags & DEFINED ||
      dlw_value_named(a->m, s->name, s->size))
    return NULL;
  if (!a->others_read)
    dlw_llvm_map_parse(a->map->others, a->map->others_size, &a->others,
                       &message);
  a->others_read = true;
  free(message);
  return dlw_llvm_map_find(&a->others, DLW_MAP_SYMBOL, s->name, s->size);
}

/* The line with a token's new name, or NULL. */
static const dlw_map_line *token_line(asm_module *a, const asm_symbol *s,
                                      dlw_asm_role role) {
  if (role == DLW_ASM_SECTION)
    return line_of(a, DLW_MAP_SECTION, s);
  if (role == DLW_ASM_GROUP)
    return line_of(a, DLW_MAP_GROUP, s);
  bool refers =
      role == DLW_ASM_REFERS || (role == DLW_ASM_ABOUT && !is_defined(a, s));
  const dlw_map_line *line =
      refers && !is_local(a, s) ? refer_line(a, s) : NULL;
  if (!line)
    line = definition_line(a, s);
  return line ? line : other_line(a, s);
}

/* The lines that give a definition a second name are neighbours. */
static const dlw_map_line *next_plain(const asm_module *a, const asm_symbol *s,
                                      const dlw_map_line *last) {
  if (!last)
    return line_of(a, DLW_MAP_PLAIN, s);
  const dlw_map_line *next = last + 1;
  return next < a->map->lines + a->map->count && next->word == last->word &&
                 next->name_size == s->size &&
                 memcmp(next->name, s->name, s->size) == 0
             ? next
             : NULL;
}

/* --- The text anew. */

static void put(asm_module *a, const char *text) {
  dlw_asm_put(&a->out, text, strlen(text));
}

static void put_name(asm_module *a, const dlw_map_line *line, bool body) {
  dlw_asm_put_name(&a->out, line->operand, line->operand_size, body);
}

/* Before a statement that gives a symbol's type: the same for a name that the
   map adds, since an assembler wants to know it before it is used. */
static void put_type(asm_module *a, const dlw_asm_statement *s,
                     const dlw_map_line *line, bool body) {
  const dlw_asm_token *head = &s->tokens[s->head], *name = head + 1;
  if (!line)
    return;
  dlw_asm_put(&a->out, head->p, head->n);
  put(a, " ");
  put_name(a, line, body);
  dlw_asm_put(&a->out, name->p + name->n,
              (size_t)(s->end - (name->p + name->n)));
  put(a, "\n\t");
}

/* Of a symbol that has a definition, references may get another name, and the
   definition a second one. */
static void put_types(asm_module *a, const dlw_asm_statement *s,
                      const asm_symbol *symbol, bool body) {
  if (!is_defined(a, symbol) || is_local(a, symbol))
    return;
  put_type(a, s, refer_line(a, symbol), body);
  const dlw_map_line *plain = NULL;
  if (symbol->flags & DEFINED && s->directive == DLW_ASM_FUNCTYPE)
    while ((plain = next_plain(a, symbol, plain)))
      put_type(a, s, plain, body);
}

/* Writes a token, and what is between `*copied` and it. */
static bool put_token(asm_module *a, const dlw_asm_statement *s,
                      const dlw_asm_token *t, bool body, const char **copied) {
  asm_symbol key = {0};
  if (t->role == DLW_ASM_NONE)
    return true;
  if (!(key.name = dlw_asm_name(t, body, &key.size)))
    return out_of_memory(a);
  const asm_symbol *known = find(a, key.name, key.size);
  const asm_symbol *symbol = known ? known : &key;
  const dlw_asm_token *head = &s->tokens[s->head];
  bool ok = true;
  if ((s->directive == DLW_ASM_FUNCTYPE ||
       s->directive == DLW_ASM_OTHER_TYPE) &&
      t == head + 1) {
    dlw_asm_put(&a->out, *copied, (size_t)(head->p - *copied));
    *copied = head->p;
    put_types(a, s, symbol, body);
  }
  const dlw_map_line *line = token_line(a, symbol, t->role);
  if (s->directive == DLW_ASM_EXPORT_NAME &&
      line_of(a, DLW_MAP_HIDDEN, symbol)) {
    dlw_asm_put(&a->out, *copied, (size_t)(head->p - *copied));
    *copied = s->end;
  } else if (line) {
    dlw_asm_put(&a->out, *copied, (size_t)(t->p - *copied));
    put_name(a, line, body);
    *copied = t->p + t->n;
  }
  if (t->role == DLW_ASM_SECTION && !strncmp(key.name, ".init_array", 11) &&
      dlw_llvm_map_find(a->map, DLW_MAP_CONSTRUCTORS, "drop", 4))
    ok = fail(a, "inline assembly has constructors (section %s)", key.name);
  free(key.name);
  return ok;
}

static bool rewrite(asm_module *a, const char *text, size_t size,
                    LLVMValueRef call) {
  dlw_asm_reader r = {.p = text, .end = text + size, .body = call};
  dlw_asm_statement s = {0};
  const char *copied = text;
  bool ok = true;
  a->out.n = 0;
  while (ok && dlw_asm_next(&r, &s))
    for (size_t i = 0; ok && i < s.count; i++)
      ok = put_token(a, &s, &s.tokens[i], r.body, &copied);
  dlw_asm_put(&a->out, copied, (size_t)(r.end - copied));
  free(s.tokens);
  if (!ok || r.failed || a->out.failed)
    return ok ? out_of_memory(a) : false;
  bool same = a->out.n == size && (!size || !memcmp(a->out.p, text, size));
  if (call && !same)
    LLVMSetOperand(
        call, (unsigned)LLVMGetNumOperands(call) - 1,
        dlw_inline_asm_with(LLVMGetCalledValue(call), a->out.p, a->out.n));
  return true;
}

static void put_directive(asm_module *a, const char *directive,
                          const dlw_map_line *line, const char *rest) {
  put(a, directive);
  put_name(a, line, false);
  put(a, rest);
}

/* What the map says of definitions, behind all of the module's assembly. */
static bool put_definition(asm_module *a, const asm_symbol *s) {
  const dlw_map_line self = {.operand = s->name, .operand_size = s->size};
  const dlw_map_line *line = definition_line(a, s), *plain = NULL;
  const dlw_map_line *name = line ? line : &self;
  if (is_local(a, s)) {
    if (line)
      put_directive(a, "\t.globl ", line, "\n");
    if (line)
      put_directive(a, "\t.hidden ", line, "\n");
    return true;
  }
  if (line_of(a, DLW_MAP_HIDDEN, s))
    put_directive(a, "\t.hidden ", name, "\n");
  if (line_of(a, DLW_MAP_WEAK, s))
    put_directive(a, "\t.weak ", name, "\n");
  while ((plain = next_plain(a, s, plain))) {
    if (s->flags & OTHER_KIND)
      return fail(a,
                  "'%s', which inline assembly defines, is no function and no "
                  "data, so it cannot be called '%s' as well",
                  s->name, plain->operand);
    put_directive(a, "\t.type ", plain,
                  s->flags & FUNCTION ? ",@function\n" : ",@object\n");
    put_directive(a, "\t.set ", plain, ", ");
    put_directive(a, "", name, "\n");
    put_directive(a, "\t.weak ", plain, "\n");
    put_directive(a, "\t.hidden ", plain, "\n");
  }
  return true;
}

static bool rewrite_module(asm_module *a) {
  size_t size;
  const char *text = LLVMGetModuleInlineAsm(a->m, &size);
  if (!rewrite(a, text, size, NULL))
    return false;
  if (a->out.n && a->out.p[a->out.n - 1] != '\n')
    put(a, "\n");
  for (size_t i = 0; i < a->count; i++) {
    const asm_symbol *s = &a->symbols[i];
    const dlw_map_line *weak = line_of(a, DLW_MAP_REFER_WEAK, s);
    if (s->flags & DEFINED && !put_definition(a, s))
      return false;
    if (s->flags & REFERRED && !is_local(a, s) && weak)
      put_directive(a, "\t.weak ", weak, "\n");
  }
  if (a->out.failed)
    return out_of_memory(a);
  if (a->out.n)
    LLVMSetModuleInlineAsm2(a->m, a->out.p, a->out.n);
  return true;
}

/* --- The texts. */

static bool visit_bodies(asm_module *a, LLVMValueRef function,
                         text_visitor *visit) {
  LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(function);
  for (; block; block = LLVMGetNextBasicBlock(block)) {
    LLVMValueRef i = LLVMGetFirstInstruction(block);
    for (; i; i = LLVMGetNextInstruction(i)) {
      LLVMOpcode opcode = LLVMGetInstructionOpcode(i);
      if (opcode != LLVMCall && opcode != LLVMInvoke && opcode != LLVMCallBr)
        continue;
      LLVMValueRef callee = LLVMGetCalledValue(i);
      size_t size;
      if (!LLVMIsAInlineAsm(callee))
        continue;
      const char *text = dlw_inline_asm_text(callee, &size);
      if (!visit(a, text, size, i))
        return false;
    }
  }
  return true;
}

static bool visit_all_bodies(asm_module *a, text_visitor *visit) {
  LLVMValueRef f = LLVMGetFirstFunction(a->m);
  for (; f; f = LLVMGetNextFunction(f))
    if (!visit_bodies(a, f, visit))
      return false;
  return true;
}

static bool read_all(asm_module *a) {
  size_t size;
  const char *text = LLVMGetModuleInlineAsm(a->m, &size);
  if (!read_symbols(a, text, size, NULL) || !visit_all_bodies(a, read_symbols))
    return false;
  sort_symbols(a);
  return true;
}

static void done(asm_module *a) {
  dlw_llvm_map_free(&a->others);
  for (size_t i = 0; i < a->count; i++)
    free(a->symbols[i].name);
  free(a->symbols);
  free(a->out.p);
}

bool dlw_llvm_rename_asm(LLVMModuleRef m, const dlw_llvm_map *map,
                         char **message) {
  asm_module a = {.m = m, .map = map, .message = message};
  bool ok = read_all(&a) && check_symbols(&a) &&
            visit_all_bodies(&a, rewrite) && rewrite_module(&a);
  done(&a);
  return ok;
}

bool dlw_llvm_asm_definitions(LLVMModuleRef m, dlw_asm_found *found,
                              void *user) {
  char *message = NULL;
  asm_module a = {.m = m, .message = &message};
  bool ok = read_all(&a);
  for (size_t i = 0; ok && i < a.count; i++)
    if (a.symbols[i].flags & DEFINED && a.symbols[i].flags & GLOBAL)
      found(user, a.symbols[i].name, a.symbols[i].size);
  done(&a);
  free(message);
  return ok;
}
