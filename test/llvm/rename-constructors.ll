;; Constructors and destructors stay if the map does not say more; with
;; `constructors drop` neither list is left. Either way the functions that
;; destructors become have names, which the map may change.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/keep %t/a.ll | FileCheck %s --check-prefixes=CHECK,KEEP
; RUN: %rename -dlweld-map=%t/drop %t/a.ll | FileCheck %s --check-prefixes=CHECK,DROP

;--- keep
global construct construct.lib
global register_call_dtors register.lib
;--- drop
global construct construct.lib
global register_call_dtors register.lib
constructors drop
;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK-NOT: @llvm.global_dtors
; KEEP: @llvm.global_ctors = {{.*}}ptr @construct.lib{{.*}}ptr @register.lib
; DROP-NOT: @llvm.global_ctors
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @construct, ptr null }]
@llvm.global_dtors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @destruct, ptr null }]
; CHECK: define hidden void @construct.lib() {
define internal void @construct() {
  ret void
}
define internal void @destruct() {
  ret void
}
; CHECK: define hidden void @register.lib() {
; CHECK: @__cxa_atexit
