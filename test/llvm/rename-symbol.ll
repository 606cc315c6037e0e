;; A symbol is renamed wherever it is: functions, variables and aliases, defined
;; or not. Local ones and intrinsics of the same name are not it.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s --match-full-lines

;--- map
# A comment, an empty line, and a name that nobody has.

symbol none none.lib
symbol f f.lib
symbol g g.lib
symbol v v.lib
symbol w w.lib
symbol a a.lib
symbol s%20p%25 s%20p%25.lib
symbol local local.lib
symbol label label.lib
symbol llvm.trap llvm.trap.lib
symbol inline inline.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @v.lib = global i32 1
@v = global i32 1
; CHECK: @w.lib = external global i32
@w = external global i32
; CHECK: @"s p%.lib" = global i32 2
@"s p%" = global i32 2
; CHECK: @local = internal global i32 3
@local = internal global i32 3
; CHECK: @label.lib = global i32 4
@"\01label" = global i32 4
; CHECK: @stays = global i32 5
@stays = global i32 5
; CHECK: @pointers = global [3 x ptr] [ptr @v.lib, ptr @f.lib, ptr @a.lib]
@pointers = global [3 x ptr] [ptr @v, ptr @f, ptr @a]
; CHECK: @llvm.used = appending global [1 x ptr] [ptr @f.lib], section "llvm.metadata"
@llvm.used = appending global [1 x ptr] [ptr @f], section "llvm.metadata"
; CHECK: @a.lib = alias void (), ptr @f.lib
@a = alias void (), ptr @f

; CHECK: define void @f.lib() {
define void @f() {
; CHECK: call void @g.lib()
  call void @g()
; CHECK: call void @llvm.trap()
  call void @llvm.trap()
; CHECK: store i32 0, ptr @w.lib, align 4
  store i32 0, ptr @w, align 4
; CHECK: store i32 0, ptr @local, align 4
  store i32 0, ptr @local, align 4
  call void @inline()
  ret void
}
; CHECK: declare void @g.lib()
declare void @g()
; CHECK: declare void @llvm.trap(){{.*}}
declare void @llvm.trap()
;; A copy for inlining of a function that is defined elsewhere.
; CHECK: define available_externally void @inline.lib() {
define available_externally void @inline() {
  ret void
}
