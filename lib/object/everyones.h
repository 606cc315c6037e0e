/* Names that are one for the whole module by their nature: for lib/weld and for
   the pass, which shares nothing else with it. */
#ifndef DLWELD_OBJECT_EVERYONES_H
#define DLWELD_OBJECT_EVERYONES_H

/* What wasm-ld 14 to 22 defines itself, and the tags of exceptions and longjmp.
   In strcmp order. */
#define DLW_LINKER_NAMES                                                       \
  "__c_longjmp", "__cpp_exception", "__data_end", "__global_base",             \
      "__heap_base", "__heap_end", "__indirect_function_table",                \
      "__memory_base", "__memory_base32", "__rodata_end", "__rodata_start",    \
      "__stack_high", "__stack_low", "__stack_pointer", "__table_base",        \
      "__table_base32", "__tls_align", "__tls_base", "__tls_size",             \
      "__wasm_apply_data_relocs", "__wasm_apply_global_relocs",                \
      "__wasm_apply_global_tls_relocs", "__wasm_apply_tls_relocs",             \
      "__wasm_call_ctors", "__wasm_first_page_end", "__wasm_init_memory",      \
      "__wasm_init_memory_flag", "__wasm_init_tls"

/* Each program's own. In strcmp order. */
#define DLW_ENTRY_NAMES                                                        \
  "__main_argc_argv", "__main_void", "__original_main", "_initialize",         \
      "_start", "main"

#endif
