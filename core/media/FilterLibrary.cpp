#include "core/media/FilterLibrary.h"

#include <dlfcn.h>

#include <string>

namespace ecva {
namespace {

/// As the headers that this was compiled with name it.
constexpr char kFile[] = "libavfilter.so." AV_STRINGIFY(LIBAVFILTER_VERSION_MAJOR);

Result<FilterLibrary> open()
{
    void *handle = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *reason = dlerror();
        return fail(ErrorCode::Unsupported, reason ? reason : "does not load", kFile);
    }
    FilterLibrary library;
    bool whole = true;
    const auto find = [&](auto &function, const char *name) {
        function
            = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(handle, name));
        whole = whole && function;
    };
    find(library.graphAlloc, "avfilter_graph_alloc");
    find(library.graphFree, "avfilter_graph_free");
    find(library.graphCreateFilter, "avfilter_graph_create_filter");
    find(library.graphConfig, "avfilter_graph_config");
    find(library.getByName, "avfilter_get_by_name");
    find(library.link, "avfilter_link");
    find(library.sourceAddFrame, "av_buffersrc_add_frame");
    find(library.sinkGetFrame, "av_buffersink_get_frame");
    if (!whole)
        return fail(ErrorCode::Unsupported, "lacks a function", kFile);
    return library;
}

} // namespace

Result<const FilterLibrary *> FilterLibrary::get()
{
    static const Result<FilterLibrary> library = open();
    if (!library)
        return fail(library);
    return &*library;
}

} // namespace ecva
