# Runs a module under both engines. Prints what it prints, and ends with its exit
# code; fails with 99 where the engines differ.
#   WASMTIME=... NODE=... sh both.sh MODULE ARGS...
$WASMTIME "$@" > "$1.wasmtime" 2> "$1.wasmtime.err"
code=$?
$NODE "$@" > "$1.node" 2> "$1.node.err"
node_code=$?
cat "$1.wasmtime"
cat "$1.wasmtime.err" >&2
if [ $code != $node_code ] || ! cmp "$1.wasmtime" "$1.node" >&2; then
  echo "both.sh: exit codes: wasmtime $code, node $node_code" >&2
  cat "$1.node.err" >&2
  exit 99
fi
exit $code
