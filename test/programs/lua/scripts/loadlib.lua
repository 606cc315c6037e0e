-- package.loadlib: libraries by the name that dlopen takes, no file of Lua's.

print(package.loadlib("lpeg.so", "*"))
local open = package.loadlib("lpeg.so", "luaopen_lpeg")
print(type(open), open == package.loadlib("lpeg.so", "luaopen_lpeg"))
local lpeg = open()
print(lpeg.match(lpeg.C(lpeg.P "a" ^ 1), "aaab"))

local json = package.loadlib("cjson.so", "luaopen_cjson")()
print(json.encode { 1, { k = "v" } })
local safe = package.loadlib("cjson.so", "luaopen_cjson_safe")()
print(safe.decode "nothing")

-- After "*" its functions are for all libraries to find, and yet each of the
-- pair finds its own.
print(package.loadlib("twins/left.so", "*"))
print(package.loadlib("twins/right.so", "*"))
local left = package.loadlib("twins/left.so", "luaopen_twins_left")()
local right = package.loadlib("twins/right.so", "luaopen_twins_right")()
print(left.step(1), right.step "1", left.name, right.name)

-- The program itself.
local base = package.loadlib("", "luaopen_math")
print(type(base), base().pi == math.pi)

-- What is not there. The messages are dlerror's; they name what was asked for.
local function failure(path, name)
  local result, message, where = package.loadlib(path, name)
  local asked = where == "init" and name or path
  print(result, where, message:find(asked, 1, true) ~= nil)
end
failure("absent.so", "*")
failure("absent.so", "luaopen_absent")
failure("lpeg.so", "luaopen_cjson")
failure("twins/left.so", "luaopen_twins_right")
failure("", "luaopen_absent")
