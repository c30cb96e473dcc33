// libFuzzer: whatever the bytes are, indexing them and asking for frames ends soon, with an error
// or with frames, and inside its memory. FFmpeg reads files only, so the bytes lie in one that has
// no name and no disk.
#include "core/media/AudioSource.h"
#include "core/media/FrameSource.h"

#include <atomic>
#include <chrono>
#include <string>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

/// Beyond it the input is given up, as a person would with the cancel button.
constexpr std::chrono::milliseconds kPatience{1500};
constexpr std::int64_t kFrames = 6;

/// Cancels what it was given after kPatience.
class Timer
{
public:
    explicit Timer(ecva::CancelToken token)
        : m_thread([this, token = std::move(token)]() mutable {
            const auto end = std::chrono::steady_clock::now() + kPatience;
            while (!m_done && std::chrono::steady_clock::now() < end)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            token.cancel();
        })
    {
    }
    ~Timer()
    {
        m_done = true;
        m_thread.join();
    }
    Timer(const Timer &) = delete;
    Timer &operator=(const Timer &) = delete;

private:
    std::atomic<bool> m_done{false};
    std::thread m_thread; // last: uses the above
};

void look(const std::string &path)
{
    ecva::VideoIndex::Options options;
    options.useCache = false;
    const Timer timer(options.cancel);
    const auto index = ecva::VideoIndex::build(path, options);
    if (!index)
        return;
    ecva::FrameSource::Options sourceOptions;
    sourceOptions.cacheBytes = 1 << 20;
    auto source = ecva::FrameSource::open(path, *index, sourceOptions);
    if (!source)
        return;
    const std::int64_t frames = (*index)->frameCount();
    for (std::int64_t i = 0; i < kFrames && !options.cancel.isCancelled(); ++i) {
        // The last, the first and some between, forth and back.
        const std::int64_t number = i == 0 ? frames - 1 : (i * 7919) % frames;
        const auto frame = (*source)->frameAt(ecva::FrameIndex(number), options.cancel);
        if (!frame)
            continue;
        (void)frame->nativeHash();
        (void)frame->toBgra(32, 32);
    }
    if (auto sound = ecva::AudioSource::open(path, 0, 48000)) {
        std::vector<std::int16_t> values(9600);
        (void)(*sound)->read(values);
        if ((*sound)->seek(0.5))
            (void)(*sound)->read(values);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const int file = memfd_create("fuzz", 0);
    if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size))
        return -1;
    look("/proc/self/fd/" + std::to_string(file));
    close(file);
    return 0;
}
