/* Calls a function of 32-bit x86 word by word, and reports what it did to the stack pointer. */
#if defined(__GNUC__) && defined(__i386__)
#include <stddef.h>
#include <stdint.h>

struct frame {
    void (*function)(void);
    const uint32_t *words; /* on the stack, the first at the lowest address */
    uint32_t count;
    uint32_t shift;        /* by how many bytes the stack is off an alignment to 16 */
    uint32_t ecx, edx;     /* in the registers */
    uint32_t returns_real; /* whether the result is in st(0) */
    /* The results: */
    double real;
    uint32_t low, high;    /* eax, edx */
    int32_t popped;        /* how far the stack pointer is above where it was before the call */
};

#define AT(field) [field] "i" (offsetof(struct frame, field))

/* Every convention requires a function to preserve esi, edi and ebx. They hold the frame, the
 * stack pointer to restore, and the one before the call. */
void call_frame(struct frame *frame)
{
    uint32_t ebx = (uint32_t)frame->words;
    /* Gives this function a frame pointer, which stack walkers need, because the frame has a
     * variable size. */
    (void)*(void *volatile *)__builtin_frame_address(0);
    __asm__ volatile(
        "movl %%esp, %%edi\n\t"
        "movl %c[count](%%esi), %%ecx\n\t"
        "imull $-4, %%ecx, %%eax\n\t"
        "andl $15, %%eax\n\t"
        "addl %c[shift](%%esi), %%eax\n\t"
        "andl $-16, %%esp\n\t"
        "subl %%eax, %%esp\n"
        "1:\n\t"
        "jecxz 2f\n\t"
        "pushl -4(%%ebx,%%ecx,4)\n\t"
        "decl %%ecx\n\t"
        "jmp 1b\n"
        "2:\n\t"
        "movl %c[ecx](%%esi), %%ecx\n\t"
        "movl %c[edx](%%esi), %%edx\n\t"
        "movl %%esp, %%ebx\n\t"
        "call *%c[function](%%esi)\n\t"
        "subl %%esp, %%ebx\n\t"
        "movl %%edi, %%esp\n\t"
        "negl %%ebx\n\t"
        "movl %%ebx, %c[popped](%%esi)\n\t"
        "movl %%eax, %c[low](%%esi)\n\t"
        "movl %%edx, %c[high](%%esi)\n\t"
        "cmpl $0, %c[returns_real](%%esi)\n\t"
        "je 3f\n\t"
        "fstpl %c[real](%%esi)\n"
        "3:"
        : "+b"(ebx)
        : "S"(frame), AT(function), AT(count), AT(shift), AT(ecx), AT(edx), AT(returns_real),
          AT(real), AT(low), AT(high), AT(popped)
        : "eax", "ecx", "edx", "edi", "memory", "cc", "st", "st(1)", "st(2)", "st(3)", "st(4)",
          "st(5)", "st(6)", "st(7)");
}
#else
typedef int nothing; /* a file has something in it */
#endif
