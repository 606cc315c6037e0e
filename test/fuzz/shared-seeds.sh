#!/bin/sh
# shared-seeds.sh DIR: writes shared modules to DIR for fuzz-lift to begin with,
# as clang and wasm-ld 22 make them with various options.
set -eu
out=$1
cc=${CLANG:-clang-22}
ld=${WASM_LD:-wasm-ld-22}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/c.c" <<'END'
extern int imported(int), imported_data;
extern int may_be(void) __attribute__((weak));
int data = 7, *to_data = &data, *to_import = &imported_data, bss[50];
static int own[9];
static int local(int x) { return x + data + own[x & 7]; }
int (*table[3])(int) = {local, imported, local};
const char *texts[] = {"abc", "def"};
int call(int x) {
  return table[x % 3](x) + imported(x) + *to_import + (may_be ? may_be() : 0);
}
void change(int **p) {
  *p = &imported_data;
  own[2] += bss[3]++;
  to_data = bss;
}
int (*give(void))(int) { return call; }
__attribute__((constructor)) static void start(void) { own[1] = 3; }
__attribute__((destructor)) static void stop(void) { own[1] = 4; }
int choose(int x) {
  switch (x) {
  case 1: return 3;
  case 2: return call(2);
  case 3: return give() != call;
  case 4: return 9;
  default: return 1;
  }
}
END
cat >"$work/tls.c" <<'END'
_Thread_local int one = 3, two;
int other = 5, *to_other = &other;
int get(void) { return one++ + two; }
int *address(void) { return &two; }
END
cat >"$work/cxx.cc" <<'END'
extern "C" int may(int);
struct Fault { int value; };
struct Base { virtual int f(); virtual ~Base(); int x = 3; };
int Base::f() { return x; }
Base::~Base() {}
Base global;
extern "C" int catches(int x) {
  try {
    if (x) throw Fault{x};
    return may(x);
  } catch (Fault &fault) {
    return fault.value;
  } catch (...) {
    return 2;
  }
}
END

number=0
# one FILE TARGET "COMPILER'S OPTIONS" "LINKER'S OPTIONS"
one() {
  # shellcheck disable=SC2086
  "$cc" --target="$2" -ffreestanding -fPIC -fvisibility=default $3 \
    -c "$work/$1" -o "$work/o.o"
  number=$((number + 1))
  # shellcheck disable=SC2086
  "$ld" -shared --experimental-pic --unresolved-symbols=import-dynamic \
    --no-check-features $4 "$work/o.o" -o "$out/shared-$number.so"
}

for target in wasm32 wasm64; do
  word=
  [ "$target" = wasm32 ] || word=-mwasm64
  for level in -O0 -O2; do
    one c.c "$target" "$level" "$word"
    one c.c "$target" "$level -mcpu=mvp" "$word"
    one c.c "$target" "$level -g" "$word -Bsymbolic"
    one c.c "$target" "$level -mextended-const -mtail-call -msimd128" "$word -s"
    one tls.c "$target" "$level" "$word"
    one tls.c "$target" "$level -matomics -mbulk-memory" \
      "$word --shared-memory --export=__wasm_init_tls"
    one cxx.cc "$target" "$level -fexceptions -fwasm-exceptions" "$word"
    one cxx.cc "$target" "$level -fexceptions -fwasm-exceptions \
      -mllvm -wasm-use-legacy-eh=false" "$word -soname=libnice.so"
  done
done
"$ld" -shared --experimental-pic --unresolved-symbols=import-dynamic \
  -mwasm64 "$work/o.o" "$out/shared-$number.so" -rpath "\$ORIGIN" \
  -o "$out/shared-needs.so" --no-check-features
