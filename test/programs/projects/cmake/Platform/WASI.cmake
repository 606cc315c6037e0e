# What CMake has to know of the system: shared libraries are ELF's in style.
set(WASI 1)
set(CMAKE_SHARED_LIBRARY_C_FLAGS -fPIC)
set(CMAKE_SHARED_LIBRARY_CXX_FLAGS -fPIC)
set(CMAKE_SHARED_LIBRARY_SONAME_C_FLAG -Wl,-soname,)
set(CMAKE_SHARED_LIBRARY_SONAME_CXX_FLAG -Wl,-soname,)
set(CMAKE_EXECUTABLE_SUFFIX .wasm)
