# The LLVM that lib/llvm is built for, and nothing else needs:
#   DLWELD_LLVM: a list of major versions. The first gives lib/dlweld-pass.so,
#     each further one lib/dlweld-pass-N.so. OFF: none. Unset: the newest found.
#   DLWELD_LLVM_CONFIG_N: llvm-config of version N.
# Sets DLWELD_LLVM_VERSIONS to those that can be built, and for each N
#   DLWELD_LLVM_N_{INCLUDE,LIBRARY,SONAME,BINDIR,DEFINITIONS}.
set(DLWELD_LLVM "" CACHE STRING
  "LLVM versions that lib/dlweld-pass.so is built for (\"22;19\"); OFF: none")
set(known_versions 22 19 16 14)

# Looks for version N; sets DLWELD_LLVM_N_FOUND.
function(dlweld_find_llvm n)
  set(DLWELD_LLVM_${n}_FOUND FALSE PARENT_SCOPE)
  find_program(DLWELD_LLVM_CONFIG_${n} NAMES llvm-config-${n} llvm-config
    HINTS /usr/lib/llvm-${n}/bin DOC "llvm-config of LLVM ${n}")
  if(NOT DLWELD_LLVM_CONFIG_${n})
    return()
  endif()
  execute_process(COMMAND ${DLWELD_LLVM_CONFIG_${n}}
      --version --includedir --bindir --cppflags
    OUTPUT_VARIABLE said ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  execute_process(COMMAND ${DLWELD_LLVM_CONFIG_${n}} --libfiles --link-shared
    OUTPUT_VARIABLE library ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE "\n" ";" said "${said}")
  list(LENGTH said count)
  if(NOT count EQUAL 4 OR NOT EXISTS "${library}")
    return()
  endif()
  list(GET said 0 version)
  list(GET said 1 include)
  list(GET said 2 bindir)
  list(GET said 3 flags)
  if(NOT version MATCHES "^${n}\\." OR NOT EXISTS ${include}/llvm-c/Core.h)
    return()
  endif()
  string(REGEX MATCHALL "-D[^ ]+" definitions "${flags}")

  # The name that a loader knows the library by.
  file(REAL_PATH ${library} file)
  get_filename_component(soname ${file} NAME)
  if(CMAKE_READELF)
    execute_process(COMMAND ${CMAKE_READELF} -d ${file}
      OUTPUT_VARIABLE dynamic ERROR_QUIET)
    if(dynamic MATCHES "\\(SONAME\\)[^[]*\\[([^]]+)\\]")
      set(soname ${CMAKE_MATCH_1})
    endif()
  endif()
  set(DLWELD_LLVM_${n}_FOUND TRUE PARENT_SCOPE)
  set(DLWELD_LLVM_${n}_INCLUDE ${include} PARENT_SCOPE)
  set(DLWELD_LLVM_${n}_BINDIR ${bindir} PARENT_SCOPE)
  set(DLWELD_LLVM_${n}_DEFINITIONS "${definitions}" PARENT_SCOPE)
  set(DLWELD_LLVM_${n}_LIBRARY ${file} PARENT_SCOPE)
  set(DLWELD_LLVM_${n}_SONAME ${soname} PARENT_SCOPE)
endfunction()

set(DLWELD_LLVM_VERSIONS)
if("${DLWELD_LLVM}" STREQUAL "")
  foreach(n IN LISTS known_versions)
    dlweld_find_llvm(${n})
    if(DLWELD_LLVM_${n}_FOUND)
      set(DLWELD_LLVM_VERSIONS ${n})
      break()
    endif()
  endforeach()
  set(missing "LLVM's headers were not found (Debian: llvm-22-dev)")
elseif(DLWELD_LLVM)
  foreach(n IN LISTS DLWELD_LLVM)
    dlweld_find_llvm(${n})
    if(NOT DLWELD_LLVM_${n}_FOUND)
      message(FATAL_ERROR "DLWELD_LLVM: LLVM ${n} was not found (Debian: "
        "llvm-${n}-dev); set DLWELD_LLVM_CONFIG_${n} if its llvm-config has "
        "another name")
    endif()
    list(APPEND DLWELD_LLVM_VERSIONS ${n})
  endforeach()
else()
  set(missing "DLWELD_LLVM is ${DLWELD_LLVM}")
endif()

if(DLWELD_LLVM_VERSIONS)
  include(CheckLanguage)
  check_language(CXX)
  if(CMAKE_CXX_COMPILER)
    enable_language(CXX)
    set(CMAKE_CXX_STANDARD 17)
    set(CMAKE_CXX_STANDARD_REQUIRED ON)
  else()
    set(DLWELD_LLVM_VERSIONS)
    set(missing "there is no C++ compiler")
  endif()
endif()
if(NOT DLWELD_LLVM_VERSIONS)
  message(STATUS "${missing}: inputs in LLVM bitcode will be refused")
endif()
