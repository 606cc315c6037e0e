/* The weld: libraries with a namespace each, bound, renamed and indexed.

   Everything here is a function over the model: dlw_weld_read maps the
   libraries' files, the caller the program's, and output goes to memory. The
   passes, in the order in which they must be called (each comment says what
   holds afterwards):

     dlw_weld_read      every library's inputs are decoded objects, or bitcode
     dlw_program_*      what the program defines and exports is known, but for
                        what is in bitcode
     dlw_weld_describe  bitcode has an object that tells the same
     dlw_weld_resolve   every library knows its definitions, dependencies,
                        constructors and exports; sonames are unique
     dlw_weld_bind      every name of every library has its target; no name
                        is decided after this (dlw_rtti_divide is its first
                        step)
     dlw_weld_rename    the objects carry those names; no symbol is added or
                        renamed after this
     dlw_weld_rename_bitcode  bitcode carries them, too
     dlw_weld_slots     an object that puts shared modules' table slots in order
                        exists
     dlw_weld_marks     objects that stand between the libraries' exist
     dlw_index_build    the index object exists
     dlw_weld_archive   the bytes for the linker exist
     dlw_weld_verify    (after the link) the module says what we meant
     dlw_weld_finish    what only the link tells is filled in; the table is
                        there to stay; zeros that shared modules brought in
                        are left out */
#ifndef DLWELD_WELD_WELD_H
#define DLWELD_WELD_WELD_H

#include "object/archive.h"
#include "object/lift.h"
#include "object/object.h"
#include "support/map.h"

/* --- What the user asked for --- */

typedef enum dlw_vague {
  DLW_VAGUE_ISOLATE,
  DLW_VAGUE_RTTI,
  DLW_VAGUE_SHARE,
} dlw_vague;

/* index=[SONAME=]FORM: how a library's symbols are found. */
typedef enum dlw_index_form {
  DLW_INDEX_HASHED, /* `fast`: a table in buckets */
  DLW_INDEX_SMALL,  /* coded names; dlfcn/index.h, DLW_LIBRARY_SMALL */
  DLW_INDEX_NONE,   /* not at all */
} dlw_index_form;

/* A list that only grows; elements in the arena. */
typedef struct dlw_list {
  dlw_str *items;
  uint32_t count, capacity;
} dlw_list;

bool dlw_list_add(dlw_ctx *cx, dlw_list *list, dlw_str item);

/* --- Model --- */

/* Something that takes LLVM to do. */
typedef struct dlw_bitcode_task {
  dlw_where where;
  dlw_bytes input;  /* bitcode */
  bool rename;      /* by `map`; else it is to be described (llvm/bitcode.h) */
  dlw_str map;      /* text (llvm/map.h) */
  dlw_str others;   /* another, for what only code refers to (llvm/bitcode.h) */
  dlw_bytes output; /* what became of it; lives as long as the weld */
} dlw_bitcode_task;

/* Does such tasks. False: something is wrong with one or more, and has been
   reported. */
typedef bool dlw_bitcode_run(dlw_ctx *cx, dlw_bitcode_task *tasks,
                             uint32_t count);

/* One object of a library. */
typedef struct dlw_input {
  dlw_where where;
  uint32_t library;
  dlw_object object;
  dlw_bytes bitcode; /* not empty: it is bitcode, and `object` has all that an
                        object compiled from it would have but functions' code
                        and what follows from that */
  dlw_buf map;       /* of bitcode: what the renaming changes */
  dlw_bytes renamed; /* of bitcode: what the linker gets */
  struct dlw_weldable *weldable; /* what it says of itself, or NULL */
  dlw_str title;       /* "libfoo.so: libfoo.a(x.o)", its name in the archive */
  uint32_t *names;     /* of each symbol its number in the library's names, or
                          DLW_NONE for local and section symbols */
  uint32_t name_count; /* symbols before renaming added any */
  bool lifted;         /* it was a shared module */
} dlw_input;

/* How a name that a library defines or refers to is bound. */
typedef enum dlw_bound {
  DLW_BOUND_NONE,     /* not decided yet */
  DLW_BOUND_OWN,      /* its own definition, under a name of its own */
  DLW_BOUND_NEEDED,   /* a needed library's definition */
  DLW_BOUND_PROGRAM,  /* the program's, under the plain name */
  DLW_BOUND_MERGED,   /* plain name; its own vague definition takes part */
  DLW_BOUND_PROVIDER, /* plain name; its own definition serves everybody */
  DLW_BOUND_THUNK,    /* a thunk of the library's own in the index object */
} dlw_bound;

