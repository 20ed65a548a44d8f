/* Calls back with every calling convention of the target, and with arguments that a convention
 * may get wrong. */
#include "conventions.h"

#define NAME c
#define CONVENTION
#include "conventions_calls.h"

/* Rust's "system" is what the Win32 headers call CALLBACK. */
#if defined(_WIN32)
#define SYSTEM __stdcall
#else
#define SYSTEM
#endif

#define NAME system
#define CONVENTION SYSTEM
#include "conventions_calls.h"

#if defined(__GNUC__) && defined(__x86_64__)
#define NAME sysv64
#define CONVENTION __attribute__((sysv_abi))
#include "conventions_calls.h"

#define NAME win64
#define CONVENTION __attribute__((ms_abi))
#include "conventions_calls.h"
#endif

#if defined(__GNUC__) && defined(__i386__)
#define NAME cdecl
#define CONVENTION __attribute__((cdecl))
#include "conventions_calls.h"

#define NAME stdcall
#define CONVENTION __attribute__((stdcall))
#include "conventions_calls.h"

#define NAME fastcall
#define CONVENTION __attribute__((fastcall))
#include "conventions_calls.h"

#define NAME thiscall
#define CONVENTION __attribute__((thiscall))
#include "conventions_calls.h"
#endif
