/* The options of wasm-ld from LLVM 14 to 22, and --plugin and --plugin-opt.

   Behind wasm-ld's own come some that linkers for ELF take and build systems
   give to any: -h (which is --soname) and --version-script, and those that mean
   nothing for a module. A plugin may ask the host to understand them; else they
   are the linker's to refuse.

   X(dashes, name, kind, option); dashes: 1 "-", 2 "--", 3 either. The kinds
   are LLVM's: FLAG stands alone, JOINED has its value in the same element,
   SEPARATE in the next one, EITHER in either. Where versions differ this is
   their union: what the linker at hand does not know, it will tell itself. */
#ifndef DLWELD_HOST_OPTIONS_H
#define DLWELD_HOST_OPTIONS_H

/* Both spellings of an option with a value. */
#define DLW_EQ(X, dashes, name, option)                                        \
  X(dashes, name, SEPARATE, option)                                            \
  X(dashes, name "=", JOINED, option)

#define DLW_OPTIONS(X)                                                         \
  DLW_WASM_OPTIONS(X)                                                          \
  DLW_ELF_OPTIONS(X)

#define DLW_ELF_OPTIONS(X)                                                     \
  X(1, "(", FLAG, ELF)                                                         \
  X(1, ")", FLAG, ELF)                                                         \
  X(3, "Bsymbolic-functions", FLAG, ELF)                                       \
  X(3, "allow-shlib-undefined", FLAG, ELF)                                     \
  X(3, "as-needed", FLAG, ELF)                                                 \
  X(3, "copy-dt-needed-entries", FLAG, ELF)                                    \
  X(3, "default-symver", FLAG, ELF)                                            \
  X(3, "disable-new-dtags", FLAG, ELF)                                         \
  X(3, "eh-frame-hdr", FLAG, ELF)                                              \
  X(3, "enable-new-dtags", FLAG, ELF)                                          \
  X(3, "end-group", FLAG, ELF)                                                 \
  DLW_EQ(X, 3, "exclude-libs", ELF)                                            \
  X(1, "h", EITHER, SONAME)                                                    \
  DLW_EQ(X, 3, "hash-style", ELF)                                              \
  X(3, "no-allow-shlib-undefined", FLAG, ELF)                                  \
  X(3, "no-as-needed", FLAG, ELF)                                              \
  X(3, "no-copy-dt-needed-entries", FLAG, ELF)                                 \
  X(3, "no-undefined", FLAG, ELF)                                              \
  DLW_EQ(X, 3, "rpath-link", ELF)                                              \
  X(3, "sort-common", FLAG, ELF)                                               \
  X(3, "start-group", FLAG, ELF)                                               \
  DLW_EQ(X, 3, "version-script", VERSION_SCRIPT)                               \
  X(3, "warn-common", FLAG, ELF)

