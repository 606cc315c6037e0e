# The compiler for the run time: any clang with a WebAssembly back end, newest
# first. It need not be the compiler of the rest.
#   DLWELD_WASM_CLANG, DLWELD_WASM_AR: cache variables, set them to choose.
find_program(DLWELD_WASM_CLANG
  NAMES clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang-15
        clang-14 clang
  DOC "clang that makes WebAssembly objects")
find_program(DLWELD_WASM_AR
  NAMES llvm-ar-22 llvm-ar-21 llvm-ar-20 llvm-ar-19 llvm-ar-18 llvm-ar-17
        llvm-ar-16 llvm-ar-15 llvm-ar-14 llvm-ar
  DOC "llvm-ar")
if(NOT DLWELD_WASM_CLANG OR NOT DLWELD_WASM_AR)
  message(FATAL_ERROR "the run time needs clang and llvm-ar with the "
    "WebAssembly target (Debian: clang-22 llvm-22); set DLWELD_WASM_CLANG and "
    "DLWELD_WASM_AR if they have other names")
endif()
