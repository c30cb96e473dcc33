#include "core/media/Proxy.h"

#include "core/media/DiskCache.h"
#include "core/media/VideoWriter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kVersion = 1; ///< in the name: raise it when proxies are made otherwise
constexpr double kSlowSeekMs = 80;    ///< longer than a click may wait for its picture
constexpr double kHeavyLoad = 0.6;    ///< of one core, while playing
/// x264's constant rate factor: no blocks to be seen at this size, 30 to 60 kB a frame.
constexpr int kQuality = 23;
constexpr std::size_t kProxyCacheBytes = std::size_t(64) << 20;
constexpr int kSampled = 48; ///< frames compared at most, half of them where most changes
constexpr double kAlike = 4; ///< mean difference of grey levels that coding may make
constexpr double kSlack = 0.5;

/// A picture as 16 × 9 means of grey: enough to tell frames apart, little enough to keep all.
constexpr int kColumns = 16;
constexpr int kRows = 9;
using Signature = std::array<std::uint8_t, std::size_t(kColumns) * kRows>;

Signature signatureOf(const PackedImage &image)
{
    Signature signature{};
    const auto channels = static_cast<std::size_t>(image.channels);
    const auto stride = static_cast<std::size_t>(image.width) * channels;
    for (int row = 0; row < kRows; ++row) {
        const int top = image.height * row / kRows;
        const int bottom = std::max(top + 1, image.height * (row + 1) / kRows);
        for (int column = 0; column < kColumns; ++column) {
            const int left = image.width * column / kColumns;
            const int right = std::max(left + 1, image.width * (column + 1) / kColumns);
            std::uint64_t sum = 0;
            for (int y = top; y < std::min(bottom, image.height); ++y) {
                const std::uint8_t *pixel = image.data.data() + static_cast<std::size_t>(y) * stride
                                            + static_cast<std::size_t>(left) * channels;
                for (int x = left; x < std::min(right, image.width); ++x, pixel += channels)
                    sum += pixel[0] + 2u * pixel[1] + pixel[2];
            }
            const auto pixels = static_cast<std::uint64_t>(bottom - top)
                                * static_cast<std::uint64_t>(right - left);
            signature[static_cast<std::size_t>(row * kColumns + column)]
                = static_cast<std::uint8_t>(std::min<std::uint64_t>(255, sum / (4 * pixels)));
        }
    }
    return signature;
}

double difference(const Signature &a, const Signature &b)
{
    int sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(int(a[i]) - int(b[i]));
    return static_cast<double>(sum) / static_cast<double>(a.size());
}

/// Even sides, as the coder wants them: an odd last column or row is left out.
PackedImage even(PackedImage image)
{
    const int width = image.width & ~1;
    const int height = image.height & ~1;
    if (width == image.width && height == image.height)
        return image;
    PackedImage cut{width, height, image.channels, {}};
    const auto row = static_cast<std::size_t>(width) * static_cast<std::size_t>(image.channels);
    const auto from
        = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
    cut.data.resize(row * static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y)
        std::copy_n(image.data.begin() + static_cast<std::ptrdiff_t>(y * from), row,
                    cut.data.begin() + static_cast<std::ptrdiff_t>(y * row));
    return cut;
}

Result<PackedImage> smallPicture(FrameSource &source, std::int64_t frame,
                                 const proxy::Options &options)
{
    const auto decoded = source.frameAt(FrameIndex(frame), options.cancel);
    if (!decoded)
        return fail(decoded);
    auto image = decoded->toBgra(options.longestSide, options.longestSide);
    if (!image)
        return fail(image);
    return even(std::move(*image));
}

/// Frames to compare: the first, the last, evenly spread ones, and those unlike the one before.
std::set<std::int64_t> sample(const std::vector<Signature> &signatures)
{
    const auto count = static_cast<std::int64_t>(signatures.size());
    std::set<std::int64_t> chosen;
    const std::int64_t even = std::min<std::int64_t>(count, kSampled / 2);
    for (std::int64_t i = 0; i < even; ++i)
        chosen.insert(even < 2 ? 0 : i * (count - 1) / (even - 1));
    std::vector<std::pair<double, std::int64_t>> changes;
    for (std::int64_t i = 1; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        changes.emplace_back(-difference(signatures[at - 1], signatures[at]), i);
    }
    const auto most = std::min<std::size_t>(changes.size(), kSampled / 2);
    std::partial_sort(changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(most),
                      changes.end());
    for (std::size_t i = 0; i < most; ++i)
        chosen.insert(changes[i].second);
    return chosen;
}

