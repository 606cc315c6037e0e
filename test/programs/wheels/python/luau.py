# A language of C++, which throws exceptions and which Python runs.
import luau_wasm

print(luau_wasm.execute("""
local squares = {}
for i = 1, 10 do squares[i] = i * i end
print(table.concat(squares, ","), #squares, `sum {1 + 2}`)
print(pcall(function() error("thrown", 0) end))
local ok, what = pcall(function() error({code = 42}) end)
print(ok, what.code)
local wrapped = coroutine.wrap(function(a)
  local b = coroutine.yield(a + 1)
  print("got", b)
  error("from a coroutine", 0)
end)
print(wrapped(1))
print(pcall(wrapped, "x"))
print(string.format("%5.2f %s %q", math.pi, string.rep("ab", 3), 'a"b'))
print(("hello world"):gsub("o", "0"))
print(pcall(string.rep))
print(os.clock() >= 0, type(os.time()))
local sorted = {5, 2, 8, 1}
table.sort(sorted, function(a, b) return a > b end)
print(table.unpack(sorted))
print(pcall(table.sort, {3, 1, 2}, function() error("in sort", 0) end))
"""), end="")
for source in ('error("boom")', "local x = = 1",
               "local function f() return f() + 1 end f()"):
    try:
        print(luau_wasm.execute(source))
    except luau_wasm.LuauError as error:
        print(str(error).splitlines()[0])
