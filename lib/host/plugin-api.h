/* The standard linker plugin interface, as GNU ld, gold, mold and LLVM's gold
   plugin speak it: names, values and layouts are theirs, so that a plugin
   built against binutils' header runs here and ours runs there (a test
   compares the two declarations). Described at
   https://gcc.gnu.org/wiki/whopr/driver.

   The linker loads a shared object, calls its `onload` with a transfer vector,
   an array of tagged values that ends with LDPT_NULL, and the plugin picks the
   functions it knows and registers its hooks. */
#ifndef DLWELD_HOST_PLUGIN_API_H
#define DLWELD_HOST_PLUGIN_API_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What every function of the interface returns. */
enum ld_plugin_status {
  LDPS_OK = 0,
  LDPS_NO_SYMS = 1,    /* the file is not part of the link */
  LDPS_BAD_HANDLE = 2, /* no such input, or not claimed by a plugin */
  LDPS_ERR = 3,
};

/* Value of LDPT_API_VERSION. */
enum ld_plugin_api_version { LD_PLUGIN_API_VERSION = 1 };

/* Value of LDPT_LINKER_OUTPUT: what is made. */
enum ld_plugin_output_file_type {
  LDPO_REL = 0,
  LDPO_EXEC = 1,
  LDPO_DYN = 2,
  LDPO_PIE = 3,
};

/* An input, or a member of an archive (then `name` is the archive's, and
   offset and filesize are the member's within it). */
struct ld_plugin_input_file {
  const char *name;
  int fd;          /* open for reading; the linker's */
  off_t offset;    /* of the object within the file, in bytes */
  off_t filesize;  /* of the object, in bytes */
  void *handle;    /* names the input in other calls */
};

/* A symbol of a claimed input. The four bytes after `version` share the room
   of what once was `int def`, hence their order. */
struct ld_plugin_symbol {
  char *name;
  char *version;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  char unused;
  char section_kind;
  char symbol_type;
  char def;
#else
  char def;          /* ld_plugin_symbol_kind */
  char symbol_type;  /* ld_plugin_symbol_type, from add_symbols_v2 on */
  char section_kind; /* ld_plugin_symbol_section_kind */
  char unused;
#endif
  int visibility;    /* ld_plugin_symbol_visibility */
  uint64_t size;
  char *comdat_key;  /* its group's name, or NULL */
  int resolution;    /* ld_plugin_symbol_resolution, filled in by the linker */
};

enum ld_plugin_symbol_kind {
  LDPK_DEF = 0,
  LDPK_WEAKDEF = 1,
  LDPK_UNDEF = 2,
  LDPK_WEAKUNDEF = 3,
  LDPK_COMMON = 4,
};

enum ld_plugin_symbol_visibility {
  LDPV_DEFAULT = 0,
  LDPV_PROTECTED = 1,
  LDPV_INTERNAL = 2,
  LDPV_HIDDEN = 3,
};

enum ld_plugin_symbol_type {
  LDST_UNKNOWN = 0,
  LDST_FUNCTION = 1,
  LDST_VARIABLE = 2,
};

enum ld_plugin_symbol_section_kind { LDSSK_DEFAULT = 0, LDSSK_BSS = 1 };

/* How the linker resolves a symbol; "regular" is an object that no plugin has
   claimed, "IR" a claimed input. */
enum ld_plugin_symbol_resolution {
  LDPR_UNKNOWN = 0,
  LDPR_UNDEF = 1,                /* nothing defines it */
  LDPR_PREVAILING_DEF = 2,       /* this definition counts; regular use */
  LDPR_PREVAILING_DEF_IRONLY = 3, /* this one counts; only IR uses it */
  LDPR_PREEMPTED_REG = 4,        /* a regular definition counts instead */
  LDPR_PREEMPTED_IR = 5,         /* a definition in other IR counts instead */
  LDPR_RESOLVED_IR = 6,          /* reference to a definition in other IR */
  LDPR_RESOLVED_EXEC = 7,        /* reference to a regular definition */
  LDPR_RESOLVED_DYN = 8,         /* reference to a shared library's */
  LDPR_PREVAILING_DEF_IRONLY_EXP = 9, /* as IRONLY, but visible outside */
};

enum ld_plugin_level {
  LDPL_INFO = 0,
  LDPL_WARNING = 1,
  LDPL_ERROR = 2, /* the link fails */
  LDPL_FATAL = 3, /* the link ends here; the call does not return */
};

/* Section lists; only linkers of ELF offer what uses them. */
struct ld_plugin_section {
  const void *handle;
  unsigned int shndx;
};