Result<std::unique_ptr<FrameSource>> openFile(const fs::path &path, const CancelToken &cancel)
{
    VideoIndex::Options options;
    options.useCache = false; // a light scan of a file that is ours
    options.cancel = cancel;
    auto index = VideoIndex::build(path, options);
    if (!index)
        return fail(index);
    FrameSource::Options source;
    source.cacheBytes = kProxyCacheBytes;
    return FrameSource::open(path, std::move(*index), source);
}

Result<void> verify(const fs::path &path, const std::vector<Signature> &signatures,
                    const proxy::Options &options)
{
    auto source = openFile(path, options.cancel);
    if (!source)
        return fail(source);
    const auto count = static_cast<std::int64_t>(signatures.size());
    const VideoIndex &index = (*source)->index();
    if (index.frameCount() != count || index.keyFrameCount() != count)
        return fail(ErrorCode::BadInput,
                    "the proxy has " + std::to_string(index.frameCount()) + " frames, "
                        + std::to_string(index.keyFrameCount()) + " of them key frames, the video "
                        + std::to_string(count),
                    path.string());
    for (const std::int64_t frame : sample(signatures)) {
        const auto image = smallPicture(**source, frame, options);
        if (!image)
            return fail(image);
        const Signature seen = signatureOf(*image);
        const double own = difference(seen, signatures[static_cast<std::size_t>(frame)]);
        double nearest = own;
        for (std::int64_t other = std::max<std::int64_t>(0, frame - 2);
             other <= std::min(count - 1, frame + 2); ++other)
            nearest
                = std::min(nearest, difference(seen, signatures[static_cast<std::size_t>(other)]));
        if (own > kAlike || own > nearest + kSlack)
            return fail(ErrorCode::BadInput,
                        "frame " + std::to_string(frame) + " of the proxy is not the video's",
                        path.string());
    }
    return {};
}

/// Removes what was used longest ago beyond the budget, and what a killed run left behind.
void prune(const fs::path &folder, std::uintmax_t budget, const fs::path &keep)
{
    struct Kept
    {
        fs::file_time_type used;
        std::uintmax_t bytes = 0;
        fs::path path;
    };
    std::vector<Kept> kept;
    std::uintmax_t total = 0;
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator each(folder, error), end; !error && each != end;
         each.increment(error)) {
        std::error_code one;
        Kept found{each->last_write_time(one), each->file_size(one), each->path()};
        if (one)
            continue;
        if (found.path.filename().string().find("making") != std::string::npos) {
            if (now - found.used > std::chrono::hours(24))
                fs::remove(found.path, one);
            continue;
        }
        total += found.bytes;
        kept.push_back(std::move(found));
    }
    std::sort(kept.begin(), kept.end(),
              [](const Kept &a, const Kept &b) { return a.used < b.used; });
    for (const Kept &each : kept) {
        if (total <= budget)
            return;
        if (each.path != keep && fs::remove(each.path, error))
            total -= each.bytes;
    }
}

} // namespace

DecodeCost estimateDecodeCost(const VideoIndex &index)
{
    const MediaInfo &info = index.info();
    struct Codec
    {
        std::string_view name;
        double msPerMegapixel;
    };
    // Ordinary content, FFmpeg 5.1 on x86-64 with AVX2.
    static constexpr Codec kCodecs[] = {
        {"h264", 2.5},  {"hevc", 3.5},  {"vp9", 3.0},     {"av1", 4.5},        {"vp8", 2.5},
        {"mpeg4", 2.0}, {"mjpeg", 6.0}, {"prores", 10.0}, {"mpeg2video", 2.0},
    };
    double perMegapixel = 3;
    for (const Codec &codec : kCodecs) {
        if (info.codec == codec.name)
            perMegapixel = codec.msPerMegapixel;
    }
    const bool deep = info.pixelFormat.find("10") != std::string::npos
                      || info.pixelFormat.find("12") != std::string::npos;
    const double megapixels = static_cast<double>(info.width) * info.height / 1e6;
    DecodeCost cost;
    cost.frameMs = perMegapixel * megapixels * (deep ? 1.6 : 1);
    const auto &keys = index.keys();
    std::int64_t longest = keys.empty() ? index.frameCount() : 1;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::int64_t end = i + 1 < keys.size() ? keys[i + 1].firstFrame : index.frameCount();
        longest = std::max(longest, end - keys[i].firstFrame);
    }
    cost.seekMs = cost.frameMs * static_cast<double>(longest);
    return cost;
}

