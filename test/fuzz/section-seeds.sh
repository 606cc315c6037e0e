#!/bin/sh
# section-seeds.sh BUILD DIR: writes small welded modules of each kind to DIR for
# fuzz-section to begin with. BUILD has the front end and the plugin.
set -eu
build=$1 out=$2
cc=${CLANG:-clang-22}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/c.c" <<'END'
#define VISIBLE __attribute__((visibility("default")))
VISIBLE int data = 7, zeros[5];
VISIBLE _Thread_local int own = 3, none;
VISIBLE int two(int x) { return x + data + own; }
VISIBLE int one(int x) { return two(x) + 1; }
__attribute__((constructor)) static void begin(void) { data++; }
__attribute__((destructor)) static void end(void) { data--; }
END
cat >"$work/main.c" <<'END'
int main(void) { return 0; }
int __cxa_atexit(void (*f)(void *), void *a, void *d) { return 0; }
END

number=0
# one TARGET "COMPILER'S OPTIONS" "LINKER'S OPTIONS"
one() {
  for file in c main; do
    # shellcheck disable=SC2086
    "$cc" --target="$1-unknown-unknown" -ffreestanding $2 -O1 \
      -c "$work/$file.c" -o "$work/$file.o"
  done
  number=$((number + 1))
  # shellcheck disable=SC2086
  "$build/bin/wasm-ld" --plugin="$build/lib/dlweld.so" -m "$1" --no-entry $3 \
    --plugin-opt=dlopen=a.so="$work/c.o" --plugin-opt=startup=b.so="$work/c.o" \
    --plugin-opt=needed=a.so=b.so --plugin-opt=unload=a.so=yes \
    --plugin-opt=alias=a.so=dir/other.so --strip-debug "$work/main.o" \
    -o "$out/welded-$number.wasm"
}

for target in wasm32 wasm64; do
  one $target "" ""
  one $target "" "--plugin-opt=index=small"
  one $target "" "--plugin-opt=index=a.so=none"
  one $target "" "--emit-relocs --table-base=30 --global-base=70000"
  one $target "" "-r"
  one $target "" "--import-memory --import-table"
  one $target "-fPIC" "-pie --experimental-pic"
  one $target "-fPIC" \
    "-shared --experimental-pic --plugin-opt=output=module"
  one $target "-matomics -mbulk-memory" ""
  one $target "-matomics -mbulk-memory" "--shared-memory --max-memory=1048576"
done
