#!/bin/sh
# run.sh DIRECTORY [COUNT]: builds and runs the benchmark in DIRECTORY, natively
# and for wasm with an index from mkindex, and prints both with their ratio.
#
# From the environment: BUILD, SOURCE (directories), CC (clang for WASI),
# HOST_CC, PYTHON, WASMTIME, NODE.
set -eu
work=$1
count=${2:-10000}
here=$SOURCE/test/bench/dlsym
share=$BUILD/share/dlweld
for kind in c c++; do
  dir=$work/$kind
  $PYTHON "$here/names.py" $kind "$count" "$dir"
  cd "$dir"
  $HOST_CC -O1 -shared -fPIC libnames.c -o libnames.so
  $HOST_CC -O2 -I. "$here/dlsym.c" -o native
  { echo "library program"; echo "library libnames.so"
    sed 's/^/function /' names.txt; } > index.txt
  "$BUILD/test/bin/mkindex" -4 index.txt > index.c
  $CC -O2 -I. -I"$share/include" "$here/dlsym.c" libnames.c index.c \
    "$share/wasm32/libdl.a" -o dlsym.wasm
  LD_LIBRARY_PATH=. ./native > native.out
  $WASMTIME dlsym.wasm > wasmtime.out
  $NODE dlsym.wasm > node.out
  for what in hit miss; do
    cat native.out wasmtime.out node.out | awk -v what=$what '
      $1 == what { time[n++] = $2 }
      END { printf "%-4s native %.1f ns, wasmtime %.1f ns (%.2f), node %.1f ns (%.2f)\n",
            what, time[0], time[1], time[1] / time[0], time[2], time[2] / time[0] }'
  done
done
