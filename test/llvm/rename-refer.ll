;; All that refers to a symbol refers to an undefined one of another name: code,
;; recursion, data in any depth, personalities. The definition keeps its own
;; name, its aliases, and its places in LLVM's lists.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol f f.lib
refer f f
symbol v v.lib
refer v v.program
refer personality their.personality
symbol personality personality.lib
symbol declared wrong
refer declared theirs
refer a a.theirs
refer unused nobody
symbol inline inline.lib
refer inline inline.program
refer t t.program

;--- a.ll
target triple = "wasm32-unknown-wasi"
%pair = type { ptr, [2 x ptr] }
; CHECK: @v.lib = global i32 1
@v = global i32 1
; CHECK: @t = thread_local global i32 1
@t = thread_local global i32 1
; CHECK: @data = global %pair { ptr @f, [2 x ptr] [ptr getelementptr
; CHECK-SAME: @v.program{{.*}}, ptr null] }
@data = global %pair { ptr @f, [2 x ptr] [ptr getelementptr (i8, ptr @v, i32 4), ptr null] }
; CHECK: @block = global ptr blockaddress(@f.lib, %next)
@block = global ptr blockaddress(@f, %next)
; CHECK: @distance = global i32 sub (i32 ptrtoint (ptr @f to i32), i32 ptrtoint (ptr @v.program to i32))
@distance = global i32 sub (i32 ptrtoint (ptr @f to i32), i32 ptrtoint (ptr @v to i32))
; CHECK: @llvm.used = {{.*}}[ptr @f.lib, ptr @v.lib]
@llvm.used = appending global [2 x ptr] [ptr @f, ptr @v], section "llvm.metadata"
; CHECK: @list = global [2 x ptr] [ptr @f, ptr @v.program]
@list = global [2 x ptr] [ptr @f, ptr @v]
; CHECK: @llvm.global_ctors = {{.*}} { i32 65535, ptr @f.lib, ptr null }
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @f, ptr null }]
; CHECK: @v.program = external global i32
; CHECK: @t.program = external thread_local global i32
; CHECK-NOT: @nobody
; CHECK: @a = alias void (), ptr @f.lib
@a = alias void (), ptr @f
; CHECK: @inside = alias i8, getelementptr (i8, ptr @v.lib, i32 4)
@inside = alias i8, getelementptr (i8, ptr @v, i32 4)

; CHECK: define void @f.lib() #[[F:[0-9]+]] personality ptr @their.personality {
define void @f() #0 personality ptr @personality {
; CHECK: call void @f()
  call void @f()
; CHECK: call void @theirs()
  call void @declared()
; CHECK: call void @a.theirs()
  call void @a()
; CHECK: call void @inline.program()
  call void @inline()
  br label %next
next:
; CHECK: store i32 0, ptr getelementptr (i8, ptr @v.program, i32 4)
  store i32 0, ptr getelementptr (i8, ptr @v, i32 4), align 4
; CHECK: store i32 0, ptr @t.program
  store i32 0, ptr @t, align 4
  ret void
}
; CHECK: declare void @theirs()
declare void @declared()
; CHECK: define i32 @personality.lib()
define i32 @personality() {
  ret i32 0
}
; CHECK: define void @unused()
define void @unused() {
  ret void
}
; CHECK: define available_externally void @inline.lib()
define available_externally void @inline() {
  ret void
}
;; What LLVM knows of the one definition is not said of the other.
; CHECK: declare void @f(){{$}}
; CHECK: declare i32 @their.personality(){{$}}
attributes #0 = { nounwind }
; CHECK-NOT: wrong
