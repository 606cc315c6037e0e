#define TEXT1(x) #x
#define TEXT(x) TEXT1(x)
/* by_assembly() is helper() * 10 + N, and calls it. */
int by_assembly(void);
#ifdef __wasm__
__asm__(".globl by_assembly\n"
        ".type by_assembly,@function\n"
        ".functype helper () -> (i32)\n"
        "by_assembly:\n"
        ".functype by_assembly () -> (i32)\n"
        "call helper\n"
        "i32.const 10\n"
        "i32.mul\n"
        "i32.const " TEXT(N) "\n"
        "i32.add\n"
        "end_function\n");
#elif defined __x86_64__
__asm__(".globl by_assembly\n"
        ".type by_assembly,@function\n"
        "by_assembly:\n"
        "subq $8, %rsp\n"
        "call helper@PLT\n"
        "addq $8, %rsp\n"
        "imull $10, %eax\n"
        "addl $" TEXT(N) ", %eax\n"
        "ret\n");
#else
int helper(void);
int by_assembly(void) { return helper() * 10 + N; }
#endif
int use(void) { return by_assembly() + 1000; }
int (*pointer)(void) = by_assembly;

int odd_name(void) __asm__("name.in$assembly");
int odd_name(void) { return 50 + N; }
int plain(void) __asm__("other");
int plain(void) { return 60 + N; }
int other(void) __asm__("plain");
int other(void) { return 70 + N; }
int ask(void) { return odd_name() * 10000 + plain() * 100 + other(); }
