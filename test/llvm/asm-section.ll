;; Sections and COMDAT groups in assembly.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
section hooks hooks.lib
section comdat wrong
group g g.lib
group hooks wrong
group @ wrong
symbol hooks hooks.symbol

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: .section hooks.lib,\22\22,@
module asm ".section hooks,\22\22,@"
; CHECK: .section .data.x,\22G\22,@,g.lib,comdat
module asm ".section .data.x,\22G\22,@,g,comdat"
; CHECK: .pushsection hooks.lib,\22S\22,@
module asm ".pushsection hooks,\22S\22,@"
