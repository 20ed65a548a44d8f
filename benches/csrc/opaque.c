/* What the bodies of src/cells/body.rs call that no compiler looks into. */

#include <stdint.h>
#include <stdlib.h>

/* Three instructions. */
int32_t bench_opaque(int32_t x) { return x * 11 + 5; }

/* What a panic is in C. */
void bench_fail(void) { abort(); }
