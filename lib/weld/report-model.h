/* Private to the report: what its parts, JSON and HTML, print. All of it is in
   the arena. */
#ifndef DLWELD_WELD_REPORT_MODEL_H
#define DLWELD_WELD_REPORT_MODEL_H

#include "object/layout.h"
#include "support/demangle.h"
#include "weld/report.h"

/* What bytes of the file are. The order is that of tables and colours. */
typedef enum dlw_part {
  DLW_PART_CODE,
  DLW_PART_CONSTANTS,
  DLW_PART_DATA,
  DLW_PART_TLS,
  DLW_PART_INDEX,     /* the index and its copy, dlsym.0 */
  DLW_PART_NAMES,     /* the name section */
  DLW_PART_DEBUG,     /* .debug_* */
  DLW_PART_STRUCTURE, /* types, imports, tables, heads of sections ... */
  DLW_PARTS,
} dlw_part;

extern const char *const dlw_part_names[DLW_PARTS];

typedef struct dlw_sizes {
  uint64_t parts[DLW_PARTS]; /* bytes in the file */
  uint64_t zero;             /* bytes of memory that are not in it */
  uint64_t functions;
} dlw_sizes;

uint64_t dlw_sizes_total(const dlw_sizes *s);

/* Who bytes belong to: libraries by number, number 0 being the program, and
   behind them these. */
enum { DLW_OWNER_LIBC, DLW_OWNER_DLWELD, DLW_OWNER_MODULE, DLW_OWNERS };

typedef struct dlw_report_section {
  uint8_t id;
  dlw_str name;  /* of a custom section */
  uint64_t size; /* with id and size */
} dlw_report_section;

/* Who defines or gets something, where it is no library's number. */
#define DLW_BY_LIBRARIES UINT32_MAX    /* one of all copies, merged */
#define DLW_BY_DLWELD (UINT32_MAX - 1) /* the run time of dlopen */
#define DLW_BY_HOST (UINT32_MAX - 2)   /* imported, or made by the linker */

/* Where the program has a definition. */
enum { DLW_FROM_OBJECT, DLW_FROM_ARCHIVE, DLW_FROM_LIBC };

/* A name of several: who defined it, who got which. The uses are in order of
   definition, and of each the first one says only that there is such. */
typedef struct dlw_use {
  uint32_t collision;
  uint32_t definition; /* library number, or DLW_BY_* */
  uint32_t user;       /* library number, or DLW_NONE */
} dlw_use;

typedef struct dlw_collision {
  dlw_str name;
  uint8_t kind; /* DLW_SYM_* */
  uint8_t from; /* DLW_FROM_*, of the program's */
  dlw_use *uses;
  uint32_t use_count;
  uint32_t definition_count;
} dlw_collision;

typedef struct dlw_shared {
  dlw_str name;
  uint8_t kind, why;
  uint32_t definition; /* as in dlw_use */
  uint32_t *libraries; /* that define it, too; ascending */
  uint32_t library_count;
} dlw_shared;

typedef struct dlw_report_export {
  dlw_str name;
  uint8_t kind; /* DLW_SYM_FUNCTION or DLW_SYM_DATA */
  bool tls, absolute, missing;
  uint64_t value; /* slot or address */
  uint64_t size;  /* of data, or of code where it is known */
  dlw_bytes type; /* of a function; encoded */
} dlw_report_export;

typedef struct dlw_report {
  dlw_weld *w;
  const dlw_report_facts *facts;
  dlw_module module;
  dlw_layout layout;
  const uint8_t
      *words; /* the index in the module, or NULL: no value is known */
  bool relative, object; /* values count from __table_base and __memory_base;
                            are not final */
  dlw_sizes *owners;     /* [library_count + DLW_OWNERS] */
  uint32_t owner_count;
  dlw_report_section *sections;
  uint32_t section_count;
  dlw_collision *collisions;
  uint32_t collision_count;
  dlw_shared *shared;
  uint32_t shared_count;
  dlw_report_export **exports; /* of each library; sorted by name */
  uint32_t *export_counts;
  uint64_t renamed, shared_names; /* definitions */
  bool has_cxx;                   /* names that begin with _Z */
  dlw_demangler *demangler;       /* or NULL */
} dlw_report;

/* Parts of the collection. */
bool dlw_report_sizes(dlw_report *r);
bool dlw_report_names(dlw_report *r);
bool dlw_report_exports(dlw_report *r);

/* The value of a word of the index. */
uint64_t dlw_report_word(const dlw_report *r, const dlw_index_word *word);

/* "libfoo.so"; "program", "C library", "dlweld", "module". */
dlw_str dlw_report_owner(const dlw_report *r, uint32_t owner);
/* The same of dlw_use.definition. */
dlw_str dlw_report_definer(const dlw_report *r, uint32_t definition);
/* "function", "variable" ... */
const char *dlw_report_kind(uint8_t kind);
/* A word, and a sentence. */
const char *dlw_report_why(uint8_t why);
const char *dlw_report_why_text(uint8_t why);
const char *dlw_report_section_name(uint8_t id);
/* "(i32, i64) -> i32" */
void dlw_report_type(dlw_buf *out, dlw_bytes type);

void dlw_report_json(const dlw_report *r, dlw_buf *out);
bool dlw_report_html(const dlw_report *r, dlw_buf *out);

#endif
