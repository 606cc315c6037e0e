# The tools that tests and drivers use, all of one LLVM (WasmToolchain.cmake); a
# machine without them can still build the rest.
dlweld_find_tool(DLWELD_LLVM_CONFIG llvm-config
  "llvm-config of the LLVM whose tools the tests use")
if(DLWELD_LLVM_CONFIG)
  execute_process(COMMAND ${DLWELD_LLVM_CONFIG} --bindir
    OUTPUT_VARIABLE DLWELD_LLVM_TOOLS OUTPUT_STRIP_TRAILING_WHITESPACE)
  execute_process(COMMAND ${DLWELD_LLVM_CONFIG} --version
    OUTPUT_VARIABLE DLWELD_TEST_VERSION OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX MATCH "^[0-9]+" DLWELD_TEST_VERSION "${DLWELD_TEST_VERSION}")
endif()
# Of lit the newest: before 17 it has no %if and no DEFINE.
find_program(DLWELD_LIT NAMES lit llvm-lit
  HINTS /usr/lib/llvm-22/bin ${DLWELD_LLVM_TOOLS} DOC "LLVM's test runner")
find_program(DLWELD_FILECHECK NAMES FileCheck HINTS ${DLWELD_LLVM_TOOLS}
  DOC "LLVM's FileCheck; its directory must hold `not` and `split-file` too")
find_program(DLWELD_CLANG NAMES clang-${DLWELD_TEST_VERSION} clang
  HINTS ${DLWELD_LLVM_TOOLS} DOC "clang of that LLVM")
find_program(DLWELD_CLANGXX NAMES clang++-${DLWELD_TEST_VERSION} clang++
  HINTS ${DLWELD_LLVM_TOOLS} DOC "clang++ of that LLVM")
find_program(DLWELD_TEST_LINKER NAMES wasm-ld-${DLWELD_TEST_VERSION} wasm-ld
  HINTS ${DLWELD_LLVM_TOOLS} DOC "the unmodified linker tests compare with")
find_program(DLWELD_HOST_PYTHON NAMES python3 DOC "Python for the test runner")

# Debian installs libc++ for WASI of one LLVM at a time. For another,
# tools/bootstrap unpacks its packages below DLWELD_LIBCXX, and the tests get a
# sysroot of links to wasi-libc and to that libc++.
set(DLWELD_LIBCXX "${PROJECT_SOURCE_DIR}/.cache/llvm-${DLWELD_TEST_VERSION}"
  CACHE PATH "Where lib/llvm-N of Debian's libc++-N-dev-wasm32 is, if not in /usr")
set(dlweld_sysroot)
set(libcxx lib/llvm-${DLWELD_TEST_VERSION})
file(REAL_PATH /usr/include/wasm32-wasi/c++/v1 headers)
if(NOT headers STREQUAL "/usr/${libcxx}/include/wasm32-wasi/c++/v1")
  set(from ${DLWELD_LIBCXX}/usr/${libcxx})
  if(NOT EXISTS ${from})
    set(from /usr/${libcxx})
  endif()
  set(dlweld_sysroot ${CMAKE_BINARY_DIR}/test/sysroot)
  file(REMOVE_RECURSE ${dlweld_sysroot})
  file(GLOB links RELATIVE /usr /usr/include/wasm32-wasi/*
    /usr/lib/wasm32-wasi/*)
  list(FILTER links EXCLUDE REGEX "/c\\+\\+$|/libc\\+\\+")
  # clang 16 looks for C++ only where there is such a directory.
  file(MAKE_DIRECTORY ${dlweld_sysroot}/include/c++/v1
    ${dlweld_sysroot}/include/wasm32-wasi
    ${dlweld_sysroot}/lib/wasm32-wasi)
  foreach(link IN LISTS links)
    file(CREATE_LINK /usr/${link} ${dlweld_sysroot}/${link} SYMBOLIC)
  endforeach()
  foreach(link include/wasm32-wasi/c++ lib/wasm32-wasi/libc++.a
      lib/wasm32-wasi/libc++abi.a)
    if(EXISTS ${from}/${link})
      file(CREATE_LINK ${from}/${link} ${dlweld_sysroot}/${link} SYMBOLIC)
    endif()
  endforeach()
endif()

# The compilers that tests call: clang itself, or a script that says where the
# sysroot is and does for a clang before 20 what --no-wasm-opt means. That runs
# the program in LLVM's own directory, where no wasm-opt is beside it.
foreach(tool CLANG CLANGXX)
  set(program ${DLWELD_${tool}})
  if(program AND (dlweld_sysroot OR DLWELD_TEST_VERSION LESS 20))
    string(TOLOWER ${tool} name)
    string(REPLACE xx ++ name ${name})
    set(program ${CMAKE_BINARY_DIR}/test/toolchain/${name})
    set(DLWELD_COMPILER ${DLWELD_LLVM_TOOLS}/${name})
    configure_file(${PROJECT_SOURCE_DIR}/test/toolchain/clang.sh.in ${program}
      @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
      GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  endif()
  set(DLWELD_TEST_${tool} ${program} CACHE FILEPATH
    "What tests and drivers compile with" FORCE)
endforeach()
