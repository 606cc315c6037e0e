-- Modules side by side that have names in common: copies of LPeg and CJSON, and
-- a pair all of whose global names clash with each other's, one with Lua's.

local lpeg = require "lpeg"
local copy = require "lpeg-copy" -- a file of that name; the function is lpeg's
print(lpeg ~= copy, lpeg.P ~= copy.P, lpeg.version() == copy.version())
print(lpeg.type(lpeg.P "x"), copy.type(copy.P "x"))

-- Each by itself, and a pattern of one in the other.
local function words(m)
  return m.Ct((m.C(m.R "az" ^ 1) + m.P(1)) ^ 0)
end
print(table.unpack(words(lpeg):match "one, two"))
print(table.unpack(words(copy):match "three, four"))
print(copy.match(lpeg.C(lpeg.P "mixed") * copy.P ";", "mixed;"))
lpeg.setmaxstack(50)
local nested = lpeg.P { "(" * lpeg.V(1) ^ 0 * ")" }
local deep = ("("):rep(60) .. (")"):rep(60)
print(pcall(lpeg.match, nested, deep))
lpeg.setmaxstack(400)
print(lpeg.match(nested, deep), copy.match(nested, deep))

-- The pair.
local left, right = require "twins.left", require "twins.right"
print(left.name, right.name)
print(left.step(1), right.step "four", left.step(-5), right.step "")
print(left.openlibs(), right.openlibs(), right.openlibs())
print(pcall(left.step, "four"))
print(math.type(left.step(0)), math.type(right.step "x"))

-- Two entry points of one library: cjson.safe is in cjson.so.
local json, safe = require "cjson", require "cjson.safe"
print(json ~= safe, json.null == safe.null)
print(safe.decode "[1,2", safe.decode "[1,2]"[2])
print(pcall(json.decode, "[1,2"))

-- A copy of CJSON has settings of its own. In its name the part that counts is
-- behind the hyphen, in lpeg-copy it was before it.
local v2 = require "v2-cjson"
v2.encode_number_precision(3)
print(v2.encode(1 / 3), json.encode(1 / 3), v2.null == json.null)

-- require opens a module once.
print(require "lpeg" == lpeg, package.loaded["twins.left"] == left)
package.loaded["twins.left"] = nil
local again = require "twins.left"
print(again ~= left, again.step(1), left.step(1)) -- the library is still one
