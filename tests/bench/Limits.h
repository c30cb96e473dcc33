#pragma once

namespace ecva::bench {

/// What the machine gives while we measure: the best of a few readings of 1 GB by `threads`
/// threads, in GB/s.
double readBandwidth(int threads);

/// Resident memory of this process in MB.
double residentMb();

} // namespace ecva::bench
