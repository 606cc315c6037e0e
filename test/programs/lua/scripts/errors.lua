-- Errors of C modules and through them: Lua throws by longjmp, over the frames
-- of the module and of Lua, to a setjmp in Lua.

local lpeg = require "lpeg"
local json = require "cjson"

print(pcall(json.decode, '{"a": [1, 2,, 3]}'))
print(pcall(json.decode, '"\xff'))
print(pcall(json.encode, { [{}] = 1 }))
print(pcall(json.encode, print))
print(pcall(json.encode_max_depth, 0))
do
  local loop = {}
  loop[1] = loop
  print(pcall(json.encode, loop))
end
do
  -- The message has a position and what is the module's own setting.
  local strict = json.new()
  strict.decode_max_depth(3)
  print(json.encode(strict.decode "[[[1]]]"))
  print(pcall(strict.decode, "[[[[1]]]]"))
  print(json.encode(json.decode "[[[[1]]]]"))
end

print(pcall(lpeg.P, { "loop", loop = lpeg.V "loop" }))
print(pcall(lpeg.P, { "gone" }))
print(pcall(lpeg.match, lpeg.P(1) ^ 0 ^ 0, ""))
print(pcall(lpeg.match))
print(pcall(lpeg.P "x".match, "x"))

-- From Lua to LPeg to Lua and back, with what is no string.
local thrown = setmetatable({}, {
  __tostring = function() return "an object" end,
})
local function throw() error(thrown) end
print(pcall(lpeg.match, lpeg.P(1) / throw, "x"))
print(pcall(lpeg.match, lpeg.Cmt(lpeg.P(1), throw), "x"))
print(select(2, pcall(lpeg.match, lpeg.P(1) / throw, "x")) == thrown)
print(pcall(lpeg.match, lpeg.P(1) / error, "a string"))

-- Level upon level: each catches, and throws on something of its own.
local function nest(depth)
  if depth == 0 then error("bottom", 0) end
  local pattern = lpeg.Cmt(lpeg.P(1), function(_, _)
    local ok, message = pcall(nest, depth - 1)
    error(depth .. " " .. message, 0)
  end)
  return pattern:match "x"
end
print(pcall(nest, 8))

-- A match goes on after errors were caught in its midst.
local caught = 0
local careful = lpeg.Cs((lpeg.P(1) / function(c)
  local ok, result = pcall(function()
    if c:match "%d" then error { c } end
    return c:upper()
  end)
  if not ok then caught = caught + 1 end
  return ok and result or "<" .. result[1] .. ">"
end) ^ 0)
print(careful:match "a1b2c3", caught)

-- What is to be closed is closed on the way.
do
  local log = {}
  local function scope(name)
    return setmetatable({}, { __close = function(_, e)
      log[#log + 1] = name .. ":" .. tostring(e)
    end })
  end
  print(pcall(lpeg.match, lpeg.P(1) / function()
    local a <close> = scope "a"
    local b <close> = scope "b"
    throw()
  end, "x"))
  print(table.concat(log, " "))
end

-- Coroutines: one for each of these, since a match cannot be left half done.
local steps = coroutine.wrap(function()
  for _, text in ipairs { "[1]", "[2", '{"k":3}' } do
    coroutine.yield(pcall(json.decode, text))
  end
end)
for _ = 1, 3 do
  local ok, result = steps()
  print(ok, type(result) == "table" and json.encode(result) or result)
end
print(coroutine.resume(coroutine.create(function()
  lpeg.match(lpeg.P(1) / coroutine.yield, "x")
end)))

-- Lua's own limits on its C stack.
local function through(depth)
  return (("x"):gsub("x", function() return through(depth + 1) end))
end
print(pcall(through, 1))
print(pcall(string.rep, "x", -1), pcall(string.rep))
local function forever() return 1 + forever() end
print(select(2, pcall(forever)):match "[^\n]*")

-- What cannot be found.
print((select(2, pcall(require, "nowhere")):gsub("\n.*", "")))
print((select(2, pcall(require, "lpeg.nothing")):gsub("\n.*", "")))
print(package.loaded.nowhere, package.loaded["lpeg.nothing"])
print("still here", lpeg.match(lpeg.C(lpeg.R "az" ^ 1), "yes"))
