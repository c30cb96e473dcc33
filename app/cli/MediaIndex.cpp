#include "app/cli/MediaIndex.h"

namespace ecva::cli {

Result<std::shared_ptr<const VideoIndex>> indexOf(const Context &context, const std::string &file,
                                                  bool useCache)
{
    VideoIndex::Options options;
    options.useCache = useCache;
    options.cancel = context.cancel;
    options.progress = [&](double done) { context.progress("Indexing " + file, done); };
    auto index = VideoIndex::build(file, options);
    context.endProgress();
    return index;
}

} // namespace ecva::cli
