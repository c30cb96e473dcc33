#pragma once

#include "core/base/Ids.h"
#include "core/base/Timecode.h"

#include <QObject>
#include <QString>

#include <optional>

class QSettings;

namespace ecva {

class Workspace;

/// How the player writes where it is: the person's choice, remembered, and what the current clip
/// allows of it. UI thread.
class TimeDisplay : public QObject
{
    Q_OBJECT

public:
    enum class Mode {
        Time,    ///< "0:16.222"
        Smpte,   ///< "00:00:16;06": only for clips of a constant rate
        Seconds, ///< "16.222 s"
    };

    explicit TimeDisplay(Workspace &workspace, QObject *parent = nullptr);
    /// Reads the choice from there and writes later ones to it; must outlive this.
    void setSettings(QSettings &settings);

    /// Time in place of Smpte where the clip has no labels.
    Mode mode() const;
    void setMode(Mode mode);
    /// The next one that the clip allows.
    void goOn();
    /// How SMPTE counts the clip's frames; nothing for none and for a variable rate.
    std::optional<SmpteRate> rate() const { return m_rate; }
    /// The count that the label of frame 0 stands for: as the file says, else 0.
    std::int64_t firstLabel() const { return m_firstLabel; }
    /// Where the frame begins, in the mode of now. Precondition: the index contains it.
    QString text(FrameIndex frame) const;

Q_SIGNALS:
    /// Also when another clip allows another mode.
    void changed();

private:
    void onIndexChanged();

    Workspace &m_workspace;
    QSettings *m_settings = nullptr;
    Mode m_chosen = Mode::Time;
    std::optional<SmpteRate> m_rate;
    std::int64_t m_firstLabel = 0;
};

} // namespace ecva