/* Why a definition of a library's is not its own affair. */
typedef enum dlw_why {
  DLW_WHY_NONE,
  DLW_WHY_LINKER,    /* made by the linker, or one for the module */
  DLW_WHY_TAG,       /* the same, an exception tag */
  DLW_WHY_DLFCN,     /* the run time's: dlopen and its like */
  DLW_WHY_LIBC,      /* the C library's */
  DLW_WHY_ALLOCATOR, /* malloc and its family, operator new and delete */
  DLW_WHY_SHARE,     /* share= */
  DLW_WHY_BIND,      /* bind=program */
  DLW_WHY_VAGUE,     /* vague=share */
  DLW_WHY_RTTI,      /* typeinfo, merged (vague=rtti) */
  DLW_WHY_STARTUP,   /* a startup library's, as ELF has it */
  DLW_WHY_LIBCALL,   /* what LLVM may call, in bitcode */
} dlw_why;

/* A name in a library's namespace: defined there, or referred to. */
typedef struct dlw_name {
  dlw_str name;
  dlw_str target; /* the linker name that references get */
  dlw_bound bound;
  bool defined;
  bool weak;         /* the winning definition is */
  bool visible;      /* some definition has default visibility */
  bool exported;     /* dlsym finds it */
  bool apart;        /* typeinfo that must not be merged with others' */
  bool plain;        /* also defined, weakly, under its plain name */
  bool weaken;       /* its definitions become weak */
  bool runtime;      /* the target is the run time's, not a thunk */
  uint8_t why;       /* DLW_WHY_*, where it is shared or offered to others */
  dlw_str own;       /* bind=program: the linker name of its own definition,
                        which references do not mean, but dlsym does */
  uint32_t typeinfo; /* rtti.c: number + 1, or 0 */
  uint8_t kind;      /* DLW_SYM_*, of the winning definition */
  uint32_t input;    /* of the winning definition */
  uint32_t symbol;
  uint32_t indexed; /* its symbol in the index object + 1, or 0 */
} dlw_name;

typedef struct dlw_ctor {
  uint32_t priority;
  uint32_t input, symbol;
  dlw_str target; /* linker name of the function */
} dlw_ctor;

/* One kind of memory that the library's data goes to: an output segment of the
   linker. */
typedef struct dlw_place {
  dlw_str name;   /* of the output segment */
  uint32_t flags; /* DLW_SEG_TLS or 0 */
  uint8_t range;  /* DLW_RANGE_* */
  uint64_t room;  /* at least as many bytes as will be there */
  bool own;       /* nothing else is in that segment, whose name is a C
                     identifier: the linker tells where it ends */
} dlw_place;

typedef struct dlw_library {
  dlw_str soname;
  dlw_str id;     /* soname as it stands in symbol names */
  dlw_list files; /* as given */
  dlw_list aliases;
  dlw_list needed_names;    /* sonames, direct, in order */
  dlw_list wanted;          /* the same as its files name them, not yet found */
  dlw_list run_paths;       /* directories to find them in */
  dlw_list given_run_paths; /* those that its files name, as they do */
  dlw_list patterns;        /* of exports */
  bool has_patterns;        /* export= was given, if only with an empty file */
  bool chosen_exports; /* its file says what is exported: the visible names */
  bool bind_program;   /* bind=program */
  bool unload;         /* unload=yes */
  bool startup;        /* open from the start */
  uint8_t index_form;  /* DLW_INDEX_* */
  bool named_by_file;  /* nobody gave it a soname but its file */
  uint32_t first_input, input_count; /* in dlw_weld.inputs */
  uint32_t *needed;                  /* numbers; [needed_count] */
  uint32_t needed_count;
  uint32_t *scope; /* dependencies breadth first, without itself */
  uint32_t scope_count;
  dlw_map map; /* name -> number in names */
  dlw_name *names;
  uint32_t name_count, name_capacity;
  dlw_map groups;   /* COMDAT group -> input that wins in this library */
  dlw_map sections; /* names of its segments that are C identifiers */
  dlw_ctor *ctors;  /* in the order to call */
  uint32_t ctor_count;
  dlw_ctor *dtors; /* __attribute__((destructor)), in the order to call */
  uint32_t dtor_count;
  uint32_t export_count;
  uint32_t thunks;     /* bits of DLW_THUNK_* referred to */
  bool lifted;         /* some input is */
  bool bitcode;        /* the same */
  uint32_t slot_count; /* of a shared module: dlw_lifted's */
  dlw_buf others;      /* if it has bitcode: a map of all names it may mean */
  dlw_place *places;   /* where its data goes */
  uint32_t place_count, place_capacity;
} dlw_library;

