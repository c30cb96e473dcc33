#include "tests/bench/BenchMedia.h"

namespace ecva::bench {

void benchSeeks(MediaBench &) {}

} // namespace ecva::bench
