#include "ui/player/VideoOpener.h"

#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"
#include "ui/jobs/JobRunner.h"

#include <utility>

namespace ecva {

VideoOpener::VideoOpener(JobRunner &jobs)
    : m_jobs(jobs)
{
}

VideoOpener::~VideoOpener()
{
    cancel();
}

void VideoOpener::cancel()
{
    m_jobs.cancel(std::exchange(m_job, 0));
}

void VideoOpener::open(const std::filesystem::path &path, std::function<void(Result<Opened>)> done)
{
    cancel();
    m_job = m_jobs.startQuiet<Opened>(
        [path](JobContext &context) -> Result<Opened> {
            VideoIndex::Options options;
            options.cancel = context.cancel();
            const auto index = VideoIndex::build(path, options);
            if (!index)
                return fail(index);
            auto source = FrameSource::open(path, *index, FrameSource::forWatching());
            if (!source)
                return fail(source);
            return Opened{*index, std::move(*source)};
        },
        [this, done = std::move(done)](Result<Opened> opened) {
            m_job = 0;
            done(std::move(opened));
        });
}

} // namespace ecva