/* A definition among the program's inputs. */
typedef struct dlw_program_symbol {
  dlw_str name;
  bool own;       /* in an object that is linked for sure */
  bool runtime;   /* in an archive of the C or C++ run time */
  bool described; /* kind, flags and type below are known */
  bool wanted;    /* exported: dlsym finds it */
  uint8_t kind;
  uint32_t flags;
  dlw_bytes type;   /* functions: encoded type */
  uint64_t size;    /* data */
  dlw_bytes object; /* that it is in, and its number there */
  uint32_t symbol;
  uint32_t archive; /* number of the archive it is in, if not own */
  uint64_t member;  /* offset of the member's header there */
} dlw_program_symbol;

typedef struct dlw_program_archive {
  dlw_str path;
  dlw_bytes bytes;
  dlw_archive archive; /* decoded when first needed */
  bool decoded;
} dlw_program_archive;

/* Bitcode among the program's inputs. */
typedef struct dlw_program_bitcode {
  dlw_where where;
  dlw_bytes bytes;
  bool own, dynamic, runtime; /* as program.c's add_object has them */
} dlw_program_bitcode;

typedef struct dlw_program {
  dlw_map map; /* name -> number in symbols */
  dlw_program_symbol *symbols;
  uint32_t count, capacity;
  dlw_program_archive *archives;
  uint32_t archive_count, archive_capacity;
  dlw_program_bitcode *bitcode; /* not described yet */
  uint32_t bitcode_count, bitcode_capacity;
  dlw_list patterns; /* export=program=GLOB */
} dlw_program;

/* What a word of the index is. */
typedef enum dlw_word {
  DLW_WORD_EXPORT, /* number: in the library's names (program: in symbols) */
  DLW_WORD_STATE,
  DLW_WORD_INIT,
  DLW_WORD_FINI,
  DLW_WORD_EXIT,
  DLW_WORD_PROBE,
  DLW_WORD_MARK,  /* number: of the mark */
  DLW_WORD_START, /* number: of the library's place */
  DLW_WORD_END,   /* the same */
  DLW_WORD_IMAGE,
  DLW_WORD_OWNERS,
  DLW_WORD_SLOTS,     /* of slot 0 of a shared module */
  DLW_WORD_SLOTS_END, /* behind its last one */
} dlw_word;

/* A word of the index that the linker fills in. */
typedef struct dlw_index_word {
  uint32_t offset;  /* in the index */
  uint8_t what;     /* DLW_WORD_* */
  uint8_t kind;     /* DLW_SYM_FUNCTION or DLW_SYM_DATA */
  bool may_be_zero; /* a weak reference */
  bool tls;
  uint32_t library; /* whose entry */
  uint32_t number;
  uint32_t symbol; /* number of the symbol in the index object */
  uint32_t type;   /* functions: number of its type there; before, 1 + that in
                      the image, or 0 */
} dlw_index_word;

typedef struct dlw_index {
  dlw_buf image;    /* the index's bytes, words zero */
  dlw_buf object;   /* the object file */
  dlw_bytes *types; /* function types of the object */
  dlw_index_word *words;
  uint32_t word_count, word_capacity;
  bool has_tls;           /* some export or range is thread-local */
  uint32_t state_size;    /* bytes */
  uint32_t names_size;    /* room for names that are coded, bytes */
  dlw_map function_types; /* in the image: encoded type -> number */
} dlw_index;

