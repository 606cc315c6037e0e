/* Reads the text of assembly: statements, their tokens, and what each of these
   is. Written for WebAssembly's dialect of LLVM's assembler; comments, labels
   and directives are those of most others. */
#ifndef DLWELD_LLVM_ASM_TEXT_H
#define DLWELD_LLVM_ASM_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* What a token is. */
typedef enum dlw_asm_role {
  DLW_ASM_NONE,    /* nothing that can be renamed */
  DLW_ASM_LABEL,   /* a symbol, which this defines */
  DLW_ASM_SET,     /* a symbol, which this defines to be an expression */
  DLW_ASM_ABOUT,   /* a symbol, whose definition the directive is about */
  DLW_ASM_REFERS,  /* a symbol that is referred to */
  DLW_ASM_SECTION, /* a section's name */
  DLW_ASM_GROUP,   /* a COMDAT group's name */
} dlw_asm_role;

/* What is special about a directive. */
typedef enum dlw_asm_directive {
  DLW_ASM_PLAIN,       /* its operands are expressions; so of instructions */
  DLW_ASM_STRINGS,     /* its operands are no symbols */
  DLW_ASM_SAYS,        /* it is about all its operands */
  DLW_ASM_SAYS_FIRST,  /* only the first one is a symbol */
  DLW_ASM_GLOBL,       /* it is about its operands: other files see them */
  DLW_ASM_FUNCTYPE,    /* .functype: name, then the function's type */
  DLW_ASM_OTHER_TYPE,  /* .globaltype and the like: name, then type */
  DLW_ASM_EXPORT_NAME, /* .export_name: symbol, then the host's name */
  DLW_ASM_ASSIGN,      /* .set: symbol, then expression */
  DLW_ASM_IN_SECTION,  /* .section: its name, flags, perhaps a group */
  DLW_ASM_CONDITIONAL, /* .if, .macro and the like */
} dlw_asm_directive;

/* A piece of the text, quotes included. */
typedef struct dlw_asm_token {
  const char *p;
  size_t n;
  bool name; /* an identifier, perhaps quoted */
  dlw_asm_role role;
} dlw_asm_token;

typedef struct dlw_asm_statement {
  dlw_asm_token *tokens;
  size_t count, room;
  size_t head; /* the directive or instruction; `count` if there is none */
  dlw_asm_directive directive;
  const char *end; /* of the last token, or of the text before it if none */
} dlw_asm_statement;

/* A text; of a function's body, or of the module. In the former, LLVM has $0 or
   ${0:x} for operands, and $$ for '$'. */
typedef struct dlw_asm_reader {
  const char *p, *end;
  bool body;
  bool failed; /* out of memory */
} dlw_asm_reader;

/* Reads the next statement; false at the end. `s` is zero at first and is used
   for all statements; its tokens are to be freed at last. */
bool dlw_asm_next(dlw_asm_reader *r, dlw_asm_statement *s);

/* Text that grows. Once memory is out it stays as it is, and `failed`. */
typedef struct dlw_asm_buf {
  char *p;
  size_t n, room;
  bool failed;
} dlw_asm_buf;

void dlw_asm_put(dlw_asm_buf *b, const char *p, size_t n);

/* The name that a token of the text is, without quotes or $$; as a string of
   malloc's, NULL when out of memory. */
char *dlw_asm_name(const dlw_asm_token *t, bool body, size_t *size);

/* Writes a name as a token, in quotes if it needs them. */
void dlw_asm_put_name(dlw_asm_buf *b, const char *name, size_t size, bool body);

#endif
