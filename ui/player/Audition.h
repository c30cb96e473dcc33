#pragma once

#include "core/base/Ids.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

namespace ecva {

class PlayerController;
class VideoIndex;
class Workspace;

/// Hearing and seeing the selected segment (else what lies between the marks) and its edges.
class Audition
{
    Q_DECLARE_TR_FUNCTIONS(ecva::Audition)

public:
    enum class Part {
        BeforeStart, ///< the half second before the first frame
        FromStart,   ///< the first half second
        ToEnd,       ///< the last half second
        AfterEnd,    ///< the half second after the last frame
        Whole,
    };

    Audition(Workspace &workspace, PlayerController &player)
        : m_workspace(workspace)
        , m_player(player)
    {
    }

    /// Why `part` cannot be played, translated; empty when it can.
    QString obstacle(Part part) const;
    /// Precondition: no obstacle.
    void play(Part part);
    /// The frames of a part of `range`, within the clip; empty where nothing is there.
    static FrameRange framesOf(Part part, FrameRange range, const VideoIndex &index);

private:
    std::optional<FrameRange> range() const;

    Workspace &m_workspace;
    PlayerController &m_player;
};

} // namespace ecva
