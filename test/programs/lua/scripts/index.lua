-- The searcher: what it opens, and what it says of what it cannot open.

local lpeg, where = require "lpeg"
print(type(lpeg.match), where)
print(select(2, require "cjson.safe"))
print(select(2, require "twins.left"))
print(select(2, require "lpeg-copy"))

-- A missing module's message lists what there is.
print(select(2, pcall(require, "lpg")))
-- A library that is there but has no such module.
print(select(2, pcall(require, "cjson.fast")))
print(select(2, pcall(require, "searcher.lpeg")))
print(select(2, pcall(require, "")))
print(select(2, pcall(require, "twins")))
print(select(2, pcall(require, "../lpeg")))