#define DLW_WASM_OPTIONS(X)                                                    \
  X(1, "E", FLAG, EXPORT_DYNAMIC)                                              \
  X(1, "L", EITHER, LIBRARY_PATH)                                              \
  X(1, "M", FLAG, OTHER)                                                       \
  X(1, "O", EITHER, OTHER)                                                     \
  X(1, "S", FLAG, OTHER)                                                       \
  X(1, "V", FLAG, SHOW_VERSION)                                                     \
  X(1, "e", EITHER, ENTRY)                                                     \
  X(1, "i", FLAG, OTHER)                                                       \
  X(1, "l", EITHER, LIBRARY)                                                   \
  X(1, "m", EITHER, OTHER)                                                     \
  X(1, "o", EITHER, OUTPUT)                                                    \
  X(1, "r", FLAG, RELOCATABLE)                                                 \
  X(1, "s", FLAG, STRIP_ALL)                                                   \
  X(1, "t", FLAG, OTHER)                                                       \
  X(1, "u", EITHER, UNDEFINED)                                                 \
  X(1, "v", FLAG, SHOW_VERSION)                                                     \
  X(1, "y", EITHER, OTHER)                                                     \
  X(1, "z", EITHER, Z)                                                     \
  X(3, "Bdynamic", FLAG, BDYNAMIC)                                             \
  X(3, "Bstatic", FLAG, BSTATIC)                                               \
  X(3, "Bsymbolic", FLAG, FINAL)                                               \
  DLW_EQ(X, 3, "Map", RECORD)                                                  \
  X(3, "allow-multiple-definition", FLAG, OTHER)                               \
  X(3, "allow-undefined", FLAG, FINAL)                                         \
  X(1, "allow-undefined-file", SEPARATE, ALLOW_UNDEFINED_FILE)                 \
  X(3, "allow-undefined-file=", JOINED, ALLOW_UNDEFINED_FILE)                  \
  X(3, "build-id", FLAG, FINAL)                                                \
  X(3, "build-id=", JOINED, FINAL)                                             \
  X(3, "call_shared", FLAG, BDYNAMIC)                                          \
  X(3, "check-features", FLAG, OTHER)                                          \
  X(3, "color-diagnostics", FLAG, COLOR)                                       \
  X(3, "color-diagnostics=", JOINED, COLOR)                                    \
  X(3, "compress-relocations", FLAG, FINAL)                                    \
  X(3, "cooperative-threading", FLAG, FINAL)                                   \
  X(3, "demangle", FLAG, OTHER)                                                \
  X(3, "disable-verify", FLAG, OTHER)                                          \
  X(3, "dn", FLAG, BSTATIC)                                                    \
  X(3, "dy", FLAG, BDYNAMIC)                                                   \
  X(3, "emit-relocs", FLAG, FINAL)                                             \
  X(3, "end-lib", FLAG, END_LIB)                                               \
  DLW_EQ(X, 3, "entry", ENTRY)                                                 \
  DLW_EQ(X, 2, "error-limit", OTHER)                                           \
  X(3, "error-limit=", JOINED, OTHER)                                          \
  X(3, "error-unresolved-symbols", FLAG, FINAL)                                \
  X(2, "experimental-pic", FLAG, FINAL)                                        \
  DLW_EQ(X, 3, "export", EXPORT)                                               \
  X(3, "export-all", FLAG, FINAL)                                              \
  X(3, "export-dynamic", FLAG, EXPORT_DYNAMIC)                                 \
  DLW_EQ(X, 3, "export-if-defined", EXPORT_IF_DEFINED)                         \
  X(2, "export-memory", FLAG, FINAL)                                           \
  X(2, "export-memory=", JOINED, FINAL)                                        \
  X(3, "export-table", FLAG, FINAL)                                            \
  X(3, "extra-features=", JOINED, OTHER)                                       \
  X(3, "fatal-warnings", FLAG, FATAL_WARNINGS)                                 \
  X(3, "features=", JOINED, OTHER)                                             \
  X(3, "gc-sections", FLAG, FINAL)                                             \
  X(3, "global-base=", JOINED, FINAL)                                          \
  X(3, "growable-table", FLAG, FINAL)                                          \
  X(3, "help", FLAG, HELP)                                                     \
  X(3, "import-memory", FLAG, FINAL)                                           \
  X(2, "import-memory=", JOINED, FINAL)                                        \
  X(3, "import-table", FLAG, FINAL)                                            \
  X(3, "import-undefined", FLAG, FINAL)                                        \
  X(2, "initial-heap=", JOINED, FINAL)                                         \
  X(3, "initial-memory=", JOINED, FINAL)                                       \
  DLW_EQ(X, 3, "keep-section", OTHER)                                          \
  DLW_EQ(X, 3, "library", LIBRARY)                                             \
  DLW_EQ(X, 3, "library-path", LIBRARY_PATH)                                   \
  X(2, "lto-CGO", JOINED, OTHER)                                               \
  X(2, "lto-O", JOINED, OTHER)                                                 \
  X(3, "lto-debug-pass-manager", FLAG, OTHER)                                  \
  X(2, "lto-legacy-pass-manager", FLAG, OTHER)                                 \
  X(2, "lto-obj-path=", JOINED, OTHER)                                         \
  X(2, "lto-partitions=", JOINED, OTHER)                                       \
  X(3, "max-memory=", JOINED, FINAL)                                           \
  X(3, "merge-data-segments", FLAG, FINAL)                                     \
  DLW_EQ(X, 3, "mllvm", MLLVM)                                                 \
  X(3, "no-allow-multiple-definition", FLAG, OTHER)                            \
  X(3, "no-check-features", FLAG, OTHER)                                       \
  X(3, "no-color-diagnostics", FLAG, NO_COLOR)                                 \
  X(3, "no-demangle", FLAG, OTHER)                                             \
  X(3, "no-entry", FLAG, NO_ENTRY)                                             \
  X(3, "no-export-dynamic", FLAG, NO_EXPORT_DYNAMIC)                           \
  X(3, "no-fatal-warnings", FLAG, NO_FATAL_WARNINGS)                           \
  X(3, "no-gc-sections", FLAG, FINAL)                                          \
  X(2, "no-growable-memory", FLAG, FINAL)                                      \
  X(2, "no-lto-legacy-pass-manager", FLAG, OTHER)                              \
  X(3, "no-merge-data-segments", FLAG, FINAL)                                  \
  X(3, "no-pie", FLAG, NO_PIE)                                                 \
  X(3, "no-print-gc-sections", FLAG, FINAL)                                    \
  X(2, "no-shlib-sigcheck", FLAG, OTHER)                                       \
  X(2, "no-stack-first", FLAG, FINAL)                                          \
  X(3, "no-whole-archive", FLAG, NO_WHOLE_ARCHIVE)                             \
  X(3, "noinhibit-exec", FLAG, OTHER)                                          \
  X(3, "non_shared", FLAG, BSTATIC)                                            \
  X(2, "page-size=", JOINED, FINAL)                                            \
  X(3, "pie", FLAG, PIE)                                                       \
  DLW_EQ(X, 3, "plugin", PLUGIN)                                               \
  DLW_EQ(X, 3, "plugin-opt", PLUGIN_OPT)                                       \
  X(3, "print-gc-sections", FLAG, FINAL)                                       \
  X(3, "print-map", FLAG, OTHER)                                               \
  X(3, "relocatable", FLAG, RELOCATABLE)                                       \
  DLW_EQ(X, 3, "reproduce", REPRODUCE)                                         \
  DLW_EQ(X, 3, "rpath", RPATH)                                                 \
  DLW_EQ(X, 3, "rsp-quoting", RSP_QUOTING)                                     \
  X(3, "save-temps", FLAG, SAVE_TEMPS)                                         \
  X(3, "shared", FLAG, SHARED)                                                 \
  X(3, "shared-memory", FLAG, FINAL)                                           \
  DLW_EQ(X, 3, "soname", SONAME)                                               \
  X(3, "stack-first", FLAG, FINAL)                                             \
  X(3, "start-lib", FLAG, START_LIB)                                           \
  X(3, "static", FLAG, BSTATIC)                                                \
  X(3, "strip-all", FLAG, STRIP_ALL)                                           \
  X(3, "strip-debug", FLAG, OTHER)                                             \
  X(2, "table-base=", JOINED, FINAL)                                           \
  X(3, "thinlto-cache-dir=", JOINED, OTHER)                                    \
  DLW_EQ(X, 3, "thinlto-cache-policy", OTHER)                                  \
  X(2, "thinlto-emit-imports-files", FLAG, OTHER)                              \
  X(2, "thinlto-emit-index-files", FLAG, OTHER)                                \
  X(2, "thinlto-index-only", FLAG, OTHER)                                      \
  X(2, "thinlto-index-only=", JOINED, OTHER)                                   \
  X(3, "thinlto-jobs=", JOINED, OTHER)                                         \
  X(2, "thinlto-object-suffix-replace=", JOINED, OTHER)                        \
  X(2, "thinlto-prefix-replace=", JOINED, OTHER)                               \
  DLW_EQ(X, 3, "threads", OTHER)                                               \
  X(3, "trace", FLAG, OTHER)                                                   \
  DLW_EQ(X, 3, "trace-symbol", OTHER)                                          \
  DLW_EQ(X, 3, "undefined", UNDEFINED)                                         \
  DLW_EQ(X, 3, "unresolved-symbols", FINAL)                                    \
  X(3, "verbose", FLAG, OTHER)                                                 \
  X(3, "version", FLAG, VERSION)                                               \
  X(3, "warn-unresolved-symbols", FLAG, FINAL)                                 \
  X(3, "whole-archive", FLAG, WHOLE_ARCHIVE)                                   \
  X(2, "why-extract=", JOINED, RECORD)                                         \
  DLW_EQ(X, 3, "wrap", WRAP)

#endif
