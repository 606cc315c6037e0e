;; With a library's name alone, the module's global definitions get their names
;; in it, and are hidden; groups, too. What is one for all libraries stays: names
;; of the linker and of programs' entries, typeinfo in groups. References to
;; what is not defined here stay, as do constructors. Doing it again does nothing.
; RUN: split-file %s %t
; RUN: %rename -dlweld-library=libx.so %t/a.ll -o %t/once.ll
; RUN: FileCheck %s --input-file=%t/once.ll
; RUN: %rename -dlweld-library=libx.so %t/once.ll -o %t/twice.ll
; RUN: grep -v ModuleID %t/once.ll > %t/once
; RUN: grep -v ModuleID %t/twice.ll | cmp - %t/once
;; A map counts first; what it does not mention is the library's.
; RUN: %rename -dlweld-library=libx.so -dlweld-map=%t/map %t/a.ll | FileCheck %s --check-prefix=BOTH
;; The environment says the same, and options come before it.
; RUN: env DLWELD_LIBRARY=liby.so %opt -S -passes=dlweld-rename %t/a.ll | FileCheck %s --check-prefix=ENVIRONMENT
; RUN: env DLWELD_LIBRARY=liby.so %rename -dlweld-library=libx.so %t/a.ll | FileCheck %s
; RUN: env DLWELD_MAP=%t/map %rename %t/a.ll | FileCheck %s --check-prefix=MAP
;; Neither: nothing happens.
; RUN: %rename %t/a.ll | FileCheck %s --check-prefix=NOTHING
; ENVIRONMENT: define hidden void @f.liby.so()
; NOTHING: define void @f()
; BOTH: @v.mine = global i32 1
; BOTH: define linkonce_odr hidden void @once.libx.so() comdat
; BOTH: define void @f()
; MAP: @v.mine = global i32 1
; MAP: define linkonce_odr void @once() comdat

;--- map
symbol v v.mine
symbol f f
;--- a.ll
target triple = "wasm32-unknown-wasi"
module asm ".globl in.asm"
module asm "in.asm: .int32 1"
module asm "local: .int32 1"
; CHECK: module asm ".globl in.asm..libx.so"
; CHECK: local: .int32
; CHECK: .hidden in.asm..libx.so
; CHECK-DAG: $once.libx.so = comdat any
; CHECK-DAG: $_ZTI1A = comdat any
$once = comdat any
$_ZTI1A = comdat any
; CHECK: @v.libx.so = hidden global i32 1
@v = global i32 1
; CHECK: @v.part..libx.so = hidden global i32 1
@v.part = global i32 1
; CHECK: @undefined = external global i32
@undefined = external global i32
; CHECK: @_ZTI1A = linkonce_odr constant i32 1, comdat
@_ZTI1A = linkonce_odr constant i32 1, comdat
; CHECK: @_ZTI1B.libx.so = hidden constant i32 1
@_ZTI1B = constant i32 1
; CHECK: @__heap_base = global i32 1
@__heap_base = global i32 1
; CHECK: @llvm.global_ctors = {{.*}}ptr @f.libx.so
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @f, ptr null }]
; CHECK: @a.libx.so = hidden alias i32, ptr @v.libx.so
@a = alias i32, ptr @v
; CHECK: define linkonce_odr hidden void @once.libx.so() comdat
define linkonce_odr void @once() comdat {
  ret void
}
; CHECK: define hidden void @f.libx.so()
define void @f() {
; CHECK: call void @g()
  call void @g()
  ret void
}
; CHECK: declare void @g()
declare void @g()
; CHECK: define internal void @static()
define internal void @static() {
  ret void
}
; CHECK: define i32 @main(
define i32 @main(i32, ptr) {
  ret i32 0
}
