-- The searcher: what it opens, and what it says of what it cannot open.

local lpeg, where = require "lpeg"
print(type(lpeg.match), where)
print(select(2, require "cjson.safe"))
print(select(2, require "twins.left"))
print(select(2, require "lpeg-copy"))
print(select(2, require "v2-cjson"))

-- A missing module's message lists what there is.
print(select(2, pcall(require, "lpg")))
print(select(2, pcall(require, "twins")))
print(select(2, pcall(require, "")))
print(select(2, pcall(require, "../lpeg")))
-- Libraries that are there, but have no such module.
print(select(2, pcall(require, "cjson.fast")))
print(select(2, pcall(require, "searcher.lpeg")))
print(select(2, pcall(require, "twins.left-right")))
