# The LLVM whose clang makes the run time and whose tools the tests use: any
# from 14 on with a WebAssembly back end, the newest that is found unless
# DLWELD_TOOLCHAIN_VERSION names one. It need not be the compiler of the rest.
#   DLWELD_WASM_CLANG, DLWELD_WASM_AR: cache variables, set them to choose.
set(DLWELD_TOOLCHAIN_VERSION "" CACHE STRING
  "Major version of the LLVM for the run time and the tests (newest if empty)")
set(dlweld_versions ${DLWELD_TOOLCHAIN_VERSION})
if(NOT DLWELD_TOOLCHAIN_VERSION)
  set(dlweld_versions 22 21 20 19 18 17 16 15 14)
endif()

# dlweld_find_tool(VARIABLE NAME DOC): NAME-22, NAME-21 ..., and plain NAME where
# no version is asked for. Debian has each in a directory of its version, too.
function(dlweld_find_tool variable name doc)
  foreach(version ${dlweld_versions})
    find_program(${variable} NAMES ${name}-${version} DOC "${doc}")
    find_program(${variable} NAMES ${name} DOC "${doc}"
      PATHS /usr/lib/llvm-${version}/bin NO_DEFAULT_PATH)
  endforeach()
  if(NOT DLWELD_TOOLCHAIN_VERSION)
    find_program(${variable} NAMES ${name} DOC "${doc}")
  endif()
endfunction()

dlweld_find_tool(DLWELD_WASM_CLANG clang "clang that makes WebAssembly objects")
dlweld_find_tool(DLWELD_WASM_AR llvm-ar "llvm-ar for the run time")
if(NOT DLWELD_WASM_CLANG OR NOT DLWELD_WASM_AR)
  list(GET dlweld_versions 0 version)
  message(FATAL_ERROR "the run time needs clang and llvm-ar with the "
    "WebAssembly target (Debian: clang-${version} llvm-${version}); set "
    "DLWELD_WASM_CLANG and DLWELD_WASM_AR if they have other names")
endif()

execute_process(COMMAND ${DLWELD_WASM_CLANG} -dumpversion
  OUTPUT_VARIABLE DLWELD_WASM_VERSION OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REGEX MATCH "^[0-9]+" DLWELD_WASM_VERSION "${DLWELD_WASM_VERSION}")
if(DLWELD_TOOLCHAIN_VERSION AND
   NOT DLWELD_WASM_VERSION STREQUAL DLWELD_TOOLCHAIN_VERSION)
  message(FATAL_ERROR "${DLWELD_WASM_CLANG} is version ${DLWELD_WASM_VERSION}, "
    "not ${DLWELD_TOOLCHAIN_VERSION} (DLWELD_TOOLCHAIN_VERSION): a build "
    "directory keeps what it has found; use a new one")
endif()