typedef struct dlw_weld {
  dlw_ctx *cx;
  dlw_bitcode_run *bitcode_run; /* NULL: bitcode is an error */
  bool memory64;
  bool memory64_known;
  bool shared_memory; /* --shared-memory */
  bool keep_segments; /* the linker merges data segments of equal names only:
                         --no-merge-data-segments, -r */
  bool relocatable;   /* -r */
  bool fixed_data;    /* nothing can be added to the finished module's data:
                         --shared-memory, --import-memory */
  dlw_vague vague;
  uint8_t index_form;     /* DLW_INDEX_*, of libraries yet to be added */
  dlw_list shares;        /* share=GLOB */
  dlw_library *libraries; /* number 0 is the program and has no inputs */
  uint32_t library_count, library_capacity;
  dlw_map sonames;        /* soname -> library number */
  dlw_list library_paths; /* -L */
  dlw_input *inputs;
  uint32_t input_count, input_capacity;
  dlw_file *files; /* mapped; closed by dlw_weld_done */
  uint32_t file_count, file_capacity;
  dlw_map providers; /* shared name that only libraries define -> library */
  uint32_t *startup; /* startup libraries in load order, breadth first */
  uint32_t startup_count;
  bool pic;            /* position-independent output, or maybe that (-r) */
  bool slots_in_front; /* the linker gets `slots` before all else */
  dlw_buf slots;       /* the object that takes shared modules' slots; may be
                          empty */
  dlw_lifted *lifted;
  uint32_t lifted_count, lifted_capacity;
  dlw_buf marks;     /* mark objects, one after the other */
  size_t *mark_ends; /* [library_count]: where in it each ends */
  dlw_program program;
  dlw_index index;
  dlw_buf owners;          /* owners.c's table; empty: none */
  uint64_t owners_address; /* where its room is, once it is linked */
  dlw_module *linked;      /* the finished module, once it has been checked */
  bool drop_names;         /* the finished module is to have no name section */
  uint64_t renamed;        /* definitions that got a name of their own */
} dlw_weld;

void dlw_weld_init(dlw_weld *w, dlw_ctx *cx);
void dlw_weld_done(dlw_weld *w);

/* The library of that soname, added if there was none; NULL: no memory. */
dlw_library *dlw_weld_library(dlw_weld *w, dlw_str soname);
/* The same, or NULL if there is none (no error reported). */
dlw_library *dlw_weld_find(dlw_weld *w, dlw_str soname);
/* The library that has that very file, by whatever name; NULL: none. */
dlw_library *dlw_weld_find_file(dlw_weld *w, dlw_str path);

/* Adds an object, by its bytes, to the library of that number, which must be
   the last with inputs so far. `bytes` must outlive the weld. */
bool dlw_weld_add_input(dlw_weld *w, const dlw_where *where, uint32_t library,
                        dlw_bytes bytes);

/* The same of a shared module's bytes. */
bool dlw_weld_add_lifted(dlw_weld *w, const dlw_where *where, uint32_t library,
                         dlw_bytes bytes);
/* The function of that slot of the library's; NULL: none. */
const dlw_name *dlw_weld_slot(const dlw_library *lib, uint32_t number);

/* The soname that a file's name says: its base name, with `.so` for its last
   extension unless there is a `.so` already. */
dlw_str dlw_soname_of_file(dlw_ctx *cx, dlw_str path);

/* --- Passes --- */

/* Libraries that others need, and that are found in directories, are added. */
bool dlw_weld_read(dlw_weld *w);
/* Its parts: a file of the library at `file` names what it needs; and all that
   is looked for. */
bool dlw_library_wants(dlw_weld *w, dlw_library *lib, dlw_str file,
                       const dlw_str *needed, uint32_t needed_count,
                       const dlw_str *run_paths, uint32_t run_path_count);
bool dlw_weld_find_needed(dlw_weld *w, uint32_t library);
/* The name of the file is an alias where its soname is another (libfoo.so, a
   link to libfoo.so.1.2, whose soname is libfoo.so.1), unless it names
   something else. */
bool dlw_weld_alias_files(dlw_weld *w);

/* Describes the bitcode among the libraries' and the program's inputs. */
bool dlw_weld_describe(dlw_weld *w);
/* The object that describes bitcode. */
bool dlw_bitcode_object(dlw_weld *w, const dlw_where *where, dlw_bytes bitcode,
                        dlw_bytes *object);

/* An object that is linked for sure; `dynamic`, all its globals are exported.
   `bytes` must outlive the weld. Wasm objects and bitcode; other kinds are
   ignored here (the linker reports them). */
bool dlw_program_add_object(dlw_weld *w, const dlw_where *where,
                            dlw_bytes bytes, bool dynamic);
