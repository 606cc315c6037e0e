-- Arithmetic: an LPeg grammar makes a tree, CJSON writes and reads it, and what
-- was read has the same value.

local lpeg = require "lpeg"
local json = require "cjson"

print("LPeg " .. lpeg.version(), "CJSON " .. json._VERSION)

local P, R, S, V, C, Cc, Cp, Ct, Cf, Cg =
  lpeg.P, lpeg.R, lpeg.S, lpeg.V, lpeg.C, lpeg.Cc, lpeg.Cp, lpeg.Ct, lpeg.Cf,
  lpeg.Cg

local space = S " \t\n" ^ 0
local digits = R "09" ^ 1
local number = C(digits * (P "." * digits) ^ -1 *
                 (S "eE" * S "+-" ^ -1 * digits) ^ -1) / tonumber * space
local function operator(set) return C(S(set)) * space end
local open, close = "(" * space, ")" * space

local function node(left, op, right) return { op = op, left, right } end

local expression = space * P {
  "Sum",
  Sum = Cf(V "Product" * Cg(operator "+-" * V "Product") ^ 0, node),
  Product = Cf(V "Power" * Cg(operator "*/%" * V "Power") ^ 0, node),
  Power = V "Unary" * operator "^" * V "Power" / node + V "Unary",
  Unary = operator "-" * V "Unary" / function(op, x) return { op = op, x } end
    + V "Atom",
  Atom = number + open * V "Sum" * close,
} * (-P(1) + Cc(false) * Cp())

local apply = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return b and a - b or -a end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["%"] = function(a, b) return a % b end,
  ["^"] = function(a, b) return a ^ b end,
}

local function value(tree)
  if type(tree) == "number" then return tree end
  local right = tree[2]
  return apply[tree.op](value(tree[1]), right and value(right))
end

-- { op = o, a, b } as an array: JSON has no table of both kinds.
local function flat(tree)
  if type(tree) == "number" then return tree end
  local right = tree[2]
  return { tree.op, flat(tree[1]), right and flat(right) }
end

local function deep(array)
  if type(array) == "number" then return array end
  return { op = array[1], deep(array[2]), array[3] and deep(array[3]) }
end

for _, text in ipairs {
  "1", "1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "--4",
  "7 % 4 - 10 / 4", "1.5e3 / (2 - 2)", "0.1 + 0.2", "((((((((42))))))))",
  "1 +", "2 * (3", "", "4 4",
} do
  local tree, stray, position = expression:match(text)
  if not tree then
    print(("%-20s no expression"):format(text))
  elseif stray == false then
    print(("%-20s %q at %d"):format(text, text:sub(position), position))
  else
    local encoded = json.encode(flat(tree))
    local again = deep(json.decode(encoded))
    local result = value(tree)
    assert(result == value(again) or result ~= result)
    print(("%-20s %-12.10g %s"):format(text, result, encoded))
  end
end

-- A long one, so that LPeg's stacks grow.
local terms = {}
for i = 1, 5000 do terms[i] = tostring(i) end
print(value((expression:match(table.concat(terms, "+")))))

-- JSON both ways: what comes back is what went in.
local document = {
  name = "weld", list = { 1, 2.5, "three", true, false },
  nested = { { {}, { deep = { "er" } } } },
  text = "quotes \" and \\ and \n and \0 and \u{20ac}",
  none = json.null,
}
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do if not same(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end
local text = json.encode(document)
local back = json.decode(text)
print(text)
print(same(document, back), back.none == json.null, same(back, { 1 }))
print(json.encode { 1e100, 1 / 3, -0.0, 2 ^ 53, 123456789012 })
