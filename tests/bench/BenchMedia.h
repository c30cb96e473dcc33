#pragma once

#include "tests/bench/Harness.h"

#include <QString>

namespace ecva::bench {

/// What the parts of the media benchmark share.
struct MediaBench
{
    Report &report;
    PythonPeers &peers;
    QString folder;     ///< for files made for the benchmark; kept between runs
    bool quick = false; ///< fewer pairs, shorter files

    int pairs() const { return quick ? 3 : 5; }
};

void benchFrames(MediaBench &bench);   ///< S1, S2
void benchSeeks(MediaBench &bench);    ///< S3, S4
void benchIndexes(MediaBench &bench);  ///< S5
void benchPreviews(MediaBench &bench); ///< S6

} // namespace ecva::bench