/* What has been put aside of bitcode, with the object that describes it. */
bool dlw_program_add_described(dlw_weld *w, const dlw_program_bitcode *bitcode,
                               dlw_bytes object);
/* The same of one that the linker takes as needed: between --start-lib and
   --end-lib, or of a thin archive, whose path is `archive` (or empty). */
bool dlw_program_add_lazy(dlw_weld *w, const dlw_where *where, dlw_bytes bytes,
                          dlw_str archive);
/* An archive whose members the linker takes as needed. */
bool dlw_program_add_archive(dlw_weld *w, dlw_str path, dlw_bytes bytes);
/* --export=NAME, --export-if-defined=NAME. */
bool dlw_program_export(dlw_weld *w, dlw_str name);

bool dlw_weld_resolve(dlw_weld *w);
/* Its steps for a library by itself: the names in its inputs; what is
   exported. */
bool dlw_weld_names(dlw_weld *w, dlw_library *lib);
bool dlw_weld_choose_exports(dlw_weld *w, dlw_library *lib);
/* Whether the definition is one of many copies, of which the linker keeps one.
   Shared modules do not say; of theirs the typeinfo counts as such. */
bool dlw_name_is_vague(const dlw_weld *w, const dlw_name *name);
/* Whether dlsym could find it: a function or datum of the library's. */
bool dlw_name_can_export(const dlw_name *name);
/* Marks the typeinfo that must stay apart. */
bool dlw_rtti_divide(dlw_weld *w);
bool dlw_weld_bind(dlw_weld *w);
bool dlw_weld_rename(dlw_weld *w);
/* Notes a line of an input's map, if it is bitcode: the word and one or two
   names (`to` may be {NULL,0}). Memory running out is seen when it is used. */
void dlw_map_line(dlw_input *input, const char *word, dlw_str name, dlw_str to);
bool dlw_weld_rename_bitcode(dlw_weld *w);
/* That part of it which is the same in every link that has the library: its own
   definitions' names. */
bool dlw_weld_rename_own(dlw_weld *w, dlw_library *lib);
/* Makes the object that takes the slots of shared modules in order, if there
   are any such; or, if slots_in_front, in any case. */
bool dlw_weld_slots(dlw_weld *w);
/* Mark n stands behind library n (the program being 0) and before library
   n + 1. It takes a table slot, so that those of the library's functions lie
   between two marks; and it has an empty part of each output segment that
   either has data in. Addresses in the index then tell whose a function or a
   datum is that no export names, and what unloading must restore. */
bool dlw_weld_marks(dlw_weld *w);
/* Whether that symbol of bitcode's must be in a section of the library's own.
 */
bool dlw_symbol_is_placed(const dlw_input *input, const dlw_symbol *s);
bool dlw_index_build(dlw_weld *w);

/* Where the archive of all renamed objects goes, once its size is known. */
typedef uint8_t *dlw_weld_room(void *user, size_t size);
bool dlw_weld_archive(dlw_weld *w, dlw_weld_room *room, void *user);

/* An archive with the one member "dlweld-index.o", so that the linker's
   messages name it. */
bool dlw_index_archive(dlw_weld *w, dlw_weld_room *room, void *user);

/* Checks the finished module: the index is there as built, in memory and in
   dlsym.0; each function's slot holds that function and each datum's address
   holds that datum, by type and by contents. Of an object (-r) the relocations
   of the index are compared with what was meant. */
bool dlw_weld_verify(dlw_weld *w, dlw_bytes module);
/* The same of a module whose libraries were welded by a link before: only what
   index/check.h can tell. */
bool dlw_weld_check(dlw_ctx *cx, dlw_bytes module);

/* Whether some library has bitcode among its files; what cannot be read counts
   as none. To be asked before dlw_weld_read. */
bool dlw_weld_expects_bitcode(dlw_weld *w);

/* Fills in what is known only of the module just checked, in its data and in
   dlsym.0; exports a table that tools would remove because no code uses it;
   leaves out what weldable libraries say of themselves; and takes long runs of
   zeros out of its data where shared modules, or bitcode's sections, have
   brought them in. `out` is the new module, the caller's to free; it stays empty
   where nothing changes. An object (-r) stays as it is. */
bool dlw_weld_finish(dlw_weld *w, dlw_buf *out);

/* Notes for a link that failed: undefined names that another library has. */
void dlw_weld_hints(dlw_weld *w);
/* The same: errors of damaged bitcode among the program's own inputs, which
   was not read as a whole before. */
