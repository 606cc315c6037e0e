;; Symbols in the module's assembly get their names; instructions, directives,
;; types, sections, strings, comments, numbers and relocations' kinds do not,
;; though they may be called the same.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s --match-full-lines

;--- map
symbol f f.lib$2d
symbol g g.lib
symbol v v.lib
symbol call call.lib
symbol i32 i32.lib
symbol function function.lib
symbol TLSREL TLSREL.lib
symbol .data.v .data.lib
symbol globl globl.lib
symbol local local.lib
symbol undefined undefined.lib
symbol spaced spaced%20name
symbol s%20p s.p
symbol env env.lib
symbol macro macro.lib
symbol VERS VERS.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: module asm "\09.globl f.lib$2d, v.lib # f v"
module asm "\09.globl f, v # f v"
; CHECK: module asm "\09.type f.lib$2d,@function"
module asm "\09.type f,@function"
; CHECK: module asm "f.lib$2d: .functype f.lib$2d (i32) -> (i32); call g.lib // g"
module asm "f: .functype f (i32) -> (i32); call g // g"
; CHECK: module asm "\09block i32; i32.const v.lib@TLSREL+4; call i32.lib"
module asm "\09block i32; i32.const v@TLSREL+4; call i32"
; CHECK: module asm "\09call_indirect (i32) -> (i32) /* f"
module asm "\09call_indirect (i32) -> (i32) /* f"
; CHECK: module asm " f */; call call.lib"
module asm " f */; call call"
; CHECK: module asm "\09.local i32, i32"
module asm "\09.local i32, i32"
; CHECK: module asm "\09.export_name f.lib$2d, f"
module asm "\09.export_name f, f"
; CHECK: module asm "\09.import_module undefined.lib, env"
module asm "\09.import_module undefined, env"
; CHECK: module asm "\09.import_name undefined.lib, f"
module asm "\09.import_name undefined, f"
; CHECK: module asm "\09.section .data.v,\22\22,@"
module asm "\09.section .data.v,\22\22,@"
; CHECK: module asm "v.lib:"
module asm "v:"
; CHECK: module asm "local: .ascii \22f, \\\22 v\22"
module asm "local: .ascii \22f, \\\22 v\22"
; CHECK: module asm "\09.int32 f.lib$2d-local, v.lib, 0f, 'v, 'f'"
module asm "\09.int32 f-local, v, 0f, 'v, 'f'"
; CHECK: module asm "1: .int32 1b, s.p, \22spaced name\22"
module asm "1: .int32 1b, \22s p\22, spaced"
; CHECK: module asm "\09.size v.lib, .-v.lib"
module asm "\09.size v, .-v"
; CHECK: module asm ".macro macro f"
module asm ".macro macro f"
; CHECK: module asm " .int32 \\f, g.lib"
module asm " .int32 \\f, g"
; CHECK: module asm ".endm"
module asm ".endm"
; CHECK: module asm "\09.symver f.lib$2d, v.lib@@VERS"
module asm "\09.symver f, v@@VERS"
; CHECK: module asm "\09.symver f.lib$2d, v.lib@VERS"
module asm "\09.symver f, v@VERS"
; CHECK: module asm "g.lib = undefined.lib"
module asm "g = undefined"
; CHECK: module asm "\09.weak g.lib"
module asm "\09.weak g"
