#pragma once

#include "annotation/document/Document.h"
#include "core/base/CancelToken.h"

#include <QByteArray>

#include <string>
#include <vector>

namespace ecva {

/// What an op answers once it is durable.
struct OpAnswer
{
    QString op;
    qint64 id = 0;           ///< of what was made or changed; 0: nothing (an answer was removed)
    std::vector<qint64> ids; ///< of a batch: one per op
};

/// Edits as JSON objects, one a line: the window's operations for scripts, through the same
/// document. Clips are named by id or path. Marks on a clip whose video is on this machine take
/// their time stamps from its frame index, which is built (or read from the cache) when first
/// needed.
class EditOps
{
public:
    explicit EditOps(Document &document, CancelToken cancel = {});

    /// One op, one undo step. Errors: BadInput (what is wrong with the op, by name; nothing has
    /// changed), else as Document::commit.
    Result<OpAnswer> apply(const QByteArray &line);

    /// All ops with their fields, for people: what `ecva edit --ops` prints.
    static std::string reference();

private:
    Document &m_document;
    CancelToken m_cancel;
};

} // namespace ecva
