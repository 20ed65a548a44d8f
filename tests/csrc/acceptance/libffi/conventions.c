/* libffi's F1 and F22: its smallest callback, with each convention, and F22's, which threads
 * call. */
#include "../case.h"

#define BY(name, attribute) \
    int name(int(__attribute__((attribute)) * f)(int, int, int, int)) \
    { \
        return f(0, 1, 2, 3); \
    }

#if defined(__x86_64__)
BY(f1_closure_simple_sysv64, sysv_abi)
BY(f1_closure_simple_win64, ms_abi)
#elif defined(__i386__)
BY(f1_closure_simple_cdecl, cdecl)
BY(f1_closure_simple_stdcall, stdcall)
BY(f1_closure_simple_fastcall, fastcall)
BY(f1_closure_simple_thiscall, thiscall)
#endif

CASE(f22_tsan, float, (float, float), (4, 6))
