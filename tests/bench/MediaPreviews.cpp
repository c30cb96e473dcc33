#include "tests/bench/BenchMedia.h"

namespace ecva::bench {

void benchPreviews(MediaBench &) {}

} // namespace ecva::bench
