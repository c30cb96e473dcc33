#include "tests/bench/BenchMedia.h"

namespace ecva::bench {

void benchIndexes(MediaBench &) {}

} // namespace ecva::bench
