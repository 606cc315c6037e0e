/* The reader of assembly. It knows which operands of which directives are
   symbols; operands of all others, and of instructions, are expressions. */
#include "llvm/asm-text.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  dlw_asm_directive directive;
} directives[] = {
    {".ascii", DLW_ASM_STRINGS},
    {".asciz", DLW_ASM_STRINGS},
    {".else", DLW_ASM_CONDITIONAL},
    {".equ", DLW_ASM_ASSIGN},
    {".equiv", DLW_ASM_ASSIGN},
    {".error", DLW_ASM_STRINGS},
    {".eventtype", DLW_ASM_OTHER_TYPE},
    {".export_name", DLW_ASM_EXPORT_NAME},
    {".file", DLW_ASM_STRINGS},
    {".functype", DLW_ASM_FUNCTYPE},
    {".global", DLW_ASM_GLOBL},
    {".globaltype", DLW_ASM_OTHER_TYPE},
    {".globl", DLW_ASM_GLOBL},
    {".hidden", DLW_ASM_SAYS},
    {".ident", DLW_ASM_STRINGS},
    {".import_module", DLW_ASM_SAYS_FIRST},
    {".import_name", DLW_ASM_SAYS_FIRST},
    {".incbin", DLW_ASM_STRINGS},
    {".include", DLW_ASM_STRINGS},
    {".internal", DLW_ASM_SAYS},
    {".irp", DLW_ASM_CONDITIONAL},
    {".irpc", DLW_ASM_CONDITIONAL},
    {".loc", DLW_ASM_STRINGS},
    {".macro", DLW_ASM_CONDITIONAL},
    {".no_dead_strip", DLW_ASM_SAYS},
    {".print", DLW_ASM_STRINGS},
    {".protected", DLW_ASM_SAYS},
    {".pushsection", DLW_ASM_IN_SECTION},
    {".rep", DLW_ASM_CONDITIONAL},
    {".rept", DLW_ASM_CONDITIONAL},
    {".section", DLW_ASM_IN_SECTION},
    {".set", DLW_ASM_ASSIGN},
    {".size", DLW_ASM_SAYS},
    {".string", DLW_ASM_STRINGS},
    {".symver", DLW_ASM_SAYS},
    {".tabletype", DLW_ASM_OTHER_TYPE},
    {".tagtype", DLW_ASM_OTHER_TYPE},
    {".type", DLW_ASM_SAYS_FIRST},
    {".warning", DLW_ASM_STRINGS},
    {".weak", DLW_ASM_GLOBL},
};

/* Instructions that may have types among their operands, and those types. */
static const char *const typed[] = {
    ".local", "block",     "call_indirect",        "if",
    "loop",   "ref.null",  "return_call_indirect", "select",
    "try",    "try_table",
};
static const char *const types[] = {
    "exn",  "exnref",  "extern", "externref", "f32",  "f64",
    "func", "funcref", "i32",    "i64",       "v128", "void",
};

static bool is(const dlw_asm_token *t, const char *text) {
  return strlen(text) == t->n && memcmp(t->p, text, t->n) == 0;
}

static bool is_one_of(const dlw_asm_token *t, const char *const *list,
                      size_t count) {
  for (size_t i = 0; i < count; i++)
    if (is(t, list[i]))
      return true;
  return false;
}

static bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '$' || c == '?' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Where the blanks and comments at p end. */
static const char *skip_blanks(const char *p, const char *end) {
  while (p < end) {
    if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\f' || *p == '\v') {
      p++;
    } else if (*p == '#' || (end - p >= 2 && p[0] == '/' && p[1] == '/')) {
      while (p < end && *p != '\n')
        p++;
    } else if (end - p >= 2 && p[0] == '/' && p[1] == '*') {
      for (p += 2; p < end && !(p[-1] == '/' && p[-2] == '*'); p++)
        ;
    } else {
      break;
    }
  }
  return p;
}

