# same.sh FORMS COMPILE SOURCE... [-- OPTION...]: compiles a source as an object
# and in each form of bitcode (full, thin), and compares what the bitcode is
# described as with the object, with options for same-symbols.py.
set -e
forms=$1 compile=$2 source=$3
shift 3
flags=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  flags="$flags $1"
  shift
done
[ $# -eq 0 ] || shift
here=$(dirname "$0")
$compile $flags -c "$source" -o "$source.o"
for form in $forms; do
  $compile $flags -flto=$form -c "$source" -o "$source.$form.bc"
  bitcodetool describe "$source.$form.bc" -o "$source.$form.o"
  echo "$form$flags:"
  python3 "$here/same-symbols.py" "$source.o" "$source.$form.o" "$@"
done
