#!/bin/sh
# bitcode-seeds.sh DIR: writes LLVM bitcode to DIR for fuzz-bitcode to begin with,
# as clang writes it, and of shapes that no compiler writes.
set -eu
out=$1
here=$(cd "$(dirname "$0")" && pwd)
cc=${CLANG:-clang-22}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/c.c" <<'END'
int data = 3;
extern int may_be(void) __attribute__((weak));
int f(void) { return data + (may_be ? may_be() : 0); }
END
for level in -O0 "-O1 -g" "-O1 -flto" "-O1 -flto=thin -fsplit-lto-unit"; do
  name=$(echo "$level" | tr -c 'A-Za-z0-9\n' _)
  # shellcheck disable=SC2086
  "$cc" --target=wasm32 -ffreestanding $level -emit-llvm -c "$work/c.c" \
    -o "$out/bitcode$name.bc"
done

# The shapes of the tests: each of their parts that is Python for bitstream.py.
for test in bitcode-info bad-bitcode; do
  awk -v dir="$work" '
    /^#--- / { file = $2 ~ /\.py$/ ? dir "/" $2 : "" ; next }
    file { print > file }' "$here/../object/$test.test"
done
python3 "$here/../object/Inputs/bitstream.py" "$work"/*.py
for file in "$work"/*.bc; do
  cp "$file" "$out/bitcode-$(basename "$file")"
done