static const char *skip_string(const char *p, const char *end) {
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\' && end - p >= 2)
      p++;
  return p < end ? p + 1 : end;
}

/* A name, or a number, which may have letters in it. A piece of a body that has
   one of LLVM's operands in it is no name. */
static const char *skip_word(const dlw_asm_reader *r, const char *p,
                             bool *name) {
  *name = !is_digit(*p);
  while (p < r->end && (starts_name(*p) || is_digit(*p))) {
    if (*p == '$' && r->body) {
      bool dollar = r->end - p >= 2 && p[1] == '$';
      *name &= dollar;
      p++;
      if (p < r->end && *p == '{')
        while (p < r->end && *p != '}')
          p++;
      if (p == r->end)
        break;
    }
    p++;
  }
  return p;
}

/* The token at p, which is not the end. Names behind '@', '%', '\\' or ':' are
   a relocation's kind, a type, a macro's argument, an alignment. */
static dlw_asm_token read_token(const dlw_asm_reader *r, const char *p,
                                const char *start) {
  dlw_asm_token t = {.p = p};
  const char *end = p + 1;
  if (*p == '"') {
    end = skip_string(p, r->end);
    t.name = end - p >= 2;
  } else if (*p == '\'') {
    end += r->end - end >= 1 && *end == '\\';
    end += r->end - end >= 1;
    end += r->end - end >= 1 && *end == '\'';
  } else if (starts_name(*p) || is_digit(*p)) {
    end = skip_word(r, p, &t.name);
    t.name = t.name && !(p > start && strchr("@%\\:", p[-1]));
  }
  t.n = (size_t)(end - p);
  return t;
}

static bool add_token(dlw_asm_reader *r, dlw_asm_statement *s,
                      dlw_asm_token t) {
  if (s->count == s->room) {
    size_t room = s->room ? 2 * s->room : 32;
    dlw_asm_token *more = realloc(s->tokens, room * sizeof *more);
    r->failed = !more;
    if (!more)
      return false;
    s->tokens = more;
    s->room = room;
  }
  s->tokens[s->count++] = t;
  return true;
}

static bool is_character(const dlw_asm_statement *s, size_t i, char c) {
  return i < s->count && s->tokens[i].n == 1 && *s->tokens[i].p == c;
}

/* Labels come first, and there may be many; a number's is of no interest. */
static void find_head(dlw_asm_statement *s) {
  size_t i = 0;
  for (; is_character(s, i + 1, ':'); i += 2)
    if (s->tokens[i].name)
      s->tokens[i].role = DLW_ASM_LABEL;
  s->head = i;
  s->directive = DLW_ASM_PLAIN;
  if (i < s->count && *s->tokens[i].p == '.')
    for (size_t k = 0; k < sizeof directives / sizeof *directives; k++)
      if (is(&s->tokens[i], directives[k].name))
        s->directive = directives[k].directive;
  if (i < s->count && s->tokens[i].n >= 3 && !memcmp(s->tokens[i].p, ".if", 3))
    s->directive = DLW_ASM_CONDITIONAL;
}

/* What token `i` is, if it is a name; it is in operand number `operand`. */
static dlw_asm_role role_of(const dlw_asm_statement *s, size_t operand,
                            size_t i, bool grouped) {
  bool first = i == s->head + 1;
  switch (s->directive) {
  case DLW_ASM_PLAIN:
    return DLW_ASM_REFERS;
  case DLW_ASM_STRINGS:
    return DLW_ASM_NONE;
  case DLW_ASM_SAYS:
  case DLW_ASM_GLOBL:
    return DLW_ASM_ABOUT;
  case DLW_ASM_SAYS_FIRST:
  case DLW_ASM_FUNCTYPE:
  case DLW_ASM_OTHER_TYPE:
  case DLW_ASM_EXPORT_NAME:
    return first ? DLW_ASM_ABOUT : DLW_ASM_NONE;
  case DLW_ASM_ASSIGN:
    return first ? DLW_ASM_SET : DLW_ASM_REFERS;
  case DLW_ASM_IN_SECTION:
    if (first)
      return DLW_ASM_SECTION;
    return grouped && operand > 2 && !is(&s->tokens[i], "comdat")
               ? DLW_ASM_GROUP
               : DLW_ASM_NONE;
  case DLW_ASM_CONDITIONAL:
    return is(&s->tokens[s->head], ".macro") ? DLW_ASM_NONE : DLW_ASM_REFERS;
  }
  return DLW_ASM_NONE;
}