bool playsSlowly(const VideoIndex &index)
{
    const double rate
        = static_cast<double>(index.frameCount()) / std::max(0.001, index.durationSeconds());
    return estimateDecodeCost(index).frameMs * rate > kHeavyLoad * 1000;
}

bool isHeavy(const VideoIndex &index)
{
    return estimateDecodeCost(index).seekMs > kSlowSeekMs || playsSlowly(index);
}

namespace proxy {

std::uintmax_t estimateBytes(const VideoIndex &index, const Options &options)
{
    const double width = std::max(1, index.info().displayWidth());
    const double height = std::max(1, index.info().displayHeight());
    const double scale = std::min(1.0, options.longestSide / std::max(width, height));
    constexpr double kBytesPerPixel = 0.12; // seen: 0.05 to 0.15
    return static_cast<std::uintmax_t>(kBytesPerPixel * width * height * scale * scale
                                       * static_cast<double>(index.frameCount()));
}

fs::path file(const std::string &digest)
{
    return DiskCache("proxy", kVersion).file(digest + "-" + std::to_string(kVersion) + ".mp4");
}

Result<fs::path> make(const fs::path &path, const std::shared_ptr<const VideoIndex> &index,
                      const Options &options)
{
    const auto digest = mediaDigest(path);
    if (!digest)
        return fail(digest);
    fs::path target = file(*digest);
    if (target.empty())
        return fail(ErrorCode::Io, "there is no cache folder to keep a proxy in", path.string());
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    prune(target.parent_path(), options.budgetBytes, target);
    FrameSource::Options sourceOptions;
    sourceOptions.decoderThreads = 2;
    auto source = FrameSource::open(path, index, sourceOptions);
    if (!source)
        return fail(source);

    const fs::path making
        = target.parent_path() / (*digest + "-making-" + std::to_string(getpid()) + ".mp4");
    struct Remover // whatever goes wrong
    {
        const fs::path &path;
        ~Remover()
        {
            std::error_code ignored;
            fs::remove(path, ignored);
        }
    } remover{making};
    std::unique_ptr<VideoWriter> writer;
    std::vector<Signature> signatures;
    const std::int64_t count = index->frameCount();
    constexpr double kMaking = 0.97; // of the work; the rest is verifying
    for (std::int64_t i = 0; i < count; ++i) {
        if (auto going = options.cancel.check(); !going)
            return fail(going);
        const auto image = smallPicture(**source, i, options);
        if (!image)
            return fail(image);
        if (!writer) {
            VideoWriter::Options out;
            out.width = image->width;
            out.height = image->height;
            out.quality = kQuality;
            out.pictures = VideoWriter::Pictures::AllKey;
            auto opened = VideoWriter::open(making, out);
            if (!opened)
                return fail(opened);
            writer = std::move(*opened);
        }
        signatures.push_back(signatureOf(*image));
        if (const auto written = writer->writeFrame(*image); !written)
            return fail(written);
        if (options.progress && i % 16 == 0)
            options.progress(kMaking * static_cast<double>(i) / static_cast<double>(count));
    }
    if (const auto finished = writer->finish(); !finished)
        return fail(finished);
    if (const auto verified = verify(making, signatures, options); !verified)
        return fail(verified);
    fs::rename(making, target, error);
    if (error)
        return fail(ErrorCode::Io, error.message(), target.string());
    if (options.progress)
        options.progress(1);
    return target;
}

Result<std::unique_ptr<FrameSource>> open(const std::string &digest, const VideoIndex &original)
{
    const fs::path path = file(digest);
    std::error_code error;
    if (path.empty() || !fs::exists(path, error))
        return fail(ErrorCode::NotFound, "no proxy", path.string());
    auto source = openFile(path, {});
    if (!source || (*source)->index().frameCount() != original.frameCount()) {
        fs::remove(path, error);
        return fail(ErrorCode::NotFound, "the proxy is of another video", path.string());
    }
    fs::last_write_time(path, fs::file_time_type::clock::now(), error); // used: kept longest
    return source;
}

} // namespace proxy

} // namespace ecva
