// libFuzzer: a cached index that somebody has changed reads as absent or as one that can be used,
// never more. The bytes get a right head and digest, or none would pass it.
#include "core/media/DiskCache.h"
#include "core/media/IndexCache.h"
#include "core/media/VideoIndex.h"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace {

const char *const kDigest = "00";

std::string cacheFolder()
{
    const std::string folder
        = (std::filesystem::temp_directory_path() / "ecva-fuzz-XXXXXX").string();
    std::string made = folder;
    return mkdtemp(made.data()) ? made : folder;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const int once = [] { return setenv("XDG_CACHE_HOME", cacheFolder().c_str(), 1); }();
    (void)once;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    ecva::DiskCache("index", ecva::kIndexFormatVersion).write(std::string(kDigest) + ".idx", bytes);
    if (auto parts = ecva::readCachedIndex(kDigest)) {
        const ecva::VideoIndex index(std::move(*parts));
        const ecva::FrameIndex last = index.lastFrame();
        (void)index.keyBefore(last);
        (void)index.frameWithId(index.entry(last).id);
        (void)index.frameAtSeconds(index.seconds(last));
        (void)index.isVariableRate();
        (void)index.milliseconds(last);
    }
    return 0;
}