static void assign_roles(dlw_asm_statement *s) {
  size_t operand = 0;
  find_head(s);
  if (s->head >= s->count)
    return;
  const dlw_asm_token *head = &s->tokens[s->head];
  bool has_types = is_one_of(head, typed, sizeof typed / sizeof *typed);
  bool grouped = false;
  for (size_t i = s->head + 1; i < s->count; i++) {
    dlw_asm_token *t = &s->tokens[i];
    operand += *t->p == ',';
    grouped |= operand == 1 && memchr(t->p, 'G', t->n);
    if (t->name &&
        !(has_types && is_one_of(t, types, sizeof types / sizeof *types)))
      t->role = role_of(s, operand, i, grouped);
  }
  /* foo = expression */
  if (head->name && is_character(s, s->head + 1, '='))
    s->tokens[s->head].role = DLW_ASM_SET;
}

bool dlw_asm_next(dlw_asm_reader *r, dlw_asm_statement *s) {
  const char *start = r->p;
  s->count = 0;
  s->end = start;
  for (;;) {
    r->p = skip_blanks(r->p, r->end);
    if (r->p == r->end)
      break;
    if (*r->p == '\n' || *r->p == ';') {
      r->p++;
      if (s->count)
        break;
      continue;
    }
    dlw_asm_token t = read_token(r, r->p, start);
    if (!add_token(r, s, t))
      return false;
    s->end = r->p = t.p + t.n;
  }
  assign_roles(s);
  return s->count > 0;
}

void dlw_asm_put(dlw_asm_buf *b, const char *p, size_t n) {
  if (n > b->room - b->n) {
    size_t room = 2 * (b->n + n) + 64;
    char *more = b->failed ? NULL : realloc(b->p, room);
    b->failed = !more;
    if (!more)
      return;
    b->p = more;
    b->room = room;
  }
  if (n)
    memcpy(b->p + b->n, p, n);
  b->n += n;
}

char *dlw_asm_name(const dlw_asm_token *t, bool body, size_t *size) {
  bool quoted = *t->p == '"';
  const char *p = t->p + quoted, *end = t->p + t->n - quoted;
  char *name = malloc(t->n + 1), *to = name;
  if (!name)
    return NULL;
  while (p < end) {
    if (p + 1 < end &&
        ((body && p[0] == '$' && p[1] == '$') || (quoted && p[0] == '\\')))
      p++;
    *to++ = *p++;
  }
  *to = '\0';
  *size = (size_t)(to - name);
  return name;
}

void dlw_asm_put_name(dlw_asm_buf *b, const char *name, size_t size,
                      bool body) {
  bool quoted = size == 0 || !starts_name(*name);
  for (size_t i = 0; i < size; i++)
    quoted |= !(starts_name(name[i]) || is_digit(name[i])) || name[i] == '?' ||
              (unsigned char)name[i] >= 0x80;
  if (quoted)
    dlw_asm_put(b, "\"", 1);
  for (size_t i = 0; i < size; i++) {
    if (name[i] == '"' || name[i] == '\\')
      dlw_asm_put(b, "\\", 1);
    else if (name[i] == '$' && body)
      dlw_asm_put(b, "$", 1);
    dlw_asm_put(b, name + i, 1);
  }
  if (quoted)
    dlw_asm_put(b, "\"", 1);
}
