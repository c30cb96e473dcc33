#pragma once

#include <QByteArray>
#include <QString>

namespace ecva {

/// One stored step of the history.
struct JournalEntry
{
    enum class State { Applied, Undone, Dead };
    qint64 seq = 0;
    QString when; ///< UTC, ISO 8601
    QString who;
    QString command;
    State state = State::Applied;
    QByteArray before; ///< canonical JSON: [{"id","row","table"}], row null where it did not exist
    QByteArray after;
};

/// Stable names: "applied", "undone", "dead".
QString toName(JournalEntry::State state);

} // namespace ecva
