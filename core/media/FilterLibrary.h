#pragma once

#include "core/base/Result.h"
#include "core/media/FfmpegCompat.h"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace ecva {

/// What we call of FFmpeg's libavfilter, which is opened on first use and never closed: linking it
/// costs every start of every program 30 further libraries (40 ms).
struct FilterLibrary
{
    decltype(&avfilter_graph_alloc) graphAlloc = nullptr;
    decltype(&avfilter_graph_free) graphFree = nullptr;
    decltype(&avfilter_graph_create_filter) graphCreateFilter = nullptr;
    decltype(&avfilter_graph_config) graphConfig = nullptr;
    decltype(&avfilter_get_by_name) getByName = nullptr;
    decltype(&avfilter_link) link = nullptr;
    decltype(&av_buffersrc_add_frame) sourceAddFrame = nullptr;
    decltype(&av_buffersink_get_frame) sinkGetFrame = nullptr;

    /// Thread-safe. Errors: Unsupported (it is not installed, or of another version).
    static Result<const FilterLibrary *> get();
};

} // namespace ecva
