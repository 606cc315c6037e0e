-- An empty file stands for a library only if the module has one of that name;
-- what a file holds is no matter.

print(package.searchpath("lpeg", package.cpath))
print(package.searchpath("twins.left", package.cpath))
print(pcall(require, "hollow"))
print(pcall(require, "cjson.nothing"))
print(pcall(require, "twins.middle"))
print(io.open("./lpeg.so"):read "a" == "", require "lpeg".version())
