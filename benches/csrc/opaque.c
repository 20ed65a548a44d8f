/* Functions that the bodies of src/cells/body.rs call, and no compiler can see. */

#include <stdint.h>
#include <stdlib.h>

/* Three instructions. */
int32_t bench_opaque(int32_t x) { return x * 11 + 5; }

/* The equivalent of a panic in C. */
void bench_fail(void) { abort(); }
