#pragma once

#include "annotation/domain/Ids.h"
#include "core/base/Error.h"
#include "core/media/PlaybackEngine.h"
#include "ui/player/VideoOpener.h"

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QSize>
#include <QTimer>

#include <memory>

namespace ecva {

struct ChangeEvent;
class Document;
class HeldKey;
class JobRunner;
class SoundOutput;
class Workspace;

/// Opens the workspace's clip and plays it: does what others ask of the player (seek, play) and
/// tells the workspace which frame is on the screen. UI thread.
class PlayerController : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Empty,   ///< no clip
        Opening, ///< its index is being read
        Ready,
        Missing, ///< there is no file
        Broken,  ///< there is one that cannot be shown
    };

    PlayerController(Workspace &workspace, JobRunner &jobs, QObject *parent = nullptr);
    ~PlayerController() override;

    State state() const { return m_state; }
    SoundOutput &sound() { return *m_sound; }
    bool hasSound() const;
    /// Of the current clip, as the person's system writes it; empty without one.
    QString filePath() const;
    /// Size of the view in device pixels.
    void setViewSize(const QSize &size);

    void seek(FrameIndex frame);
    /// One frame. Held keys (HeldKey) step as fast as pictures can be shown, every one of them, and
    /// no farther than those that are on the way when the key is let go.
    void step(int direction);
    /// Forth or back in time, from the frame shown.
    void skip(double seconds);
    void goToEnd();
    void play();
    void pause();
    void toggle();
    static constexpr double kSlowest = 0.1;
    static constexpr double kFastest = 8;
    /// 0.1 to 8 (clamped), backwards when below 0; stays until it is changed. 0 is ignored.
    void setSpeed(double speed);
    /// The one that is played at, or would be.
    double speed() const { return m_speed; }
    /// J (-1) and L (+1): plays that way at 1×; pressed again while it does, at 2, 4 and 8×. When
    /// playing stops, the speed is again the one of setSpeed().
    void shuttle(int direction);
    /// Plays these frames, forward, and stays on the last; with looping on begins again.
    void playRange(FrameRange range);
    /// Looping is about what is played: a range, else the whole clip.
    void setLooping(bool looping);
    bool isLooping() const { return m_looping; }
    /// Reads the file again, after it has been found or mended.
    void reopen();
    /// For the open clip only: PlaybackEngine::setProxy.
    void setProxy(std::shared_ptr<FrameSource> proxy);
    /// The last picture shown is a proxy's; its number is true all the same.
    bool showsProxy() const { return m_showsProxy; }

Q_SIGNALS:
    void stateChanged();
    void speedChanged(double speed);
    void loopingChanged(bool looping);
    /// The picture of workspace.playhead(), which is set right after.
    void pictureShown(const QImage &picture);

private:
    void connectDocument();
    void onDocumentChanged(const ChangeEvent &change);
    void open();
    void close();
    void onOpened(VideoOpener::Opened opened);
    void onFailed(const Error &error);
    void drain();
    void stepOn();
    void applySpeed(double speed);
    void beginSound();
    void startSound();
    void restartSound();
    void stopSound();
    void followSound();
    void onSoundLost();
    /// Playing has ended or was stopped.
    void onStopped();
    void setState(State state);

    Workspace &m_workspace;
    VideoOpener m_opener;
    Document *m_document = nullptr;
    SoundOutput *m_sound;
    HeldKey *m_held;
    QTimer m_soundPoll;
    QTimer m_soundRetry;
    int m_retryMs = 0;
    int m_corrections = 0;
    QElapsedTimer m_sinceSound; ///< since m_sound->start()
    std::unique_ptr<PlaybackEngine> m_engine;
    State m_state = State::Empty;
    QString m_openPath;
    QSize m_viewSize{640, 360};
    double m_speed = 1;
    double m_chosenSpeed = 1; ///< by setSpeed(): what m_speed returns to after J and L
    bool m_looping = false;
    bool m_showsProxy = false;
    int m_heldStep = 0; ///< direction of the step key that is held, else 0
};

} // namespace ecva