void dlw_weld_check_bitcode(dlw_weld *w);

/* --- The run time's functions that a library calls (thunks.c) --- */

/* Thunks: functions made for one library, which call the run time with the
   library's number before their own arguments. */
enum {
  DLW_THUNK_DLOPEN,
  DLW_THUNK_DLSYM,
  DLW_THUNK_DLVSYM,
  DLW_THUNK_DLMOPEN,
  DLW_THUNK_ATEXIT,
  DLW_THUNK_CXA_ATEXIT, /* of shared modules, whose __dso_handle is not known */
  DLW_THUNK_CXA_THREAD_ATEXIT,
  DLW_THUNKS,
};

typedef struct dlw_thunk {
  const char *name;       /* as libraries call it */
  const char *callee;     /* the run time's */
  const char *parameters; /* of the former: p a word, i an i32 */
  char result;            /* the same */
} dlw_thunk;

extern const dlw_thunk dlw_thunks[DLW_THUNKS];

/* What a name of the library's means of the run time's: true with its thunk,
   or with *thunk DLW_THUNKS and *target the run time's name. */
bool dlw_name_is_dlfcn(const dlw_library *lib, dlw_str name, uint32_t *thunk,
                       dlw_str *target);

/* The encoded type of parameters and result as dlw_thunk has them. `number`:
   before them an i32. {NULL,0}: no memory. */
dlw_bytes dlw_function_type(dlw_weld *w, const char *parameters, char result,
                            bool number);

/* --- Names (names.c) --- */

/* Made by the linker, or one for the whole module by its nature. */
bool dlw_name_is_linkers(dlw_str name);
/* malloc and its family, operator new and delete. */
bool dlw_name_is_allocator(dlw_str name);
/* main, by all its names, and _start. */
bool dlw_name_is_entry(dlw_str name);
/* What LLVM's code generator may call though nobody wrote that. */
bool dlw_name_is_libcall(dlw_str name);
/* typeinfo and typeinfo name of the Itanium C++ ABI. */
bool dlw_name_is_rtti(dlw_str name);
/* An archive of the C or C++ run time, by its base name. */
bool dlw_archive_is_runtime(dlw_str path);
/* A shared library of theirs: what it has is the program's. */
bool dlw_name_is_runtime_library(dlw_str soname);
/* The object that holds a program's or reactor's _start, by its base name. */
bool dlw_object_is_startup(dlw_str path);
/* Whether a library may have that soname: UTF-8 without NUL, not empty, and not
   "program", which stands for the program. */
bool dlw_name_is_soname(dlw_str soname);
/* How the soname is written inside symbol names. */
dlw_str dlw_library_id(dlw_ctx *cx, dlw_str soname);
/* The linker's names of a mark's slot, and of its part of an output segment. */
dlw_str dlw_mark_name(dlw_ctx *cx, uint32_t mark);
/* The sections for data of the library's bitcode, which the linker puts nowhere
   near the library's other data; {NULL,0}: no memory. */
typedef enum dlw_compiled {
  DLW_COMPILED_DATA,
  DLW_COMPILED_CONSTANTS,
  DLW_COMPILED_THREAD_LOCALS,
  DLW_COMPILED_KINDS,
} dlw_compiled;
dlw_str dlw_compiled_section(dlw_ctx *cx, const dlw_library *lib,
                             dlw_compiled kind);
/* That of the function which takes a shared module's slots. */
dlw_str dlw_slots_name(dlw_ctx *cx, const dlw_library *lib);
dlw_str dlw_mark_place_name(dlw_ctx *cx, uint32_t mark, dlw_str place);
/* The linker name that a name of the library's own gets. */
bool dlw_welded_name(dlw_ctx *cx, const dlw_library *lib, dlw_str name,
                     dlw_str *out);
/* Segments whose name is a C identifier get __start_ and __stop_ symbols from
   the linker. */
bool dlw_name_is_c(dlw_str name);
/* The library's own name for such a segment, a C identifier too. {NULL,0}: no
   memory. */
dlw_str dlw_section_name(dlw_ctx *cx, const dlw_library *lib, dlw_str name);

/* Finds a program symbol's kind, flags and type, decoding its member if that
   has not been done. False: an error was reported. */
bool dlw_program_describe(dlw_weld *w, dlw_program_symbol *s);

#endif