/* Results of LDPT_GET_API_VERSION's function. */
enum linker_api_version { LAPI_V0 = 0, LAPI_V1 = 1 };

/* --- What a plugin registers --- */

typedef enum ld_plugin_status (*ld_plugin_claim_file_handler)(
    const struct ld_plugin_input_file *file, int *claimed);
/* `known_used` 0: the linker may find that it does not need this input. */
typedef enum ld_plugin_status (*ld_plugin_claim_file_handler_v2)(
    const struct ld_plugin_input_file *file, int *claimed, int known_used);
typedef enum ld_plugin_status (*ld_plugin_all_symbols_read_handler)(void);
typedef enum ld_plugin_status (*ld_plugin_cleanup_handler)(void);
typedef enum ld_plugin_status (*ld_plugin_new_input_handler)(
    const struct ld_plugin_input_file *file);

/* --- What the linker offers --- */

typedef enum ld_plugin_status (*ld_plugin_register_claim_file)(
    ld_plugin_claim_file_handler handler);
typedef enum ld_plugin_status (*ld_plugin_register_claim_file_v2)(
    ld_plugin_claim_file_handler_v2 handler);
typedef enum ld_plugin_status (*ld_plugin_register_all_symbols_read)(
    ld_plugin_all_symbols_read_handler handler);
typedef enum ld_plugin_status (*ld_plugin_register_cleanup)(
    ld_plugin_cleanup_handler handler);
typedef enum ld_plugin_status (*ld_plugin_register_new_input)(
    ld_plugin_new_input_handler handler);

typedef enum ld_plugin_status (*ld_plugin_add_symbols)(
    void *handle, int nsyms, const struct ld_plugin_symbol *syms);
typedef enum ld_plugin_status (*ld_plugin_get_symbols)(
    const void *handle, int nsyms, struct ld_plugin_symbol *syms);
typedef enum ld_plugin_status (*ld_plugin_get_input_file)(
    const void *handle, struct ld_plugin_input_file *file);
typedef enum ld_plugin_status (*ld_plugin_release_input_file)(
    const void *handle);
typedef enum ld_plugin_status (*ld_plugin_get_view)(const void *handle,
                                                    const void **viewp);
typedef enum ld_plugin_status (*ld_plugin_add_input_file)(const char *pathname);
typedef enum ld_plugin_status (*ld_plugin_add_input_library)(
    const char *libname);
typedef enum ld_plugin_status (*ld_plugin_set_extra_library_path)(
    const char *path);
typedef enum ld_plugin_status (*ld_plugin_message)(int level,
                                                   const char *format, ...);
typedef enum ld_plugin_status (*ld_plugin_get_wrap_symbols)(
    uint64_t *num_symbols, const char ***wrap_symbol_list);
typedef int (*ld_plugin_get_api_version)(const char *plugin_identifier,
                                         const char *plugin_version,
                                         int minimal_api_supported,
                                         int maximal_api_supported,
                                         const char **linker_identifier,
                                         const char **linker_version);

/* Sections of ELF inputs: declared for their places in the union only. */
typedef enum ld_plugin_status (*ld_plugin_get_input_section_count)(
    const void *handle, unsigned int *count);
typedef enum ld_plugin_status (*ld_plugin_get_input_section_type)(
    const struct ld_plugin_section section, unsigned int *type);
typedef enum ld_plugin_status (*ld_plugin_get_input_section_name)(
    const struct ld_plugin_section section, char **section_name_ptr);
typedef enum ld_plugin_status (*ld_plugin_get_input_section_contents)(
    const struct ld_plugin_section section,
    const unsigned char **section_contents, size_t *len);
typedef enum ld_plugin_status (*ld_plugin_update_section_order)(
    const struct ld_plugin_section *section_list, unsigned int num_sections);
typedef enum ld_plugin_status (*ld_plugin_allow_section_ordering)(void);
typedef enum ld_plugin_status (*ld_plugin_allow_unique_segment_for_sections)(
    void);
typedef enum ld_plugin_status (*ld_plugin_unique_segment_for_sections)(
    const char *segment_name, uint64_t segment_flags,
    uint64_t segment_alignment, const struct ld_plugin_section *section_list,
    unsigned int num_sections);
typedef enum ld_plugin_status (*ld_plugin_get_input_section_alignment)(
    const struct ld_plugin_section section, unsigned int *addralign);
typedef enum ld_plugin_status (*ld_plugin_get_input_section_size)(
    const struct ld_plugin_section section, uint64_t *secsize);

