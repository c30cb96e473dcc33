#include "core/media/ShotChanges.h"

namespace ecva {

Result<std::shared_ptr<const ShotScan>> scanShots(const std::filesystem::path &,
                                                  const std::shared_ptr<const VideoIndex> &index,
                                                  const ShotScanOptions &)
{
    ShotScan scan;
    scan.change.resize(static_cast<std::size_t>(index->frameCount()));
    return std::make_shared<const ShotScan>(std::move(scan));
}

} // namespace ecva
