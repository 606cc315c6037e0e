#!/bin/sh
# everywhere.sh DIR: runs DIR/main.c with the index that DIR/index.txt
# describes, three times: natively with the run time's sources, and with
# libdl.a under wasmtime and under node. The three must print the same; it is
# printed once.
#
# From the environment: BUILD, SOURCE (directories), CC, HOST_CC, WASMTIME,
# NODE (commands); CFLAGS, if more is wanted; MKINDEX, options of mkindex.
set -eu
dir=$1
cd "$dir"
here=$SOURCE/test/dlfcn/Inputs
share=$BUILD/share/dlweld
# Not the sanitizer of addresses: names are read a word at a time.
# Hidden: the sanitizer's own dlsym stays the system's.
native="-std=gnu17 -fvisibility=hidden -O1 -g -Wall -fsanitize=undefined -fno-sanitize-recover=all"

mkindex -8 ${MKINDEX:-} index.txt > index8.c
mkindex -4 ${MKINDEX:-} index.txt > index4.c
# start.c is for programs with startup libraries, thread-exit.c for C++.
sources= start=
for source in "$SOURCE"/lib/dlfcn/*.c; do
  case $source in */start.c | */thread-exit.c) ;; *) sources="$sources '$source'" ;; esac
done
if grep -q '^// startup libraries' index4.c; then
  sources="$sources '$SOURCE/lib/dlfcn/start.c'"
  start=$share/wasm32/dlweld-start.o
fi
eval $HOST_CC $native ${CFLAGS:-} '-I"$here" -I"$SOURCE"/lib' \
  '-I"$SOURCE"/lib/dlfcn/include' \
  main.c index8.c $sources -o main.native
eval $CC -O1 -Wall ${CFLAGS:-} '-I"$here" -I"$share/include" -I"$SOURCE"/lib' \
  $start main.c index4.c '"$share/wasm32/libdl.a"' -o main.wasm

# A crash counts as output: then two of them differ, or the test's checks fail.
run() {
  out=$1
  shift
  code=0
  eval "$@" > "$out" 2>&1 || code=$?
  test $code = 0 || echo "exit code $code" >> "$out"
}
run native.out ./main.native
run wasmtime.out $WASMTIME main.wasm
run node.out $NODE main.wasm
diff native.out wasmtime.out
diff native.out node.out
cat native.out