/* --- The transfer vector --- */

enum ld_plugin_tag {
  LDPT_NULL = 0,
  LDPT_API_VERSION = 1,
  LDPT_GOLD_VERSION = 2,
  LDPT_LINKER_OUTPUT = 3,
  LDPT_OPTION = 4,
  LDPT_REGISTER_CLAIM_FILE_HOOK = 5,
  LDPT_REGISTER_ALL_SYMBOLS_READ_HOOK = 6,
  LDPT_REGISTER_CLEANUP_HOOK = 7,
  LDPT_ADD_SYMBOLS = 8,
  LDPT_GET_SYMBOLS = 9,
  LDPT_ADD_INPUT_FILE = 10,
  LDPT_MESSAGE = 11,
  LDPT_GET_INPUT_FILE = 12,
  LDPT_RELEASE_INPUT_FILE = 13,
  LDPT_ADD_INPUT_LIBRARY = 14,
  LDPT_OUTPUT_NAME = 15,
  LDPT_SET_EXTRA_LIBRARY_PATH = 16,
  LDPT_GNU_LD_VERSION = 17,
  LDPT_GET_VIEW = 18,
  LDPT_GET_INPUT_SECTION_COUNT = 19,
  LDPT_GET_INPUT_SECTION_TYPE = 20,
  LDPT_GET_INPUT_SECTION_NAME = 21,
  LDPT_GET_INPUT_SECTION_CONTENTS = 22,
  LDPT_UPDATE_SECTION_ORDER = 23,
  LDPT_ALLOW_SECTION_ORDERING = 24,
  LDPT_GET_SYMBOLS_V2 = 25,
  LDPT_ALLOW_UNIQUE_SEGMENT_FOR_SECTIONS = 26,
  LDPT_UNIQUE_SEGMENT_FOR_SECTIONS = 27,
  LDPT_GET_SYMBOLS_V3 = 28,
  LDPT_GET_INPUT_SECTION_ALIGNMENT = 29,
  LDPT_GET_INPUT_SECTION_SIZE = 30,
  LDPT_REGISTER_NEW_INPUT_HOOK = 31,
  LDPT_GET_WRAP_SYMBOLS = 32,
  LDPT_ADD_SYMBOLS_V2 = 33,
  LDPT_GET_API_VERSION = 34,
  LDPT_REGISTER_CLAIM_FILE_HOOK_V2 = 35, /* binutils 2.41 and later */
};

struct ld_plugin_tv {
  enum ld_plugin_tag tv_tag;
  union {
    int tv_val;
    const char *tv_string;
    ld_plugin_register_claim_file tv_register_claim_file;
    ld_plugin_register_claim_file_v2 tv_register_claim_file_v2;
    ld_plugin_register_all_symbols_read tv_register_all_symbols_read;
    ld_plugin_register_cleanup tv_register_cleanup;
    ld_plugin_add_symbols tv_add_symbols;
    ld_plugin_get_symbols tv_get_symbols;
    ld_plugin_add_input_file tv_add_input_file;
    ld_plugin_message tv_message;
    ld_plugin_get_input_file tv_get_input_file;
    ld_plugin_get_view tv_get_view;
    ld_plugin_release_input_file tv_release_input_file;
    ld_plugin_add_input_library tv_add_input_library;
    ld_plugin_set_extra_library_path tv_set_extra_library_path;
    ld_plugin_get_input_section_count tv_get_input_section_count;
    ld_plugin_get_input_section_type tv_get_input_section_type;
    ld_plugin_get_input_section_name tv_get_input_section_name;
    ld_plugin_get_input_section_contents tv_get_input_section_contents;
    ld_plugin_update_section_order tv_update_section_order;
    ld_plugin_allow_section_ordering tv_allow_section_ordering;
    ld_plugin_allow_unique_segment_for_sections
        tv_allow_unique_segment_for_sections;
    ld_plugin_unique_segment_for_sections tv_unique_segment_for_sections;
    ld_plugin_get_input_section_alignment tv_get_input_section_alignment;
    ld_plugin_get_input_section_size tv_get_input_section_size;
    ld_plugin_register_new_input tv_register_new_input;
    ld_plugin_get_wrap_symbols tv_get_wrap_symbols;
    ld_plugin_get_api_version tv_get_api_version;
  } tv_u;
};

/* The one symbol that a plugin exports: `onload`. */
typedef enum ld_plugin_status (*ld_plugin_onload)(struct ld_plugin_tv *tv);

#ifdef __cplusplus
}
#endif

#endif
