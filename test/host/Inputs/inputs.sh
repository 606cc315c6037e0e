# Fills the directory $1 with inputs for links, compiled by $CC. The files are
# small; what they are for is in their names.
set -e
here=$PWD
mkdir -p "$1" && cd "$1"
mkdir -p lib first second deep/er
compile() { # NAME, source on standard input
  $CC -O1 -c -x c - -o "$1"
}
compile main.o <<'EOF'
int leaf(void);
int chosen(void);
int _start(void) __attribute__((export_name("_start")));
int _start(void) { return leaf() + chosen(); }
EOF
compile alone.o <<'EOF'
extern int host(int);
int data[4] = {1, 2, 3, 4};
int _start(void) { return data[2]; }
int unused(void) { return 5; }
EOF
compile leaf.o <<'EOF'
int leaf(void) { return 1; }
EOF
compile spare.o <<'EOF'
int spare(void) { return 7; }
int leaf2(void) { return 8; }
EOF
compile one.o <<'EOF'
int chosen(void) { return 1; }
EOF
compile two.o <<'EOF'
int chosen(void) { return 2; }
EOF
compile undef.o <<'EOF'
int missing(void);
int _start(void) { return missing(); }
EOF
compile imports.o <<'EOF'
int listed(void);
int leaf(void) { return listed(); }
EOF
llvm-ar rcs lib/libleaf.a leaf.o spare.o
llvm-ar rcs first/libchosen.a one.o
llvm-ar rcs second/libchosen.a two.o
llvm-ar rcS noindex.a leaf.o spare.o
llvm-ar rcsT thin.a leaf.o deep/../spare.o
cp leaf.o deep/er/leaf.o
llvm-ar rcsT deep/thin.a deep/er/leaf.o
llvm-ar rcsT lost.a leaf.o two.o && mv two.o two.saved
llvm-ar rcs lib/libimports.a imports.o
echo listed > lib/libimports.imports
cp first/libchosen.a 'with space.a'
printf 'not an object\n' > text.txt
llvm-ar rc odd.a leaf.o text.txt
head -c 200 alone.o > short.o
head -c 500 lib/libleaf.a > short.a
sed 's/`/x/' lib/libleaf.a > damaged.a
printf '\177ELF\002\001\001\000\000\000\000\000\000\000\000\000' > elf.o
printf '!<arch>\n' > none.a
: > empty.o
printf 'main.o\n  "with space.a"\tlib/libleaf.a\n' > plain.rsp
printf '@plain.rsp -o nested.wasm' > nested.rsp
printf "'main.o' \"with\" sp\\\\ ace lib\\\\/libleaf.a '' x\"y 'z\\\\''" > quotes.rsp
printf '"main.o" with\\\\"q" "a\\\\\\"b" "" c\\d "e""f" lib/libleaf.a' > windows.rsp
printf '@deep/inner.rsp' > outer.rsp
printf 'main.o first/libchosen.a lib/libleaf.a' > deep/inner.rsp
printf '@loop.rsp' > loop.rsp
printf '\357\273\277main.o first/libchosen.a lib/libleaf.a' > bom.rsp
printf 'main.o first/libchosen.a lib/libleaf.a' | iconv -t UTF-16 > wide.rsp
: > empty.rsp
cd "$here"
