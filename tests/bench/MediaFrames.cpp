#include "tests/bench/BenchMedia.h"

namespace ecva::bench {

void benchFrames(MediaBench &) {}

} // namespace ecva::bench
