#include "model/tiny/TinyCheckpoint.h"

namespace ecva {

Result<void> makeTinyCheckpoint(const std::filesystem::path &folder, const TinyOptions &)
{
    return fail(ErrorCode::Unsupported, "not yet", folder.string());
}

} // namespace ecva
